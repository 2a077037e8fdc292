import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createResponseRoom } from '../../src/http/response-room.ts';

const PATIENCE_MS = 60_000;

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => vi.useRealTimers());

/** Room of 800 bytes, in which no response counts for more than 100. */
function createRoom() {
  const room = createResponseRoom({ totalBytes: 800, patienceMs: PATIENCE_MS });
  const entered: string[] = [];
  return {
    entered,
    enter: (name: string, address: string, bytes: number) => {
      const socket = new Socket();
      const response = new ServerResponse(new IncomingMessage(socket));
      void room.enter(response, address, bytes).then(() => entered.push(name));
      return () => {
        socket.destroy();
        response.emit('close');
      };
    },
  };
}

describe('large responses', () => {
  it('wait for those of their own address, and leave room for others', async () => {
    const { enter, entered } = createRoom();
    const closeFirst = enter('first', 'greedy', 5_000);
    for (const name of ['second', 'third', 'fourth']) enter(name, 'greedy', 100);
    enter('fifth', 'greedy', 100);
    enter('sixth', 'greedy', 100);
    enter('of another', 'modest', 100);
    await setImmediate();
    expect(entered).toEqual(['first', 'second', 'third', 'fourth', 'of another']);
    closeFirst();
    await setImmediate();
    expect(entered.slice(5)).toEqual([]);
  });

  it('enter in their order as soon as others are read', async () => {
    const { enter, entered } = createRoom();
    const closes = ['1', '2', '3', '4', '5', '6'].map((name) => enter(name, 'greedy', 100));
    await setImmediate();
    expect(entered).toEqual(['1', '2', '3', '4']);
    closes[1]?.();
    await setImmediate();
    closes[0]?.();
    await setImmediate();
    expect(entered).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  it('wait for no longer than a client may take to read', async () => {
    const { enter, entered } = createRoom();
    for (let n = 1; n <= 5; n += 1) enter(String(n), 'greedy', 100);
    await setImmediate();
    vi.advanceTimersByTime(PATIENCE_MS - 1);
    await setImmediate();
    expect(entered).toHaveLength(4);
    vi.advanceTimersByTime(1);
    await setImmediate();
    expect(entered).toHaveLength(5);
  });

  it('whose client is gone wait for nothing and take nothing', async () => {
    const { enter, entered } = createRoom();
    const [closeFirst] = ['1', '2', '3', '4'].map((name) => enter(name, 'greedy', 100));
    const closeWaiting = enter('gone', 'greedy', 100);
    closeWaiting();
    await setImmediate();
    expect(entered.at(-1)).toBe('gone');
    closeFirst?.();
    enter('5', 'greedy', 100);
    await setImmediate();
    expect(entered.at(-1)).toBe('5');
  });
});
