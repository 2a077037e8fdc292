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
  /** Undefined if there are none. */
  readonly traces?: { end(): Promise<void> } | undefined;
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

/**
 * How long a client may take for the responses that are ready when nothing else is left, in milliseconds. The system
 * takes most of a response at once, so this is for clients that have stopped reading.
 */
const READING_MS = 1_000;

/** How long the collector may take for the last spans, in milliseconds. */
const FLUSHING_MS = 3_000;

export function createStopping({ clock, logger, drain, writeMs }: StoppingOptions): Stopping {
  let phase: Phase = 'serving';
  let endsAt = Infinity;

  async function atMost(ms: number, work: Promise<void>): Promise<void> {
    const bound = timer(clock, ms);
    await Promise.race([work, bound.over]);
    bound.cancel();
  }

  async function carryOut({ server, portals }: StoppedParts, closed: Promise<void>): Promise<void> {
    await atMost(ARRIVAL_MS, closed);
    await server.carriedOut();
    await portals.idle();
  }

  async function close(
    { server, portals, apollo, traces }: StoppedParts,
    closed: Promise<void>,
  ): Promise<void> {
    await atMost(READING_MS, server.sent());
    // The remaining connections are silent, their requests have still not arrived, or nobody reads their responses.
    server.closeAllConnections();
    await closed;
    await apollo.stop();
    await portals.close();
    if (traces) await atMost(FLUSHING_MS, traces.end());
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
      const closed = parts.server.close();
      const carriedOut = await Promise.race([
        carryOut(parts, closed).then(() => true),
        bound.over.then(() => false),
      ]);
      if (carriedOut) {
        await Promise.race([close(parts, closed), bound.over]);
        bound.cancel();
        logger.info('stopped');
        return true;
      }
      logger.error(
        'The shutdown timed out. Unfinished requests were cut off, and their writes may or may not have been executed.',
      );
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
