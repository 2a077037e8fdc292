import type { Clock } from '../bitrix24/clock.ts';
import { LONGEST_RUN_MS } from '../bitrix24/scheduling/write-runs.ts';
import type { Config, Deadlines, PortalSource } from '../config/config.ts';
import { createRunKeyed, type RunKeyed } from '../graphql/idempotency/run-keyed.ts';
import type { Logger } from '../observability/logger.ts';
import { createKeyedHash } from '../state/keyed-hash.ts';
import { createMemoryIdempotencyStore } from '../state/memory-idempotency-store.ts';

/** Idempotency keys, as this gateway remembers them. */
export interface Idempotency {
  readonly runKeyed: RunKeyed;
  /** Who remembers them, for the log. */
  readonly rememberedBy: string;
  /** How many outcomes are remembered. */
  readonly size: () => number;
}

/** Which part of the store one caller may use. */
const SHARE_OF_CALLER = 0.25;

/** The reads that may go with a write: of earlier lines, twice to look it up, and of the result. */
const READS_OF_MUTATION = 4;

/** How often a full store is logged at most, in milliseconds. */
const LOG_FULL_MS = 60_000;

/** Remembers idempotency keys in this process only. */
export function rememberKeysInProcess(
  { idempotency, deadlines, redis }: Config,
  source: PortalSource,
  clock: Clock,
  logger: Logger,
): Idempotency {
  const { keepMs, maxOutcomes } = idempotency;
  const now = () => clock.now();
  const longestMs = longestMutation(deadlines);
  const store = createMemoryIdempotencyStore(clock, {
    keepMs,
    leaseMs: longestMs + LONGEST_RUN_MS,
    maxOutcomes,
    maxOutcomesPerOwner: maxOutcomes * SHARE_OF_CALLER,
  });
  let loggedAt = -Infinity;
  return {
    runKeyed: createRunKeyed({
      store,
      hash: createKeyedHash(redis?.key ?? (source.kind === 'application' ? source.tokenKey : undefined)),
      now,
      waitMs: longestMs,
      onFull({ context: { caller, portalKey } }) {
        if (now() < loggedAt + LOG_FULL_MS) return;
        loggedAt = now();
        logger.warn(
          { caller: caller.name, portalKey, remembered: store.size(), maxOutcomes },
          'There is no room for more idempotency keys of a caller: raise GATEWAY_IDEMPOTENCY_KEYS.',
        );
      },
    }),
    rememberedBy: 'this process only: other replicas do not know them, and a restart forgets them',
    size: () => store.size(),
  };
}

function longestMutation({ readMs, writeMs }: Deadlines): number {
  return writeMs + READS_OF_MUTATION * readMs;
}
