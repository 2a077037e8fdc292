import type { Wire, WireObject } from '../php/json.ts';
import type { HttpAnswer } from '../request.ts';
import type { Generation, RestError } from './error.ts';
import { errorBody, htmlAnswer, jsonAnswer } from './http-answer.ts';

/** The outcome of a call. */
export type Outcome =
  | Success
  | { readonly kind: 'refused'; readonly error: RestError }
  /** The request took longer than a request may run. */
  | { readonly kind: 'timed-out' };

export interface Success {
  readonly kind: 'success';
  readonly result: Wire;
  readonly total?: number;
  readonly next?: number;
  readonly time: WireObject;
}

export function outcomeToAnswer(outcome: Outcome, generation: Generation): HttpAnswer {
  switch (outcome.kind) {
    case 'timed-out':
      return htmlAnswer(504);
    case 'refused':
      return jsonAnswer(outcome.error.statusOn(generation), errorBody(outcome.error));
    case 'success': {
      const { result, next, total, time } = outcome;
      return jsonAnswer(200, {
        result,
        ...(next === undefined ? {} : { next }),
        ...(total === undefined ? {} : { total }),
        time,
      });
    }
  }
}
