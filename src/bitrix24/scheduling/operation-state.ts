import type { Sender } from '../protocol/sender.ts';
import type { Lane } from './choose-request.ts';
import type { OperatingBudget } from './operating-budget.ts';

/** Whoever calls the portal with one credential. */
export interface CredentialState {
  readonly sender: Sender;
  /** What the portal allows this credential to run. */
  readonly budget: OperatingBudget;
  /** Seconds of work sent for it, and at the beginning as much as those who are served had by then. */
  served: number;
}

/** Commands that somebody waits for together. */
export interface OperationState {
  readonly credential: CredentialState;
  lane: Lane;
  /** Seconds of work sent for it, and at the beginning as much as those who are served had by then. */
  served: number;
  /** Seconds of work wanted for it, sent or not. */
  wanted: number;
  /** When the last of its requests in flight is expected to end. */
  busyUntil: number;
  /** How many commands it has said that it needs. */
  announced: number;
}
