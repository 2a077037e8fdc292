import type { Clock } from '../bitrix24/clock.ts';
import type { Config, Deadlines, PortalSource } from '../config/config.ts';
import { createRunKeyed, type RunKeyed } from '../graphql/idempotency/run-keyed.ts';
import { atMostEvery } from '../observability/at-most-every.ts';
import { describeFault, type Logger } from '../observability/logger.ts';
import {
  StoreUnavailableError,
  type IdempotencyBounds,
  type IdempotencyStore,
} from '../state/idempotency-store.ts';
import { createKeyedHash } from '../state/keyed-hash.ts';
import { createMemoryIdempotencyStore } from '../state/memory-idempotency-store.ts';
import type { SharedRedis } from '../state/redis/open-redis.ts';

/** Idempotency keys, as this gateway remembers them. */
export interface Idempotency {
  readonly runKeyed: RunKeyed;
  /** Who remembers them, for the log. */
  readonly rememberedBy: string;
  /** How many outcomes are remembered. */
  readonly size: () => number;
  /** Ends what goes on behind the callers. */
  readonly close: () => void;
}

export interface IdempotencyOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** What replicas share; undefined if nothing. */
  readonly shared: SharedRedis | undefined;
}

/** Which part of the store one caller may use. */
const SHARE_OF_CALLER = 0.25;

/** The reads that may go with a write: of earlier lines, twice to look it up, and of the result. */
const READS_OF_MUTATION = 4;

/** How often a full store is logged at most, in milliseconds. */
const LOG_FULL_MS = 60_000;

/** When other replicas may take a run for interrupted: later than any pause of a process that is still there. */
const LEASE_MS = 10_000;

/** Where keys are remembered. */
type Memory = Omit<Idempotency, 'runKeyed'> & { readonly storeOf: (portalKey: string) => IdempotencyStore };

/** Remembers idempotency keys in Redis, for all replicas, or in this process only if there is none. */
export async function rememberKeys(
  { idempotency, deadlines, longestRunMs, redis }: Config,
  source: PortalSource,
  { clock, logger, shared }: IdempotencyOptions,
): Promise<Idempotency> {
  const { keepMs, maxOutcomes } = idempotency;
  const now = () => clock.now();
  const longestMs = longestMutation(deadlines);
  const memory = await openMemory(shared, clock, {
    keepMs,
    runMs: longestMs + longestRunMs,
    maxOutcomes,
    maxOutcomesPerOwner: maxOutcomes * SHARE_OF_CALLER,
  });
  return {
    ...memory,
    runKeyed: createRunKeyed({
      storeOf: memory.storeOf,
      hash: createKeyedHash(redis?.key ?? (source.kind === 'application' ? source.tokenKey : undefined)),
      now,
      waitMs: longestMs,
      longestRunMs,
      onFull: atMostEvery(LOG_FULL_MS, now, ({ caller, portalKey }) => {
        logger.warn(
          { caller, portalKey, remembered: memory.size(), maxOutcomes },
          'There is no room for more idempotency keys of a caller: raise GATEWAY_IDEMPOTENCY_KEYS.',
        );
      }),
      onNotRecorded(named, error) {
        logger.warn(
          {
            ...named,
            ...(!(error instanceof StoreUnavailableError) && describeFault(error)),
          },
          'The outcome of a mutation could not be recorded for its idempotency key: until that succeeds, its key is in doubt.',
        );
      },
      onRecordGone(named) {
        logger.warn(
          { ...named },
          'The record of an idempotency key was taken over or lost while its mutation ran, so the outcome is not recorded: a repeat may execute it again.',
        );
      },
    }),
  };
}

async function openMemory(
  shared: SharedRedis | undefined,
  clock: Clock,
  bounds: Omit<IdempotencyBounds, 'leaseMs'>,
): Promise<Memory> {
  if (shared) {
    // Loaded only with Redis.
    const { shareIdempotency } = await import('../state/redis/idempotency-in-redis.ts');
    const { link, names } = shared;
    const records = shareIdempotency({
      link,
      names,
      clock,
      bounds: { ...bounds, leaseMs: LEASE_MS },
    });
    return {
      storeOf: (portalKey) => records.of(portalKey),
      size: () => records.size(),
      close: () => {
        records.close();
      },
      rememberedBy: 'Redis, for all replicas',
    };
  }
  const store = createMemoryIdempotencyStore(clock, { ...bounds, leaseMs: bounds.runMs });
  return {
    storeOf: () => store,
    size: () => store.size(),
    close: () => undefined,
    rememberedBy: 'this process only: other replicas do not know them, and a restart forgets them',
  };
}

function longestMutation({ readMs, writeMs }: Deadlines): number {
  return writeMs + READS_OF_MUTATION * readMs;
}
