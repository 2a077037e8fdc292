import type { Clock } from '../../src/emulator/clock.ts';
import { deferred } from './deferred.ts';

/** A portal's clock: whatever takes time there takes as long as the test wants. */
export interface SlowPortalClock {
  readonly clock: Clock;
  /** Resolves when something begins to take time. */
  readonly arrived: Promise<void>;
  /** From now on nothing takes time. */
  readonly release: () => void;
}

export function slowPortalClock(): SlowPortalClock {
  const arrived = deferred();
  const { promise, resolve } = deferred();
  const sleep = () => {
    arrived.resolve();
    return promise;
  };
  return { arrived: arrived.promise, release: resolve, clock: { now: () => Date.now(), sleep } };
}
