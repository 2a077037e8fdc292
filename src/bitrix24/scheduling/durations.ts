import type { Method } from '../protocol/command.ts';

/** How long the methods of a portal take, in seconds. */
export interface Durations {
  expected(method: Method): number;
  learn(method: Method, seconds: number): void;
}

/** What a method is expected to take where nothing is known about it. */
const UNKNOWN_SECONDS = 1;

/** How much the latest call counts: a change of the portal's pace is believed after about five calls. */
const WEIGHT = 0.2;

/** A single call that took minutes says that something was stuck, not how long the next one takes. */
const LONGEST_BELIEVED = 30;

export function createDurations(): Durations {
  const learned = new Map<string, number>();
  const expected = (method: Method) => learned.get(method.name) ?? method.typicalSeconds ?? UNKNOWN_SECONDS;
  return {
    expected,
    learn(method, seconds) {
      const believed = Math.min(Math.max(seconds, 0.001), LONGEST_BELIEVED);
      learned.set(method.name, expected(method) * (1 - WEIGHT) + believed * WEIGHT);
    },
  };
}
