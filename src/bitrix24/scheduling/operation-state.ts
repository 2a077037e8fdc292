import type { Sender } from '../protocol/sender.ts';
import type { Lane } from './choose-request.ts';
import type { OperatingBudget } from './operating-budget.ts';

/** Whoever calls the gateway: all its operations on this portal share what the caller gets. */
export interface CallerState {
  readonly name: string;
  /** What it took of the portal so far, in seconds; starts level with those being served. */
  served: number;
  /** Commands that wait to be sent. */
  waiting: number;
  /** When it last queued a command. */
  seenAt: number;
}

/** A credential that the portal is called with. */
export interface CredentialState {
  readonly id: number;
  readonly sender: Sender;
  /** What the portal allows this credential to run. */
  readonly budget: OperatingBudget;
}

/** Called for each command of an operation that is sent, with how long it waited in the queue. Must not throw. */
export type OnSent = (waitedMs: number) => void;

/** The commands of one operation of a caller. */
export interface OperationState {
  readonly caller: CallerState;
  readonly credential: CredentialState;
  readonly onSent: OnSent | undefined;
  lane: Lane;
  /** What it took of the portal so far, in seconds; starts level with those being served. */
  served: number;
  /** Seconds of work wanted for it, sent or not. */
  wanted: number;
  /** When the last of its requests in flight is expected to end. */
  busyUntil: number;
  /** How many commands it has announced. */
  announced: number;
}
