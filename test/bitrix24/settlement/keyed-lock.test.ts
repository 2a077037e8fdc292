import { describe, expect, it } from 'vitest';
import { createKeyedLock, type HeldLock } from '../../../src/bitrix24/settlement/keyed-lock.ts';
import { createVirtualTime } from '../../support/virtual-time.ts';

function start() {
  const time = createVirtualTime(0);
  const lock = createKeyedLock(time);
  const order: string[] = [];
  /** Takes the keys and notes it. */
  async function take(name: string, keys: readonly string[], waitMs = 10_000): Promise<HeldLock | undefined> {
    const at = time.now();
    const held = await lock.acquire({ keys, endsBy: at + 40_000, waitUntil: at + waitMs });
    order.push(held ? name : `not ${name}`);
    return held;
  }
  const wait = (ms: number) => time.until(time.sleep(ms));
  return { time, lock, order, take, wait };
}

describe('a keyed lock', () => {
  it('is there in the same turn if its keys are free', () => {
    const { lock } = start();
    const request = { endsBy: 1, waitUntil: 1 };
    expect(lock.acquire({ keys: ['a'], ...request })).not.toBeInstanceOf(Promise);
    expect(lock.acquire({ keys: ['b'], ...request })).not.toBeInstanceOf(Promise);
    expect(lock.acquire({ keys: ['b', 'c'], ...request })).toBeInstanceOf(Promise);
    // What waits for it has its place.
    expect(lock.acquire({ keys: ['c'], ...request })).toBeInstanceOf(Promise);
  });

  it('goes on to those who wait, in their order', async () => {
    const { order, take, wait } = start();
    const first = await take('first', ['a', 'b']);
    const second = take('second', ['a']);
    const third = take('third', ['a', 'b']);
    await wait(1_000);
    expect(order).toEqual(['first']);
    first?.release();
    (await second)?.release();
    await third;
    expect(order).toEqual(['first', 'second', 'third']);
  });

  it('is not waited for longer than is of use, and not given to the next before its time', async () => {
    const { order, take, wait } = start();
    const first = await take('first', ['a']);
    void take('second', ['a'], 1_000);
    void take('third', ['a'], 5_000);
    await wait(2_000);
    expect(order).toEqual(['first', 'not second']);
    first?.release();
    await wait(1);
    expect(order).toEqual(['first', 'not second', 'third']);
  });

  it('that lingers comes back at its time, and is refused at once to those who cannot wait for it', async () => {
    const { time, lock, order, take, wait } = start();
    const first = await take('first', ['a']);
    first?.linger(20_000);
    expect(lock.freeBy(['a', 'other'])).toBe(20_000);
    await take('second', ['a'], 19_999);
    expect([order, time.now()]).toEqual([['first', 'not second'], 0]);
    void take('third', ['a'], 20_000);
    await wait(19_999);
    expect(order).toEqual(['first', 'not second']);
    await wait(1);
    expect(order).toEqual(['first', 'not second', 'third']);
  });

  it('that lingers can be released earlier', async () => {
    const { order, take, wait } = start();
    const first = await take('first', ['a']);
    first?.linger(9_000);
    void take('second', ['a']);
    await wait(1_000);
    first?.release();
    await wait(1);
    expect(order).toEqual(['first', 'second']);
  });
});
