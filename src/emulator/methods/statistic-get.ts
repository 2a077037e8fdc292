import { isPhpArray } from '../php/value.ts';
import { compileFilter } from '../query/filter.ts';
import { listPage } from '../query/list.ts';
import type { Sorting } from '../query/list.ts';
import type { Params } from '../rest/params.ts';
import type { FinishedCall } from '../store/call-history.ts';
import { requireRight } from './access.ts';
import { callColumns, callToWire } from './call-record.ts';
import { readResult } from './method.ts';
import type { Method } from './method.ts';

/**
 * `voximplant.statistic.get`: the call history. Conditions that it does not understand are ignored, not refused. If the
 * rows were not counted, `total` is 0.
 */
export const statisticGet: Method = {
  name: 'voximplant.statistic.get',
  scope: 'telephony',
  seconds: 0.6,
  begin: ({ caller, params, start }, { calls, settings }) => {
    requireRight(caller, 'canViewStatistics');
    const raw = params.get('FILTER');
    const filter = compileFilter(isPhpArray(raw) ? raw : new Map(), callColumns);
    const page = listPage(calls.all(), (call) => call.id, filter, sortingOf(params), start);
    return readResult({
      result: page.rows.map((call) => callToWire(call, settings.utcOffsetMinutes)),
      total: page.total ?? 0,
      ...(page.next === undefined ? {} : { next: page.next }),
    });
  },
};

/** SORT and ORDER are ignored unless both are given and valid. Sorting by CALL_TYPE is not possible. */
function sortingOf(params: Params): Sorting<FinishedCall> | undefined {
  const sort = params.get('SORT');
  const order = params.get('ORDER');
  if (typeof sort !== 'string' || typeof order !== 'string') return undefined;
  const name = sort.trim();
  const column = name === 'CALL_TYPE' ? undefined : callColumns.get(name);
  const direction = order.trim();
  if (column === undefined || (direction !== 'ASC' && direction !== 'DESC')) return undefined;
  return { column, descending: direction === 'DESC' };
}
