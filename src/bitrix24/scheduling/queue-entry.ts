import type { QueuedCall } from '../events.ts';
import type { Origin } from '../origin.ts';
import type { Query } from '../protocol/command.ts';
import type { Reply } from '../protocol/envelope.ts';
import type { Bitrix24Error } from '../protocol/errors.ts';
import type { Deadline } from './deadline.ts';
import type { OperationState } from './operation-state.ts';

/** A command between its arrival and its outcome. */
export interface QueueEntry {
  readonly command: Query;
  /** The command as events name it. */
  readonly call: QueuedCall;
  /** Must not share a request with others. */
  readonly alone: boolean;
  /** The operation that it is queued for: an interactive one, if any of those sharing the read is. */
  operation: OperationState;
  /** When its last waiter gives up, by the scheduler's clock. */
  answerBy: number;
  /** Expected to run this long on the portal. */
  seconds: number;
  /** `resting`: waits for its next attempt. */
  state: 'queued' | 'resting' | 'in-flight';
  /** When it was last queued, by the scheduler's clock. */
  queuedAt: number;
  /** How often it was sent. */
  attempts: number;
  /** Why it has to be sent again. */
  lastError: Bitrix24Error | undefined;
  readonly waiters: Set<Waiter>;
}

/** A waiter for the outcome of a command. A read may have several. */
export interface Waiter {
  readonly origin: Origin | undefined;
  readonly deadline: Deadline;
  readonly resolve: (outcome: Reply | Bitrix24Error) => void;
  readonly reject: (fault: unknown) => void;
  /** Ends its timer and its subscription to the operation's end. */
  readonly stop: () => void;
  /** It gave up after the command had been sent. */
  gone: boolean;
}
