import type { Clock } from '../bitrix24/clock.ts';

/**
 * How long a portal or token may be idle before it is forgotten, in milliseconds: as long as an access token is valid.
 * By then no limit of the portal counts anything of it, and nothing is in doubt.
 */
export const IDLE_MS = 3_600_000;

/** How long after that it is forgotten at the latest, in milliseconds. */
export const SWEEP_EVERY_MS = 300_000;

/** Forgets what is idle, even if no request arrives anymore. */
export interface IdleSweep {
  /** There is something that may become idle. */
  inUse(): void;
  stop(): void;
}

/** @param forget forgets what was last used before a moment. Returns whether anything is left */
export function createIdleSweep(clock: Clock, forget: (before: number) => boolean): IdleSweep {
  let cancel: (() => void) | undefined;
  let isStopped = false;

  function start(): void {
    if (isStopped) return;
    cancel ??= clock.after(SWEEP_EVERY_MS, () => {
      cancel = undefined;
      if (forget(clock.now() - IDLE_MS)) start();
    });
  }

  return {
    inUse: start,
    stop() {
      isStopped = true;
      cancel?.();
    },
  };
}
