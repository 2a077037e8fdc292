import type { Bitrix24Client } from '../../bitrix24/client.ts';
import { Bitrix24Error } from '../../bitrix24/protocol/errors.ts';
import { PAGE_SIZE } from '../list-method.ts';
import { isId } from '../wire.ts';
import { statisticGet, type CallConditions } from './methods.ts';
import {
  CALL_OUTCOMES,
  CALL_TYPES,
  type CallOutcome,
  type CallType,
  type TelephonyCall,
} from './telephony-call.ts';

/** Which calls; every given condition must hold. */
export interface CallFilter {
  readonly types?: readonly CallType[] | undefined;
  readonly outcomes?: readonly CallOutcome[] | undefined;
  readonly lineIds?: readonly string[] | undefined;
  readonly userIds?: readonly string[] | undefined;
  readonly callIds?: readonly string[] | undefined;
  readonly phoneNumber?: string | undefined;
  readonly phoneNumberContains?: string | undefined;
  /** ISO 8601 with offset. */
  readonly startedFrom?: string | undefined;
  /** ISO 8601 with offset. */
  readonly startedBefore?: string | undefined;
  readonly minDurationSeconds?: number | undefined;
  readonly crmEntityType?: string | undefined;
  readonly crmEntityIds?: readonly string[] | undefined;
  readonly crmActivityIds?: readonly string[] | undefined;
}

export type CallOrder = 'OLDEST_FIRST' | 'NEWEST_FIRST';

/** A part of the history, in order. */
export interface CallPage {
  readonly calls: readonly TelephonyCall[];
  /** False if no call follows; true if some do, or if the last page was full and nothing beyond it was read. */
  readonly mayHaveMore: boolean;
}

/**
 * Up to `count` calls that follow the one with the id `after`. A history can have millions of rows, so it is paged by
 * id and never counted: one call per 50 rows, anywhere in the history.
 *
 * @throws Bitrix24Error
 */
export async function readCalls(
  client: Bitrix24Client,
  filter: CallFilter,
  order: CallOrder,
  after: string | undefined,
  count: number,
): Promise<CallPage> {
  const conditions = conditionsOf(filter);
  if (!conditions) return { calls: [], mayHaveMore: false };
  const calls: TelephonyCall[] = [];
  let lastIsFull = true;
  while (calls.length < count && lastIsFull) {
    const last = calls.at(-1)?.statisticId ?? after;
    const page = await readPage(client, conditions, order, last);
    calls.push(...page);
    lastIsFull = page.length === PAGE_SIZE;
  }
  return { calls: calls.slice(0, count), mayHaveMore: calls.length > count || lastIsFull };
}

/**
 * How many calls match. Slow on a long history, because the portal counts them one by one.
 *
 * @throws Bitrix24Error
 */
export async function countCalls(client: Bitrix24Client, filter: CallFilter): Promise<number> {
  const conditions = conditionsOf(filter);
  if (!conditions) return 0;
  const { value, total } = await client.call(
    statisticGet({ filter: conditions, order: { field: 'ID', direction: 'ASC' }, start: 0 }),
  );
  const { length } = value;
  // The portal omits the total where there is nothing to count.
  const count = total ?? (length === 0 ? 0 : undefined);
  if (count === undefined || count < length) throw unexpected('no total that matches its rows');
  return count;
}

async function readPage(
  client: Bitrix24Client,
  conditions: CallConditions,
  order: CallOrder,
  after: string | undefined,
): Promise<TelephonyCall[]> {
  const ascending = order === 'OLDEST_FIRST';
  const { value } = await client.call(
    statisticGet({
      filter: { ...conditions, [ascending ? '>ID' : '<ID']: after },
      order: { field: 'ID', direction: ascending ? 'ASC' : 'DESC' },
      start: -1,
    }),
  );
  let last = after;
  return value.map((call) => {
    // The history is paged by id: there is no way on from a call without one.
    if (call instanceof Error) throw call;
    // A portal that ignores the condition would return the same page for ever.
    if (last !== undefined && !follows(call.statisticId, last, ascending))
      throw unexpected('rows out of order');
    last = call.statisticId;
    return call;
  });
}

function follows(id: string, last: string, ascending: boolean): boolean {
  return ascending ? BigInt(id) > BigInt(last) : BigInt(id) < BigInt(last);
}

function unexpected(detail: string): Bitrix24Error {
  return new Bitrix24Error(statisticGet.method, { kind: 'unexpected-shape', detail });
}

/** The portal's filter; undefined if nothing can match it. */
function conditionsOf(filter: CallFilter): CallConditions | undefined {
  const lists = {
    CALL_TYPE: filter.types?.map((type) => CALL_TYPES[type]),
    CALL_FAILED_CODE: filter.outcomes?.flatMap((outcome) => [...CALL_OUTCOMES[outcome]]),
    PORTAL_NUMBER: filter.lineIds,
    CALL_ID: filter.callIds,
    PORTAL_USER_ID: filter.userIds?.filter(isId),
    CRM_ENTITY_ID: filter.crmEntityIds?.filter(isId),
    CRM_ACTIVITY_ID: filter.crmActivityIds?.filter(isId),
  };
  if (Object.values(lists).some((values) => values?.length === 0)) return undefined;
  return {
    ...lists,
    '=PHONE_NUMBER': filter.phoneNumber,
    '%PHONE_NUMBER': filter.phoneNumberContains,
    '>=CALL_START_DATE': filter.startedFrom,
    '<CALL_START_DATE': filter.startedBefore,
    '>=CALL_DURATION': filter.minDurationSeconds,
    '=CRM_ENTITY_TYPE': filter.crmEntityType,
  };
}
