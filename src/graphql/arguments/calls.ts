import type { CallFilter } from '../../telephony/calls/history.ts';
import type { InputMaybe, TelephonyCallFilter, TelephonyCallOrder } from '../__generated__/resolvers.ts';
import type { CallConnectionArguments } from '../connections/calls.ts';
import { checkConditions } from './conditions.ts';

interface CallArguments {
  readonly first: number | null;
  readonly after?: InputMaybe<string>;
  readonly filter?: InputMaybe<TelephonyCallFilter>;
  readonly orderBy?: InputMaybe<TelephonyCallOrder>;
}

/** @throws ArgumentError for conditions that no portal could accept */
export function toCallPage({ first, after, filter, orderBy }: CallArguments): CallConnectionArguments {
  return {
    first,
    after: after ?? undefined,
    filter: toFilter(filter ?? {}),
    order: orderBy?.direction === 'ASC' ? 'OLDEST_FIRST' : 'NEWEST_FIRST',
  };
}

/** In a filter, null means the same as absent: no condition. */
function toFilter(filter: Partial<TelephonyCallFilter>): CallFilter {
  const conditions: CallFilter = Object.fromEntries(
    Object.entries(filter).map(([field, value]) => [field, value ?? undefined]),
  );
  checkConditions(conditions);
  return conditions;
}
