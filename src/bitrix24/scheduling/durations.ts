import type { Method } from '../protocol/command.ts';

/** How long the methods of a portal take, in seconds. */
export interface Durations {
  /** What a call is expected to take. */
  expected(method: Method): number;
  /** The longest that a call has lately taken, or is waited for in vain since the last answer. 0 where nothing is known. */
  longest(method: Method, now: number): number;
  learn(method: Method, seconds: number, now: number): void;
  /** An answer did not come in this time. */
  learnTimeout(method: Method, seconds: number): void;
}

/** What a method is expected to take where nothing is known about it. */
const UNKNOWN_SECONDS = 1;

/** How much the latest call counts: a change of the portal's pace is believed after about five calls. */
const WEIGHT = 0.2;

/** A call that is this much faster than expected says that a slow phase is over: it counts for more. */
const RECOVERED = { factor: 1 / 3, weight: 0.7 } as const;

/** A single call that took minutes says that something was stuck, not how long the next one takes. */
const LONGEST_BELIEVED = 30;

/** The longest run counts half after this time, in milliseconds. */
const HALF_LIFE_MS = 30_000;

export function createDurations(): Durations {
  const learned = new Map<string, number>();
  const waitedFor = new Map<string, number>();
  const longestRuns = new Map<string, { readonly seconds: number; readonly at: number }>();

  const expected = (method: Method) => learned.get(method.name) ?? method.typicalSeconds ?? UNKNOWN_SECONDS;

  function longest({ name }: Method, now: number): number {
    const run = longestRuns.get(name);
    const lately = run ? run.seconds * 0.5 ** ((now - run.at) / HALF_LIFE_MS) : 0;
    return Math.max(lately, waitedFor.get(name) ?? 0);
  }

  function learn(method: Method, seconds: number, now: number): void {
    const believed = Math.min(Math.max(seconds, 0.001), LONGEST_BELIEVED);
    const before = expected(method);
    waitedFor.delete(method.name);
    const weight = believed < before * RECOVERED.factor ? RECOVERED.weight : WEIGHT;
    learned.set(method.name, before * (1 - weight) + believed * weight);
    if (believed >= longest(method, now)) longestRuns.set(method.name, { seconds: believed, at: now });
  }

  return {
    expected,
    longest,
    learn,
    learnTimeout(method, seconds) {
      const waited = Math.min(seconds, LONGEST_BELIEVED);
      waitedFor.set(method.name, Math.max(waited, waitedFor.get(method.name) ?? 0));
    },
  };
}
