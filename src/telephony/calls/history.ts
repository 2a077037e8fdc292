import { z } from 'zod';
import type { Bitrix24Client } from '../../bitrix24/client.ts';
import { Bitrix24Error } from '../../bitrix24/protocol/errors.ts';
import type { Params } from '../../bitrix24/protocol/command.ts';
import { decodeResult } from '../decode.ts';
import { METHODS } from '../methods.ts';
import { isId } from '../wire.ts';
import {
  CALL_OUTCOMES,
  CALL_TYPES,
  callRow,
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

/** A part of the history. */
export interface CallPage {
  readonly calls: readonly TelephonyCall[];
  /** False if no call follows. True if some do, or if the portal was not asked what is behind a full page. */
  readonly mayHaveMore: boolean;
}

/** Rows of a page of every list method. Source: Bitrix24 REST documentation. */
const PAGE_SIZE = 50;

const rows = z.array(callRow);

/**
 * So many calls after the one with an id. A history has millions of rows, so pages go by id and none is counted: one
 * request for each 50 rows, wherever in the history.
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
  const conditions = filterParams(filter);
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
 * How many calls match. The portal counts them all, which takes it long.
 *
 * @throws Bitrix24Error
 */
export async function countCalls(client: Bitrix24Client, filter: CallFilter): Promise<number> {
  const conditions = filterParams(filter);
  if (!conditions) return 0;
  const { result, total } = await client.call({
    method: METHODS.statisticGet,
    params: { FILTER: conditions, SORT: 'ID', ORDER: 'ASC', start: 0 },
  });
  const { length } = decodeResult(METHODS.statisticGet, z.array(z.unknown()), result);
  // The portal leaves the total out where there is nothing to count.
  const count = total ?? (length === 0 ? 0 : undefined);
  if (count === undefined || count < length) throw unexpected('rows without a true total');
  return count;
}

async function readPage(
  client: Bitrix24Client,
  conditions: Params,
  order: CallOrder,
  after: string | undefined,
): Promise<TelephonyCall[]> {
  const ascending = order === 'OLDEST_FIRST';
  const { result } = await client.call({
    method: METHODS.statisticGet,
    params: {
      FILTER: { ...conditions, ...(after !== undefined && { [ascending ? '>ID' : '<ID']: after }) },
      SORT: 'ID',
      ORDER: ascending ? 'ASC' : 'DESC',
      start: -1,
    },
  });
  const page = decodeResult(METHODS.statisticGet, rows, result);
  let last = after;
  for (const { statisticId } of page) {
    // A portal that takes no notice of the condition would show the same page for ever.
    if (last !== undefined && !follows(statisticId, last, ascending)) throw unexpected('rows out of order');
    last = statisticId;
  }
  return page;
}

function follows(id: string, last: string, ascending: boolean): boolean {
  return ascending ? BigInt(id) > BigInt(last) : BigInt(id) < BigInt(last);
}

function unexpected(detail: string): Bitrix24Error {
  return new Bitrix24Error(METHODS.statisticGet, { kind: 'unexpected-shape', detail });
}

/** The portal's filter; undefined if nothing can match it. */
function filterParams(filter: CallFilter): Params | undefined {
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
  const conditions = {
    ...lists,
    '=PHONE_NUMBER': filter.phoneNumber,
    '%PHONE_NUMBER': filter.phoneNumberContains,
    '>=CALL_START_DATE': filter.startedFrom,
    '<CALL_START_DATE': filter.startedBefore,
    '>=CALL_DURATION': filter.minDurationSeconds,
    '=CRM_ENTITY_TYPE': filter.crmEntityType,
  };
  return Object.fromEntries(Object.entries(conditions).filter(([, value]) => value !== undefined));
}
