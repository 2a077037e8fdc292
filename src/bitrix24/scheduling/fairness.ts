import type { Sender } from '../protocol/sender.ts';
import type { Lane } from './choose-request.ts';
import type { QueueEntry } from './queue-entry.ts';
import type { OperatingBudget } from './operating-budget.ts';
import type { CallerState, CredentialState, OnSent, OperationState } from './operation-state.ts';

/** Operations with more commands than this are bulk; so is a caller with more waiting while others are active. */
const MAX_INTERACTIVE_COMMANDS = 10;

/** How long after the last interactive operation another one is expected, in milliseconds. */
const INTERACTIVE_MEMORY_MS = 30_000;

/** How many operations of a caller are remembered for that: the latest are enough to tell. */
const MAX_RECENT_OPERATIONS = 50;

/** While bulk waits, it gets the next request after this many of interactive operations. */
const INTERACTIVE_TURNS = 3;

/** How many idle callers are remembered. */
const MAX_IDLE_CALLERS = 1_000;

/** What a request that is sent means for those who wait. */
export interface SentRequest {
  readonly lane: Lane;
  readonly endsAt: number;
  /** Bulk commands are left waiting. */
  readonly bulkWaits: boolean;
  /**
   * How long the bucket takes for another one, in milliseconds. A request costs its callers at least that much: short
   * commands that share none would otherwise cost nearly nothing, and others their turn.
   */
  readonly tokenMs: number;
}

/** Tracks what each caller and operation has been served, to decide who is next. */
export interface Fairness {
  open(sender: Sender, callerName: string, now: number, onSent?: OnSent): OperationState;
  /** What the portal allows the credential of a sender to run. */
  budgetOf(sender: Sender): OperatingBudget;
  /** An operation is about to run this many more commands; with many, it yields to others. */
  announce(operation: OperationState, commands: number): void;
  /** An operation has queued a command. */
  noteActive(operation: OperationState, now: number): void;
  /** The lane that an operation is served in. A caller with a lot waiting yields while other callers are active. */
  laneOf(operation: OperationState, now: number): Lane;
  /** Whether interactive operations are expected, so that capacity is reserved for them. */
  expectsInteractive(now: number): boolean;
  /** Whether interactive commands had more than their share while bulk waited. */
  bulkIsOwed(): boolean;
  /** A request was sent for these entries. */
  noteSent(entries: readonly QueueEntry[], sent: SentRequest): void;
}

/** @param createBudget creates what the portal allows the credential of a sender to run */
export function createFairness(createBudget: (sender: Sender) => OperatingBudget): Fairness {
  // An entry lives as long as its sender, so there is nothing to evict and nothing that could be recreated.
  const credentials = new WeakMap<Sender, CredentialState>();
  const callers = new Map<string, CallerState>();
  const recent = new Map<CallerState, Map<OperationState, number>>();
  let credentialIds = 0;
  // The `served` of the callers being served now.
  let callerTurn = 0;
  let operationTurn = 0;
  let interactiveTurns = 0;

  function credentialOf(sender: Sender): CredentialState {
    const known = credentials.get(sender);
    if (known) return known;
    credentialIds += 1;
    const state = { id: credentialIds, sender, budget: createBudget(sender) };
    credentials.set(sender, state);
    return state;
  }

  function callerOf(name: string, now: number): CallerState {
    const caller = callers.get(name) ?? { name, served: 0, waiting: 0, seenAt: now };
    // Moved to the end, so that the least recently active come first.
    callers.delete(name);
    callers.set(name, caller);
    for (const old of callers.values()) {
      if (callers.size <= MAX_IDLE_CALLERS) break;
      if (old.waiting === 0 && old !== caller) callers.delete(old.name);
    }
    caller.seenAt = now;
    // Neither ahead of the callers that wait nor behind them.
    caller.served = Math.max(caller.served, callerTurn);
    return caller;
  }

  function othersCall(caller: CallerState, now: number): boolean {
    // The latest come last.
    for (const other of [...callers.values()].reverse()) {
      if (now - other.seenAt > INTERACTIVE_MEMORY_MS) return false;
      if (other !== caller) return true;
    }
    return false;
  }

  function laneOf({ lane, caller }: OperationState, now: number): Lane {
    if (lane === 'bulk' || caller.waiting <= MAX_INTERACTIVE_COMMANDS) return lane;
    return othersCall(caller, now) ? 'bulk' : lane;
  }

  return {
    open(sender, callerName, now, onSent) {
      return {
        caller: callerOf(callerName, now),
        credential: credentialOf(sender),
        onSent,
        lane: 'interactive',
        served: operationTurn,
        wanted: 0,
        busyUntil: 0,
        announced: 0,
      };
    },
    budgetOf: (sender) => credentialOf(sender).budget,
    announce(operation, commands) {
      operation.announced += commands;
      if (operation.announced > MAX_INTERACTIVE_COMMANDS) operation.lane = 'bulk';
    },
    noteActive(operation, now) {
      const { caller } = operation;
      caller.seenAt = now;
      const own = recent.get(caller) ?? new Map<OperationState, number>();
      // Both moved to the end, so that the oldest come first.
      own.delete(operation);
      own.set(operation, now);
      recent.delete(caller);
      recent.set(caller, own);
      const [oldest] = own.keys();
      if (oldest && own.size > MAX_RECENT_OPERATIONS) own.delete(oldest);
      for (const old of recent.keys()) {
        if (now - old.seenAt < INTERACTIVE_MEMORY_MS) break;
        recent.delete(old);
      }
    },
    laneOf,
    // An operation may turn bulk only at its second step; it should not have had capacity reserved for it.
    expectsInteractive(now) {
      for (const operations of recent.values())
        for (const [operation, seenAt] of operations)
          if (now - seenAt < INTERACTIVE_MEMORY_MS && laneOf(operation, now) === 'interactive') return true;
      return false;
    },
    bulkIsOwed: () => interactiveTurns >= INTERACTIVE_TURNS,
    noteSent(entries, { lane, endsAt, bulkWaits, tokenMs }) {
      const [first] = entries;
      if (!first) return;
      callerTurn = Math.max(callerTurn, first.operation.caller.served);
      operationTurn = Math.max(operationTurn, first.operation.served);
      if (lane === 'bulk') interactiveTurns = 0;
      else if (bulkWaits) interactiveTurns += 1;
      const work = entries.reduce((sum, { seconds }) => sum + seconds, 0);
      for (const { operation, seconds } of entries) {
        const share = Math.max(1, tokenMs / 1000 / work) * seconds;
        operation.served += share;
        operation.busyUntil = Math.max(operation.busyUntil, endsAt);
        operation.caller.served += share;
      }
    },
  };
}
