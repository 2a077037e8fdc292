import type { Chance } from './chance.ts';
import { attempt, type Operation } from './client.ts';
import type { Fleet } from './fleet.ts';
import type { Attempt, AttemptEnd, Intent, Keyed } from './history.ts';
import { operationOf } from './operations.ts';
import type { Replica } from './replicas.ts';

/** How a client asks: what it does to its own requests is a fault like any other. */
const TWICE = 0.2;
const HANGS_UP = 0.1;
const HANGS_UP_WITHIN_MS = 3_000;
const ASKS_AGAIN = 0.2;

/** Waits between two attempts, in milliseconds. A client that asks earlier than it was told must do no harm either. */
const SHORTEST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 4_000;

/**
 * Repeated with the same key although they are not marked as retryable: a fault may have made up a refusal.
 */
const CODES_TO_REPEAT: ReadonlySet<string> = new Set(['FORBIDDEN', 'UPSTREAM_ERROR']);

export interface ClientOfKeys {
  /** Sends a mutation with a new key, to one replica after another, until its outcome is known. Returns its data. */
  insist(intent: Intent): Promise<unknown>;
  /** Sends a query once. */
  read(operation: Operation): Promise<void>;
}

export interface ClientOfKeysOptions {
  readonly fleet: Fleet;
  readonly chance: Chance;
  readonly lineId: string;
  readonly record: { readonly keyed: Keyed[]; readonly reads: Attempt[] };
  readonly newKey: () => string;
  /** Whether clients still hang up and ask twice. */
  readonly isUnruly: () => boolean;
  /** Until when outcomes are waited for, in milliseconds since the epoch. */
  readonly givesUpAt: () => number;
}

export function createClientOfKeys(options: ClientOfKeysOptions): ClientOfKeys {
  const { fleet, chance, lineId, record, newKey, isUnruly, givesUpAt } = options;
  let last: Replica | undefined;

  async function send(operation: Operation): Promise<Attempt | undefined> {
    const replica = fleet.any(chance, last);
    last = replica;
    if (!replica) return undefined;
    const hangsUp = isUnruly() && chance.is(HANGS_UP);
    return attempt(replica, operation, hangsUp ? chance.between(0, HANGS_UP_WITHIN_MS) : undefined);
  }

  async function sendKeyed(operation: Operation, attempts: Attempt[]): Promise<readonly AttemptEnd[]> {
    const copies = isUnruly() && chance.is(TWICE) ? 2 : 1;
    const ends = Array.from({ length: copies }, async () => {
      const sent = await send(operation);
      if (sent) attempts.push(sent);
      return sent?.end ?? { kind: 'refused' as const };
    });
    return Promise.all(ends);
  }

  return {
    async insist(intent) {
      const key = newKey();
      const attempts: Attempt[] = [];
      record.keyed.push({ key, intent, attempts });
      const operation = operationOf(intent, key, lineId);
      for (;;) {
        const ends = await sendKeyed(operation, attempts);
        const success = ends.find((end) => end.kind === 'data');
        if (success) {
          if (isUnruly() && chance.is(ASKS_AGAIN)) await sendKeyed(operation, attempts);
          return success.data;
        }
        if (Date.now() > givesUpAt() || !ends.some((end) => isToBeRepeated(end, intent))) return undefined;
        const waitMs = Math.max(...ends.map((end) => (end.kind === 'error' ? (end.waitMs ?? 0) : 0)));
        await pause(Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, waitMs)));
      }
    },
    async read(operation) {
      const sent = await send(operation);
      if (sent) record.reads.push(sent);
    },
  };
}

function isToBeRepeated(end: AttemptEnd, intent: Intent): boolean {
  if (end.kind !== 'error') return true;
  // A call that may have rung is never started again, nor an add whose line may have been changed.
  if (end.code === 'OUTCOME_UNKNOWN' && (intent.kind === 'call' || (intent.kind === 'add' && !end.retryable)))
    return false;
  if (end.status === 408) return true;
  return end.retryable || end.applied || end.code === 'OUTCOME_UNKNOWN' || CODES_TO_REPEAT.has(end.code);
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
