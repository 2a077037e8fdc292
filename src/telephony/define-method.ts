import type { z } from 'zod';
import type {
  Command,
  FoundRecord,
  Method,
  Params,
  Query,
  Settlement,
} from '../bitrix24/protocol/command.ts';
import { decodeResult } from './decode.ts';

/** Everything there is to say about a REST method, in one place. `Argument` is what its callers pass. */
export type MethodDefinition<Argument, Result> = {
  readonly name: string;
  /** How long the portal usually takes, in seconds. */
  readonly typicalSeconds: number;
  /** The parameters of a call, under the portal's own names. None if left out. */
  readonly params?: (argument: Argument) => Params;
  /** Reads the result. */
  readonly result: z.ZodType<Result>;
  /** The ids of the records in a result, for methods whose records get rising ids. */
  recordIds?(result: Result): readonly number[];
} & (
  | { readonly kind: 'read' }
  | {
      readonly kind: 'write';
      readonly settlement: Settlement;
      /** Keys of what a call touches. Of writes that touch the same thing, each waits for the one before. */
      readonly touches?: (argument: Argument) => readonly string[];
      /** The code by which the portal tells a repeat that nothing is left to do, and the result that this stands for. */
      readonly alreadyDone?: { readonly code: string; readonly value: Result };
      /** How to find what a `by-lookup` write made, should its answer be lost. */
      readonly lookup?: (argument: Argument) => Query<FoundRecord<Result> | undefined>;
    }
);

/** A REST method: call it with its argument to get a command for the client. */
export interface RestMethod<Argument, Result> {
  (argument: Argument): Command<Result>;
  readonly method: Method;
}

/** Declares a REST method. What is said here is all that the REST client knows about it. */
export function defineMethod<Argument, Result>(
  definition: MethodDefinition<Argument, Result>,
): RestMethod<Argument, Result> {
  const { name, typicalSeconds, params, result, recordIds } = definition;
  const method: Method =
    definition.kind === 'read'
      ? { name, typicalSeconds, kind: 'read' }
      : { name, typicalSeconds, kind: 'write', settlement: definition.settlement };
  // The same function for every call, so that identical reads can share one decoded answer.
  const decode = (value: unknown) => decodeResult(method, result, value);
  const command = (argument: Argument): Command<Result> => ({
    method,
    params: params?.(argument) ?? {},
    decode,
    ...(recordIds && { recordIds }),
    ...(definition.kind === 'write' && {
      touches: definition.touches?.(argument),
      alreadyDone: definition.alreadyDone,
      lookup: definition.lookup?.(argument),
    }),
  });
  return Object.assign(command, { method });
}
