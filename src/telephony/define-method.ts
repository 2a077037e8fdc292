import type { Command, FoundRecord, Method, Params, Query } from '../bitrix24/protocol/command.ts';
import type { TextCleaner } from '../bitrix24/protocol/text-cleaner.ts';
import { decodeResult, type Decoder } from './decode.ts';

/** A REST method, described in one place. `Argument` is what its callers pass. */
export type MethodDefinition<Argument, Result> = {
  readonly name: string;
  /** How long the portal usually takes, in seconds. */
  readonly typicalSeconds: number;
  /** The parameters of a call, under the portal's own names. None if left out. */
  readonly params?: (argument: Argument) => Params;
  /** Reads the result. */
  readonly result: Decoder<Result>;
  /** The ids of the records in a result, for methods whose records get rising ids. */
  readonly recordIds?: (result: Result) => readonly bigint[];
} & ({ readonly kind: 'read' } | ({ readonly kind: 'write' } & Settling<Argument, Result>));

/** How a write is settled if its response is lost, and what that requires: see `Settlement`. */
type Settling<Argument, Result> =
  | {
      readonly settlement: 'idempotent';
      readonly touches: Touches<Argument>;
      /** The id of the record that a call changes or deletes. */
      readonly changes?: (argument: Argument) => bigint;
      /** Error codes for which another record is the reason. */
      readonly passing?: readonly string[];
      /** Error codes whose reason holds for every attempt. */
      readonly conclusive?: readonly string[];
      /** The error code of a repeat that finds nothing left to do, and the result that it stands for. */
      readonly alreadyDone?: { readonly code: string; readonly value: Result };
    }
  | {
      readonly settlement: 'by-lookup';
      readonly touches: Touches<Argument>;
      /** Finds what a lost call may have created. */
      readonly lookup: (argument: Argument) => Query<FoundRecord<Result> | undefined>;
      /** Finds out whether a record above an id may be one that a lost call created in another form. */
      readonly lookalike: (argument: Argument, above: bigint) => Query<boolean>;
      /** A message to the caller, in full sentences, for the case that the lookup cannot settle it either. */
      readonly ifUnconfirmed: string;
    }
  | { readonly settlement: 'never' };

/** Keys of what a call touches. Of writes that touch the same thing, each waits for the one before. */
type Touches<Argument> = (argument: Argument) => readonly string[];

/** A REST method: call it with its argument to get a command for the client. */
export interface RestMethod<Argument, Result> {
  (argument: Argument): Command<Result>;
  readonly method: Method;
}

/** Declares a REST method. The REST client knows nothing else about it. */
export function defineMethod<Argument = void, Result = unknown>(
  definition: MethodDefinition<Argument, Result>,
): RestMethod<Argument, Result> {
  const { params, result, recordIds } = definition;
  const method = methodOf(definition);
  // The same function for every call, so that identical reads can share one decoded result.
  const decode = (value: unknown, texts?: TextCleaner) => decodeResult(method, result, value, texts);
  const command = (argument: Argument): Command<Result> => ({
    method,
    params: params?.(argument) ?? {},
    decode,
    ...(recordIds && { recordIds }),
    ...settling(definition, argument),
  });
  return Object.assign(command, { method });
}

function methodOf<Argument, Result>(definition: MethodDefinition<Argument, Result>): Method {
  const { name, typicalSeconds } = definition;
  if (definition.kind === 'read') return { name, typicalSeconds, kind: 'read' };
  const { settlement } = definition;
  return settlement === 'by-lookup'
    ? { name, typicalSeconds, kind: 'write', settlement, ifUnconfirmed: definition.ifUnconfirmed }
    : { name, typicalSeconds, kind: 'write', settlement };
}

function settling<Argument, Result>(
  definition: MethodDefinition<Argument, Result>,
  argument: Argument,
): Pick<
  Command<Result>,
  'touches' | 'changes' | 'passing' | 'conclusive' | 'alreadyDone' | 'lookup' | 'lookalike'
> {
  if (definition.kind === 'read') return {};
  switch (definition.settlement) {
    case 'idempotent':
      return {
        touches: definition.touches(argument),
        changes: definition.changes?.(argument),
        passing: definition.passing,
        conclusive: definition.conclusive,
        alreadyDone: definition.alreadyDone,
      };
    case 'by-lookup':
      return {
        touches: definition.touches(argument),
        lookup: definition.lookup(argument),
        lookalike: (above) => definition.lookalike(argument, above),
      };
    case 'never':
      return {};
  }
}
