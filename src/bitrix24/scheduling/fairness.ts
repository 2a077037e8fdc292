import type { Sender } from '../protocol/sender.ts';
import type { Entry } from './entry.ts';
import { createOperatingBudget } from './operating-budget.ts';
import type { CredentialState, OperationState } from './operation-state.ts';

/** Operations with more commands than this are bulk. */
const MAX_INTERACTIVE_COMMANDS = 10;

/** For this long after the last interactive operation another one is expected, in milliseconds. */
const INTERACTIVE_MEMORY_MS = 30_000;

/** While bulk waits, it gets the next request after this many of interactive operations. */
const INTERACTIVE_TURNS = 3;

/** Who is served next: keeps account of what each credential and operation has had. */
export interface Fairness {
  open(sender: Sender): OperationState;
  /** Forgets a credential that is not expected to call again. What is under way for it goes on. */
  forget(sender: Sender): void;
  /** An operation is about to run this many more commands: with many of them it gives way to others. */
  announce(operation: OperationState, commands: number): void;
  /** An operation has asked for something. */
  noteActive(operation: OperationState, now: number): void;
  /** Whether interactive operations are to be expected, so that something is kept in reserve for them. */
  expectsInteractive(now: number): boolean;
  /** Whether interactive commands had more than their share while bulk waited. */
  bulkIsOwed(): boolean;
  /** A request was sent for these entries. `bulkWaits`: bulk commands are left waiting. */
  noteSent(entries: readonly Entry[], endsAt: number, bulkWaits: boolean): void;
}

export function createFairness(): Fairness {
  const credentials = new Map<Sender, CredentialState>();
  const recent = new Map<OperationState, number>();
  // What those who are being served have had so far.
  let credentialTurn = 0;
  let operationTurn = 0;
  let interactiveTurns = 0;

  function stateOf(sender: Sender): CredentialState {
    const known = credentials.get(sender);
    if (known) return known;
    const state = { sender, budget: createOperatingBudget(), served: 0 };
    credentials.set(sender, state);
    return state;
  }

  return {
    open(sender) {
      const credential = stateOf(sender);
      // Neither ahead of those who wait nor behind them.
      credential.served = Math.max(credential.served, credentialTurn);
      return {
        credential,
        lane: 'interactive',
        served: operationTurn,
        wanted: 0,
        busyUntil: 0,
        announced: 0,
      };
    },
    forget(sender) {
      credentials.delete(sender);
    },
    announce(operation, commands) {
      operation.announced += commands;
      if (operation.announced > MAX_INTERACTIVE_COMMANDS) operation.lane = 'bulk';
    },
    noteActive(operation, now) {
      // Moved to the end, so that the oldest come first.
      recent.delete(operation);
      recent.set(operation, now);
      for (const [old, seenAt] of recent) {
        if (now - seenAt < INTERACTIVE_MEMORY_MS) break;
        recent.delete(old);
      }
    },
    // An operation may become bulk only with its second step, and then was none to keep anything in reserve for.
    expectsInteractive(now) {
      for (const [operation, seenAt] of recent) {
        if (operation.lane === 'interactive' && now - seenAt < INTERACTIVE_MEMORY_MS) return true;
      }
      return false;
    },
    bulkIsOwed: () => interactiveTurns >= INTERACTIVE_TURNS,
    noteSent(entries, endsAt, bulkWaits) {
      const [first] = entries;
      if (!first) return;
      credentialTurn = Math.max(credentialTurn, first.operation.credential.served);
      operationTurn = Math.max(operationTurn, first.operation.served);
      if (first.operation.lane === 'bulk') interactiveTurns = 0;
      else if (bulkWaits) interactiveTurns += 1;
      for (const { operation, seconds } of entries) {
        operation.served += seconds;
        operation.busyUntil = Math.max(operation.busyUntil, endsAt);
        operation.credential.served += seconds;
      }
    },
  };
}
