import { isPhpArray } from '../php/value.ts';
import { columnsOf, numberColumn, textColumn } from '../query/column.ts';
import { compileFilter } from '../query/filter.ts';
import { listPage } from '../query/list.ts';
import type { Sorting } from '../query/list.ts';
import { systemErrors } from '../rest/system-errors.ts';
import type { Params } from '../rest/params.ts';
import type { SipLine } from '../store/sip-line.ts';
import { requireRight } from './access.ts';
import { readResult } from './method.ts';
import type { Method } from './method.ts';
import { listedLineToWire } from './sip-line-wire.ts';

const columns = columnsOf<SipLine>([
  numberColumn('ID', (line) => line.id),
  textColumn('TYPE', (line) => line.type),
  textColumn('TITLE', (line) => line.title),
  numberColumn('CONFIG_ID', (line) => line.configId),
  numberColumn('REG_ID', (line) => line.regId),
  textColumn('SERVER', (line) => line.server),
  textColumn('LOGIN', (line) => line.login),
  textColumn('PASSWORD', (line) => line.password),
  textColumn('INCOMING_SERVER', (line) => line.incomingServer),
  textColumn('INCOMING_LOGIN', (line) => line.incomingLogin),
  textColumn('INCOMING_PASSWORD', (line) => line.incomingPassword),
  textColumn('AUTH_USER', (line) => line.authUser),
  textColumn('OUTBOUND_PROXY', (line) => line.outboundProxy),
  textColumn('DETECT_LINE_NUMBER', (line) => line.detectLineNumber),
  textColumn('LINE_DETECT_HEADER_ORDER', (line) => line.lineDetectHeaderOrder),
  numberColumn('REGISTRATION_STATUS_CODE', (line) => line.registrationStatusCode),
  textColumn('REGISTRATION_ERROR_MESSAGE', (line) => line.registrationErrorMessage),
]);

/**
 * `voximplant.sip.get`: the lines of the calling application; for a webhook, those of no application. If nothing
 * matches, there is no `total`. Unlike elsewhere, a negative `start` does not keep the portal from counting.
 */
export const sipGet: Method = {
  name: 'voximplant.sip.get',
  scope: 'telephony',
  seconds: 0.2,
  begin: ({ caller, params, start }, { store }) => {
    requireRight(caller, 'canManageLines');
    const filter = compileSipFilter(params);
    const own = [...store.lines()].filter((line) => line.applicationId === caller.applicationId);
    const page = listPage(own, (line) => line.id, filter, sortingOf(params), Math.max(0, start));
    const result = page.rows.map(listedLineToWire);
    if (page.total === undefined || page.total === 0) return readResult({ result });
    return readResult({ result, total: page.total, ...(page.next === undefined ? {} : { next: page.next }) });
  },
};

function compileSipFilter(params: Params) {
  const raw = params.get('FILTER');
  const conditions = new Map(isPhpArray(raw) ? raw : []);
  // The portal always replaces the caller's condition on APP_ID with its own.
  for (const key of conditions.keys()) if (key.toUpperCase() === 'APP_ID') conditions.delete(key);
  const filter = compileFilter(conditions, columns);
  const [problem] = filter.problems;
  if (problem !== undefined) throw unknownField(problem.key);
  return filter;
}

/** SORT and ORDER are ignored unless both are given. */
function sortingOf(params: Params): Sorting<SipLine> | undefined {
  const sort = params.text('SORT') ?? '';
  const order = params.text('ORDER') ?? '';
  if (sort === '' || order === '') return undefined;
  const column = columns.get(sort);
  if (column === undefined) throw unknownField(sort);
  const direction = order.toUpperCase();
  if (direction !== 'ASC' && direction !== 'DESC') throw systemErrors.core(`Invalid order "${order}"`);
  return { column, descending: direction === 'DESC' };
}

function unknownField(name: string) {
  return systemErrors.core(
    `Unknown field definition \`${name}\` (${name}) for \\Bitrix\\Voximplant\\Sip Entity.`,
  );
}
