import { setMaxListeners } from 'node:events';
import { setTimeout as timer } from 'node:timers/promises';

/** The portal's source of time; a test passes a virtual clock. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds. */
  sleep(ms: number): Promise<void>;
}

/**
 * The machine's clock. Sleeps reject as soon as `signal` is aborted, so that a stopped portal leaves no timers behind.
 */
export function systemClock(signal?: AbortSignal): Clock {
  // Every sleep adds a listener, and there are as many as there are requests being processed.
  if (signal !== undefined) setMaxListeners(0, signal);
  return {
    now: () => Date.now(),
    sleep: (ms) => timer(ms, undefined, signal === undefined ? {} : { signal }),
  };
}
