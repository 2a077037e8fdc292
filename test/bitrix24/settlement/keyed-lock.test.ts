import { describe, expect, it } from 'vitest';
import { createKeyedLock, type HeldLock } from '../../../src/bitrix24/settlement/keyed-lock.ts';
import { createVirtualTime } from '../../support/virtual-time.ts';

function start() {
  const time = createVirtualTime(0);
  const lock = createKeyedLock(time);
  const order: string[] = [];
  /** Takes the keys and notes it. */
  async function take(
    name: string,
    keys: readonly string[],
    waitMs = 10_000,
    places = 1,
  ): Promise<HeldLock | undefined> {
    const at = time.now();
    const [caller = ''] = name.split(' ');
    const held = await lock.acquire({ keys, caller, places, endsBy: at + 40_000, waitUntil: at + waitMs });
    const isRefused = 'refused' in held;
    order.push(isRefused ? `not ${name}` : name);
    return isRefused ? undefined : held;
  }
  const wait = (ms: number) => time.until(time.sleep(ms));
  return { time, lock, order, take, wait };
}

describe('a keyed lock', () => {
  it('is there in the same turn if its keys are free', () => {
    const { lock } = start();
    const acquire = (caller: string, keys: readonly string[]) =>
      lock.acquire({ keys, caller, places: 1, endsBy: 1, waitUntil: 1 });
    expect(acquire('one', ['a'])).not.toBeInstanceOf(Promise);
    expect(acquire('one', ['b'])).not.toBeInstanceOf(Promise);
    expect(acquire('one', ['b', 'c'])).toBeInstanceOf(Promise);
    // What waits for it has its place.
    expect(acquire('other', ['c'])).toBeInstanceOf(Promise);
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
    const request = { keys: ['a', 'other'], caller: 'second', places: 1, endsBy: 40_000, waitUntil: 19_999 };
    expect(await lock.acquire(request)).toEqual({ refused: 'held', until: 20_000 });
    await take('second', ['a'], 19_999);
    expect([order, time.now()]).toEqual([['first', 'not second'], 0]);
    void take('third', ['a'], 20_000);
    await wait(19_999);
    expect(order).toEqual(['first', 'not second']);
    await wait(1);
    expect(order).toEqual(['first', 'not second', 'third']);
  });

  it('has as many waiting places for a caller and key as it is given, so that nobody queues up in front of others', async () => {
    const { lock, order, take, wait } = start();
    const first = await take('greedy 1', ['a']);
    const second = take('greedy 2', ['a', 'b'], 8_000);
    await wait(1_000);
    const modest = take('modest', ['a']);
    for (const keys of [['a'], ['b'], ['b', 'c']]) await take('greedy 3', keys);
    const request = { keys: ['b'], caller: 'greedy', places: 1, endsBy: 40_000, waitUntil: 20_000 };
    expect(await lock.acquire(request)).toEqual({ refused: 'waiting', until: 8_000 });
    // What has been refused holds nothing.
    await take('other', ['c']);
    const refused = Array<string>(3).fill('not greedy 3');
    expect(order).toEqual(['greedy 1', ...refused, 'other']);
    first?.release();
    (await second)?.release();
    await modest;
    expect(order.slice(5)).toEqual(['greedy 2', 'modest']);
    // It may wait again once it does not.
    void take('greedy 4', ['a', 'b'], 10_000, 2);
    void take('greedy 5', ['a', 'b'], 10_000, 2);
    await take('greedy 6', ['b'], 10_000, 2);
    (await modest)?.release();
    await wait(1);
    expect(order.slice(7)).toEqual(['not greedy 6', 'greedy 4']);
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
