import type { Method } from '../protocol/command.ts';

/** How long the methods of a portal take, in seconds. */
export interface Durations {
  /** What a call is expected to take. */
  expected(method: Method): number;
  /** The longest that a recent call took, or has been waited for since the last response; 0 if unknown. */
  longest(method: Method, now: number): number;
  learn(method: Method, seconds: number, now: number): void;
  /** A call timed out after this time. */
  learnTimeout(method: Method, seconds: number): void;
}

/** The expected duration of a method that has not been measured yet. */
const UNKNOWN_SECONDS = 1;

/** Weight of the latest call: a change of the portal's pace shows after about five calls. */
const WEIGHT = 0.2;

/** A call that is this much faster than expected means that a slow phase is over, and gets more weight. */
const RECOVERED = { factor: 1 / 3, weight: 0.7 } as const;

/** A single call that took minutes means that something was stuck, not that the next one will be slow. */
const LONGEST_BELIEVED = 30;

/** Half-life of the longest run, in milliseconds. */
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
