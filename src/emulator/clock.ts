import { setMaxListeners } from 'node:events';
import { setTimeout as timer } from 'node:timers/promises';

/** Where the portal takes the time from; a test passes a virtual one. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Resolves `ms` milliseconds later. */
  sleep(ms: number): Promise<void>;
}

/** The machine's own clock. Sleepers are rejected as soon as `signal` is aborted, so that a stopped portal leaves no timers. */
export function systemClock(signal?: AbortSignal): Clock {
  // Every sleeper listens, and there are as many as requests under way.
  if (signal !== undefined) setMaxListeners(0, signal);
  return {
    now: () => Date.now(),
    sleep: (ms) => timer(ms, undefined, signal === undefined ? {} : { signal }),
  };
}
