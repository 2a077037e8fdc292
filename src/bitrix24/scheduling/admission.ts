import type { Observe } from '../events.ts';
import type { Query } from '../protocol/command.ts';
import { refusedHere, type StoppedCall } from '../protocol/retry-after.ts';
import type { Capacity } from './capacity.ts';
import { RESERVED_SLOTS } from './choose-request.ts';
import type { Deadline } from './deadline.ts';
import type { Fairness } from './fairness.ts';
import type { CallerState, CredentialState, OperationState } from './operation-state.ts';
import type { Queue } from './queue.ts';

/** The most commands that may wait, across all callers. */
const MAX_WAITING = 5_000;

/** A caller may always have this many waiting, however many callers there are. */
const MIN_WAITING_OF_CALLER = 50;

/** Refuses commands up front that could not make their deadline anyway. */
export interface Admission {
  /** Why a command is refused; undefined if it is admitted. */
  refusalOf(
    command: Query,
    operation: OperationState,
    seconds: number,
    deadline: Deadline,
  ): StoppedCall | undefined;
  /** Milliseconds until a command like this could succeed. */
  waitMs(command: Query, operation: OperationState): number;
}

export interface AdmissionOptions {
  readonly now: () => number;
  readonly observe: Observe;
  readonly capacity: Capacity;
  readonly fairness: Fairness;
  readonly queue: Queue;
}

/** Work that waits, in seconds, and when it can begin. */
interface Ahead {
  readonly seconds: number;
  readonly beginsAt: number;
  /** The least requests that it takes, because only commands of one credential share one. */
  readonly requests: number;
}

export function createAdmission({ now, observe, capacity, fairness, queue }: AdmissionOptions): Admission {
  /**
   * The work that will be done before a command that arrives now. Callers get equal shares, so each other caller's work
   * counts for at most the caller's own; commands whose method the portal has blocked delay no others.
   */
  function ahead(operation: OperationState, method: string, seconds: number, at: number): Ahead {
    const lane = fairness.laneOf(operation, at);
    const { budget } = operation.credential;
    const heldMs = budget.refusedFor(method, at) || budget.waitFor(method, operation.caller.name, at);
    const work = new Map<CallerState, number>();
    const credentials = new Map<CallerState, Set<CredentialState>>();
    for (const group of queue.groups()) {
      const isSame = group.credential === operation.credential && group.method === method;
      if (!isSame && group.credential.budget.waitFor(group.method, group.caller.name, at) > 0) continue;
      if (lane === 'interactive' && group.lane === 'bulk') continue;
      work.set(group.caller, (work.get(group.caller) ?? 0) + group.seconds);
      credentials.set(group.caller, (credentials.get(group.caller) ?? new Set()).add(group.credential));
    }
    const own = (work.get(operation.caller) ?? 0) + seconds;
    let total = own;
    for (const [caller, others] of work) if (caller !== operation.caller) total += Math.min(others, own);
    return { seconds: total, beginsAt: at + heldMs, requests: requestsFor(credentials, operation) };
  }

  /** Each other caller's credentials count for at most as many as the caller's own. */
  function requestsFor(
    credentials: ReadonlyMap<CallerState, ReadonlySet<CredentialState>>,
    { caller, credential }: OperationState,
  ): number {
    const own = new Set(credentials.get(caller)).add(credential);
    const all = new Set(own);
    for (const others of credentials.values())
      for (const other of [...others].slice(0, own.size)) all.add(other);
    return all.size;
  }

  function expectedEnd(operation: OperationState, method: string, seconds: number, at: number): number {
    const { seconds: work, beginsAt, requests } = ahead(operation, method, seconds, at);
    const isReserved = fairness.laneOf(operation, at) === 'bulk' && fairness.expectsInteractive(at);
    const workEndsAt = capacity.finishesAt(at, work, seconds, isReserved ? RESERVED_SLOTS : 0);
    const startsAt = at + capacity.bucket.waitFor(requests, at);
    return Math.max(workEndsAt, startsAt + seconds * 1000) + (beginsAt - at);
  }

  function refuse(command: Query, reason: 'queue-full' | 'too-slow', waitMs: number): StoppedCall {
    const { method, origin } = command;
    const refusal = refusedHere(method, reason, waitMs);
    const { retryAfterMs } = refusal;
    observe({ kind: 'refused', method: method.name, call: undefined, origin, reason, retryAfterMs });
    return refusal;
  }

  function isWaitedFor({ credential }: OperationState, method: string): boolean {
    for (const group of queue.groups())
      if (group.credential === credential && group.method === method) return true;
    return false;
  }

  /** How many commands a caller may have waiting: an equal share among the callers that have any. */
  function mostOf(caller: CallerState): number {
    let callers = 1;
    const seen = new Set<CallerState>([caller]);
    for (const group of queue.groups()) {
      if (seen.has(group.caller)) continue;
      seen.add(group.caller);
      callers += 1;
    }
    return Math.max(MIN_WAITING_OF_CALLER, MAX_WAITING / callers);
  }

  const waitMs = ({ method }: Query, operation: OperationState) =>
    expectedEnd(operation, method.name, 0, now()) - now();

  return {
    waitMs,
    refusalOf(command, operation, seconds, { queueUntil, answerBy }) {
      const at = now();
      const { name } = command.method;
      if (operation.caller.waiting >= mostOf(operation.caller))
        return refuse(command, 'queue-full', waitMs(command, operation));
      const { budget } = operation.credential;
      const mayTry = budget.waitFor(name, operation.caller.name, at) === 0;
      // With nothing ahead of it, a command is sent even if it looks too slow: an estimate must not refuse forever.
      if (mayTry && queue.size === 0 && capacity.inFlight(at) === 0) return undefined;
      // The first command after a refusal probes whether it still holds.
      if (mayTry && budget.refusedFor(name, at) > 0 && !isWaitedFor(operation, name)) return undefined;
      const end = expectedEnd(operation, name, seconds, at);
      const lateMs = Math.max(end - answerBy, end - seconds * 1000 - queueUntil);
      if (lateMs <= 0) return undefined;
      return refuse(command, 'too-slow', Math.max(lateMs, budget.refusedFor(name, at)));
    },
  };
}
