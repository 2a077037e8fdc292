import type { Clock } from '../bitrix24/clock.ts';
import { sleep } from '../bitrix24/clock.ts';
import type { DrainSettings } from '../config/config.ts';
import type { HttpServer } from '../http/server.ts';
import type { Logger } from '../observability/logger.ts';
import type { Portals } from '../portals/portals.ts';

/**
 * - `serving`
 * - `leaving`: everything is served, but load balancers are asked to stop sending requests.
 * - `stopping`: no new operation begins.
 */
export type Phase = 'serving' | 'leaving' | 'stopping';

/** How a gateway stops. */
export interface Stopping {
  phase(): Phase;
  /** Whether a write that starts now can end before the process does. */
  hasTimeForWrite(): boolean;
  /**
   * Stops. Returns whether everything in flight finished, as opposed to being cut off when the time was up.
   */
  stop(parts: StoppedParts): Promise<boolean>;
}

export interface StoppedParts {
  readonly server: HttpServer;
  readonly portals: Pick<Portals, 'idle' | 'close'>;
  readonly apollo: { stop(): Promise<void> };
}

export interface StoppingOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly drain: DrainSettings;
  /** How long a write may take, in milliseconds. */
  readonly writeMs: number;
}

/**
 * How long a partly received request may take to arrive when the gateway stops, in milliseconds. It is then refused
 * with a proper response instead of a broken connection.
 */
const ARRIVAL_MS = 1_000;

export function createStopping({ clock, logger, drain, writeMs }: StoppingOptions): Stopping {
  let phase: Phase = 'serving';
  let endsAt = Infinity;

  async function drainAndClose({ server, portals, apollo }: StoppedParts): Promise<boolean> {
    const closed = server.close();
    const arrival = timer(clock, ARRIVAL_MS);
    await Promise.race([closed, arrival.over]);
    arrival.cancel();
    await server.idle();
    await portals.idle();
    // The remaining connections are silent, or their requests have still not arrived.
    server.closeAllConnections();
    await closed;
    await apollo.stop();
    await portals.close();
    return true;
  }

  return {
    phase: () => phase,
    hasTimeForWrite: () => clock.now() + writeMs <= endsAt,
    async stop(parts) {
      phase = 'leaving';
      endsAt = clock.now() + drain.delayMs + drain.timeoutMs;
      logger.info({ ...drain }, 'stopping');
      if (drain.delayMs > 0) await sleep(clock, drain.delayMs);
      phase = 'stopping';
      const bound = timer(clock, drain.timeoutMs);
      const draining = drainAndClose(parts);
      const drained = await Promise.race([draining, bound.over.then(() => false)]);
      bound.cancel();
      if (drained) {
        logger.info('stopped');
        return true;
      }
      logger.error(
        'The shutdown timed out. Unfinished requests were cut off, and their writes may or may not have been executed.',
      );
      draining.catch(() => undefined);
      parts.server.closeAllConnections();
      void parts.portals.close().catch(() => undefined);
      return false;
    },
  };
}

function timer(clock: Clock, ms: number): { readonly over: Promise<void>; readonly cancel: () => void } {
  let cancel: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    cancel = clock.after(ms, resolve);
  });
  return { over, cancel };
}
