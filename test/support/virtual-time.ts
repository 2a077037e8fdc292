import type { Clock as EngineClock } from '../../src/bitrix24/clock.ts';
import type { Clock as PortalClock } from '../../src/emulator/clock.ts';

/** One time for the engine and the portal, which passes only while a test waits for something. */
export interface VirtualTime extends EngineClock, PortalClock {
  /** Lets time pass until the promise is settled, and answers with what it gives. */
  until<T>(promise: Promise<T>): Promise<T>;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly task: () => void;
  cancelled: boolean;
}

export function createVirtualTime(start = Date.UTC(2026, 2, 16, 9, 42, 8)): VirtualTime {
  let now = start;
  let order = 0;
  const timers = createHeap();

  function after(delayMs: number, task: () => void): () => void {
    order += 1;
    const timer: Timer = { at: now + Math.max(0, delayMs), order, task, cancelled: false };
    timers.push(timer);
    return () => {
      timer.cancelled = true;
    };
  }

  return {
    now: () => now,
    after,
    sleep: (ms) =>
      new Promise((resolve) => {
        after(ms, resolve);
      }),
    async until(promise) {
      const state = { settled: false };
      const note = () => {
        state.settled = true;
      };
      promise.then(note, note);
      for (;;) {
        await microtasks();
        if (state.settled) return promise;
        const timer = timers.pop();
        if (!timer) throw new Error('nothing is left to wait for, and the promise is not settled');
        if (timer.cancelled) continue;
        now = Math.max(now, timer.at);
        timer.task();
      }
    },
  };
}

/** Resolves when everything that waits for nothing but its turn has had it. */
function microtasks(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function createHeap() {
  const items: Timer[] = [];
  const before = (one: Timer | undefined, other: Timer | undefined) =>
    one !== undefined &&
    other !== undefined &&
    (one.at < other.at || (one.at === other.at && one.order < other.order));
  const swap = (one: number, other: number) => {
    const [left, right] = [items[one], items[other]];
    if (left && right) {
      items[one] = right;
      items[other] = left;
    }
  };
  return {
    push(timer: Timer): void {
      items.push(timer);
      for (let index = items.length - 1; index > 0;) {
        const parent = (index - 1) >> 1;
        if (!before(items[index], items[parent])) break;
        swap(index, parent);
        index = parent;
      }
    },
    pop(): Timer | undefined {
      const [top] = items;
      const last = items.pop();
      if (items.length === 0 || !last) return top;
      items[0] = last;
      for (let index = 0; ;) {
        const [left, right] = [2 * index + 1, 2 * index + 2];
        const least = before(items[right], items[left]) ? right : left;
        if (!before(items[least], items[index])) break;
        swap(index, least);
        index = least;
      }
      return top;
    },
  };
}
