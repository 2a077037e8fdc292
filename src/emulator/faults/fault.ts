import type { Plain, PlainObject } from '../php/value.ts';

/** Before the method runs, which then does not run at all, or after it has done its work. Default: before. */
export type FaultStage = 'before' | 'after';

/** A call that a fault may strike. */
export interface FaultTarget {
  /** Lower-case name; `batch` for an outer batch. */
  readonly method: string;
  readonly params: PlainObject;
  readonly transport: 'single' | 'batch';
}

/** Which calls a fault strikes. */
export interface FaultAim {
  /**
   * A method, case-insensitive, or `*` (the default) for every HTTP request. Faults of the connection that name a
   * method also strike a batch that carries it; faults of the answer also strike the command inside the batch.
   */
  readonly on?: string;
  /** Calls to let pass first. Default: 0. */
  readonly skip?: number;
  /** Calls to strike. Default: 1; Infinity for all. */
  readonly times?: number;
  /** The chance, 0 to 1, that a call is struck; those left out count neither for `skip` nor for `times`. Default: 1. */
  readonly probability?: number;
  /** A further condition; not available over the control routes. */
  readonly when?: (target: FaultTarget) => boolean;
}

/** Faults of the connection: they strike a whole HTTP request. */
export type ConnectionFault =
  /** Any answer instead of the portal's own. Without a body: the web server's HTML page for the status. */
  | {
      readonly kind: 'body';
      readonly stage?: FaultStage;
      readonly status: number;
      readonly contentType?: string;
      readonly body?: string;
    }
  /** The connection is destroyed without an answer. */
  | { readonly kind: 'drop'; readonly stage?: FaultStage }
  /** Nothing is ever answered. */
  | { readonly kind: 'hang'; readonly stage?: FaultStage }
  /** Executed; half of the body arrives under the headers of the whole one. */
  | { readonly kind: 'truncate' }
  /** Executed; the body arrives in pieces over this time. */
  | { readonly kind: 'slow-body'; readonly overMs: number }
  /** Not executed. */
  | { readonly kind: 'redirect'; readonly status?: number; readonly location: string }
  /** The connection is destroyed at once, the request executed later. */
  | { readonly kind: 'late'; readonly delayMs: number };

/** Faults of the answer: they strike one call, alone or inside a batch. */
export type AnswerFault =
  /** An error envelope. The code may be empty, the status anything, 200 included. */
  | {
      readonly kind: 'error';
      readonly stage?: FaultStage;
      readonly status: number;
      readonly code: string;
      readonly description?: string;
    }
  /** This result instead of the real one. */
  | {
      readonly kind: 'result';
      readonly result: Plain;
      readonly total?: number;
      readonly next?: number;
      /** Whether the method runs all the same. Default: true. */
      readonly execute?: boolean;
    }
  /** Executed; fields of the result, or of every row of a list, are set or removed. */
  | { readonly kind: 'result-patch'; readonly merge?: PlainObject; readonly remove?: readonly string[] }
  /** Executed; the answer comes this much later. */
  | { readonly kind: 'slow'; readonly delayMs: number };

/** A fault of batches: the command is in neither `result` nor `result_error`. `*` means every command. */
export interface BatchFault {
  readonly kind: 'batch-missing';
  /** Whether the command runs all the same. Default: true. */
  readonly execute?: boolean;
}

export type Fault = FaultAim & (ConnectionFault | AnswerFault | BatchFault);

export type FaultKind = Fault['kind'];

export function isAnswerFault(fault: Fault): fault is FaultAim & AnswerFault {
  return (
    fault.kind === 'error' ||
    fault.kind === 'result' ||
    fault.kind === 'result-patch' ||
    fault.kind === 'slow'
  );
}

export function isBatchFault(fault: Fault): fault is FaultAim & BatchFault {
  return fault.kind === 'batch-missing';
}

export function isConnectionFault(fault: Fault): fault is FaultAim & ConnectionFault {
  return !isAnswerFault(fault) && !isBatchFault(fault);
}
