import type {
  BeginRequest,
  Begun,
  IdempotencyBounds,
  IdempotencyStore,
  KeptRecord,
} from './idempotency-store.ts';
import { createQuota } from './quota.ts';

/** Milliseconds that never go back, and timers by them. */
export interface StoreClock {
  now(): number;
  after(delayMs: number, task: () => void): () => void;
}

interface MemoryRecord {
  readonly fingerprint: string;
  readonly owner: string;
  readonly size: number;
  readonly since: number;
  fence: number;
  /** When its run counts as interrupted; undefined while none is under way. */
  leaseEndsAt: number | undefined;
  kept: KeptRecord | undefined;
  expiresAt: number;
}

/** Until when a caller waits if only runs that are under way fill the store, in milliseconds. */
const RUNS_END_MS = 1_000;

/** The records of one process, which a restart forgets. */
export function createMemoryIdempotencyStore(
  clock: StoreClock,
  bounds: IdempotencyBounds,
): IdempotencyStore & { /** How many outcomes are kept or about to be. */ size(): number } {
  const { keepMs, leaseMs, runMs, maxOutcomes, maxOutcomesPerOwner } = bounds;
  const running = new Map<string, MemoryRecord>();
  const kept = new Map<string, MemoryRecord>();
  const quota = createQuota(maxOutcomes, maxOutcomesPerOwner);
  const waiting = new Map<string, Set<() => void>>();
  let lastFence = 0;

  /** Each map is in the order in which its records expire. */
  function dropExpired(): void {
    for (const records of [kept, running]) {
      for (const [id, { expiresAt, owner, size }] of records) {
        if (expiresAt > clock.now()) break;
        records.delete(id);
        quota.release(id, owner, size);
      }
    }
  }

  function start(id: string, record: MemoryRecord): Begun {
    lastFence += 1;
    kept.delete(id);
    running.delete(id);
    running.set(id, record);
    quota.hold(id, record.owner);
    const interruptedUntil =
      record.leaseEndsAt === undefined ? undefined : record.leaseEndsAt - leaseMs + runMs;
    const leaseEndsAt = clock.now() + leaseMs;
    Object.assign(record, { fence: lastFence, leaseEndsAt, expiresAt: leaseEndsAt + keepMs });
    return {
      state: 'started',
      fence: lastFence,
      before: record.kept?.outcomes,
      interruptedUntil,
      since: record.since,
    };
  }

  function beginAgain(id: string, record: MemoryRecord, fingerprint: string): Begun {
    if (record.fingerprint !== fingerprint) return { state: 'conflict' };
    if (isUnderWay(record)) return { state: 'running' };
    if (record.kept?.closed) return { state: 'closed', outcomes: record.kept.outcomes };
    return start(id, record);
  }

  function beginNew({ id, fingerprint, owner, size }: BeginRequest): Begun {
    const lack = quota.take(owner, size);
    if (lack !== undefined) {
      const oldest = lack.oldest === undefined ? undefined : kept.get(lack.oldest);
      const retryAfterMs = oldest ? Math.max(1, Math.ceil(oldest.expiresAt - clock.now())) : RUNS_END_MS;
      return { state: 'full', retryAfterMs };
    }
    const unstarted = { fence: 0, leaseEndsAt: undefined, kept: undefined, expiresAt: 0 };
    return start(id, { fingerprint, owner, size, since: clock.now(), ...unstarted });
  }

  const isUnderWay = ({ leaseEndsAt }: MemoryRecord) =>
    leaseEndsAt !== undefined && clock.now() < leaseEndsAt;

  function end(id: string): void {
    running.delete(id);
    for (const resolve of waiting.get(id) ?? []) resolve();
    waiting.delete(id);
  }

  function keep(id: string, record: MemoryRecord, next: KeptRecord): void {
    kept.delete(id);
    const expiresAt = clock.now() + keepMs;
    Object.assign(record, { leaseEndsAt: undefined, kept: next, expiresAt });
    kept.set(id, record);
    quota.keep(id, record.owner);
    end(id);
  }

  function ended(id: string, timeoutMs: number): Promise<void> {
    const record = running.get(id);
    if (!record || !isUnderWay(record)) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        cancel();
        waiting.get(id)?.delete(done);
        resolve();
      };
      const cancel = clock.after(timeoutMs, done);
      waiting.set(id, (waiting.get(id) ?? new Set()).add(done));
    });
  }

  return {
    begin(request) {
      dropExpired();
      const record = running.get(request.id) ?? kept.get(request.id);
      return Promise.resolve(
        record ? beginAgain(request.id, record, request.fingerprint) : beginNew(request),
      );
    },
    finish(id, fence, next) {
      const record = running.get(id);
      if (record?.fence !== fence) return Promise.resolve(false);
      keep(id, record, next);
      return Promise.resolve(true);
    },
    abandon(id, fence) {
      const record = running.get(id);
      if (record?.fence !== fence) return Promise.resolve(false);
      quota.release(id, record.owner, record.size);
      end(id);
      return Promise.resolve(true);
    },
    async amend(id, change) {
      for (let record = running.get(id); record; record = running.get(id)) {
        // An interrupted run is for the next one to judge.
        if (!isUnderWay(record)) return;
        await ended(id, leaseMs);
      }
      dropExpired();
      const record = kept.get(id);
      if (record?.kept) record.kept = change(record.kept);
    },
    ended,
    size: () => quota.used(),
  };
}
