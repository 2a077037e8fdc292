import type { Plain, PlainObject } from '../php/value.ts';

/** Before the method runs, in which case it does not run at all, or after it has run. Default: before. */
export type FaultStage = 'before' | 'after';

/** When a fault of the connection strikes. `during`: after `afterMs` milliseconds, while the portal goes on running. */
export interface ConnectionFaultTime {
  readonly stage?: FaultStage | 'during';
  /** With `during` only. Default: 0. */
  readonly afterMs?: number;
}

/** A call that a fault may apply to. */
export interface FaultTarget {
  /** Name in lower case; `batch` for the batch itself. */
  readonly method: string;
  readonly params: PlainObject;
  readonly transport: 'single' | 'batch';
}

/** Which calls a fault applies to. */
export interface FaultSelector {
  /**
   * A method, case-insensitive, or `*` (the default) for every HTTP request. A fault of the connection that names a
   * method also applies to a batch that contains it; a fault of the response also applies to the command in the batch.
   */
  readonly on?: string;
  /** How many calls to let pass first. Default: 0. */
  readonly skip?: number;
  /** How many calls to apply to; Infinity for all. Default: 1. */
  readonly times?: number;
  /** The probability that it applies, 0 to 1. Calls left out count neither for `skip` nor for `times`. Default: 1. */
  readonly probability?: number;
  /** A further condition; not available over the control routes. */
  readonly when?: (target: FaultTarget) => boolean;
}

/** Faults of the connection. They apply to a whole HTTP request. */
export type ConnectionFault =
  /** Any response instead of the portal's own. Without a body: the web server's HTML page for the status. */
  | (ConnectionFaultTime & {
      readonly kind: 'body';
      readonly status: number;
      readonly contentType?: string;
      readonly body?: string;
    })
  /** The connection is closed without a response. */
  | (ConnectionFaultTime & { readonly kind: 'drop' })
  /** Nothing is ever sent. */
  | { readonly kind: 'hang'; readonly stage?: FaultStage }
  /** Executed; the headers announce the whole body, but only half of it is sent. */
  | { readonly kind: 'truncate' }
  /** Executed; the body is sent in ISO 8859-1 instead of UTF-8. */
  | { readonly kind: 'latin1' }
  /** Executed; the body is sent in pieces over this time. */
  | { readonly kind: 'slow-body'; readonly overMs: number }
  /** Not executed. */
  | { readonly kind: 'redirect'; readonly status?: number; readonly location: string }
  /** The connection is closed at once; the request is executed later. */
  | { readonly kind: 'late'; readonly delayMs: number };

/** Faults of the response. They apply to one call, on its own or in a batch. */
export type AnswerFault =
  /** An error envelope. The code may be empty and the status may be any, including 200. */
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
      /** Whether the method still runs. Default: true. */
      readonly execute?: boolean;
    }
  /** Executed; fields of the result, or of every row of a list, are set or removed. */
  | { readonly kind: 'result-patch'; readonly merge?: PlainObject; readonly remove?: readonly string[] }
  /**
   * Executed; the response is sent this much later. `during`: the method itself takes this much longer, so that a write
   * takes effect at the end of it.
   */
  | { readonly kind: 'slow'; readonly stage?: 'during' | 'after'; readonly delayMs: number };

/** A fault of batches: the command is in neither `result` nor `result_error`. `*` means every command. */
export interface BatchFault {
  readonly kind: 'batch-missing';
  /** Whether the command still runs. Default: true. */
  readonly execute?: boolean;
}

export type Fault = FaultSelector & (ConnectionFault | AnswerFault | BatchFault);

export type FaultKind = Fault['kind'];

export function isAnswerFault(fault: Fault): fault is FaultSelector & AnswerFault {
  return (
    fault.kind === 'error' ||
    fault.kind === 'result' ||
    fault.kind === 'result-patch' ||
    fault.kind === 'slow'
  );
}

export function isBatchFault(fault: Fault): fault is FaultSelector & BatchFault {
  return fault.kind === 'batch-missing';
}

export function isConnectionFault(fault: Fault): fault is FaultSelector & ConnectionFault {
  return !isAnswerFault(fault) && !isBatchFault(fault);
}
