import type { CallFilter } from '../../telephony/calls/history.ts';
import { isMoment } from '../../telephony/wire.ts';
import type { InputMaybe, TelephonyCallFilter, TelephonyCallOrder } from '../__generated__/resolvers.ts';
import type { CallConnectionArguments } from '../connections/calls.ts';
import { ArgumentError } from '../errors/argument-error.ts';
import { checkConditions } from './conditions.ts';

interface CallArguments {
  readonly first: number | null;
  readonly after?: InputMaybe<string>;
  readonly filter?: InputMaybe<TelephonyCallFilter>;
  readonly order: InputMaybe<TelephonyCallOrder>;
}

/** @throws ArgumentError for what no portal could take */
export function toCallPage({ first, after, filter, order }: CallArguments): CallConnectionArguments {
  return {
    first,
    after: after ?? undefined,
    filter: toFilter(filter ?? {}),
    order: order ?? 'NEWEST_FIRST',
  };
}

/** In a filter null says the same as absent: no condition. */
function toFilter(filter: Partial<TelephonyCallFilter>): CallFilter {
  const conditions: CallFilter = Object.fromEntries(
    Object.entries(filter).map(([field, value]) => [field, value ?? undefined]),
  );
  checkConditions(conditions);
  for (const field of ['startedFrom', 'startedBefore'] as const) {
    const value = conditions[field];
    // The portal leaves out a condition that it does not understand, and answers all calls.
    if (value !== undefined && !isMoment(value)) {
      throw new ArgumentError(
        ['filter', field],
        'Must be a moment in ISO 8601 with offset, such as 2026-03-01T00:00:00Z.',
      );
    }
  }
  return conditions;
}
