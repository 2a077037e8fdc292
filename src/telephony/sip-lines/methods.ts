import type { FoundRecord, Params, Query } from '../../bitrix24/protocol/command.ts';
import { defineMethod } from '../define-method.ts';
import { listParams, PAGE_SIZE, rowsOf, type ListArgument } from '../list-method.ts';
import { confirmation } from '../wire.ts';
import type { NewSipLine, SipLineChanges } from './input.ts';
import { isLineAsWanted } from './is-line-as-wanted.ts';
import { phpTrim } from './php-trim.ts';
import { sipLineRow, type SipLine } from './sip-line.ts';
import { registrationRow } from './sip-registration.ts';
import { foldTitle, isBeginningOf, lineWithTitle, titleIs } from './title.ts';

/** Conditions of `voximplant.sip.get`. There is none for a secret field: a filter would confirm guesses. */
export interface SipLineConditions {
  readonly CONFIG_ID?: readonly string[] | undefined;
  readonly REG_ID?: readonly string[] | undefined;
  readonly '=TYPE'?: string | undefined;
  readonly '=TITLE'?: string | undefined;
  readonly '%TITLE'?: string | undefined;
  readonly '=SERVER'?: string | undefined;
  readonly '=LOGIN'?: string | undefined;
  readonly '>CONFIG_ID'?: string | undefined;
  readonly '<CONFIG_ID'?: string | undefined;
}

// A value of its own, because TypeScript does not infer its type inside the declaration below.
const sipLineRows = rowsOf(sipLineRow, 'CONFIG_ID');

/** Source: Bitrix24 REST documentation, `voximplant.sip.get`. */
export const sipGet = defineMethod({
  name: 'voximplant.sip.get',
  kind: 'read',
  typicalSeconds: 0.3,
  params: (argument: ListArgument<SipLineConditions, 'CONFIG_ID'>) => listParams(argument),
  result: sipLineRows,
  recordIds: (rows) => rows.map((row) => BigInt((row instanceof Error ? row.id : row.configId) ?? 0)),
});

/** Source: Bitrix24 REST documentation, `voximplant.sip.add`. */
export const sipAdd = defineMethod({
  name: 'voximplant.sip.add',
  kind: 'write',
  settlement: 'by-lookup',
  typicalSeconds: 1,
  params: (line: NewSipLine) => ({ TYPE: line.type.toLowerCase(), ...fieldParams(line) }),
  result: sipLineRow,
  recordIds: ({ configId }) => [BigInt(configId)],
  touches: ({ title }) => [titleKey(title)],
  lookup: findAdded,
  lookalike: findShortened,
  ifUnconfirmed:
    'The portal did not confirm the new line, so it may or may not exist. Before you add it again, check the portal for a line with this title, or with the beginning of it.',
});

/** Source: Bitrix24 REST documentation, `voximplant.sip.update`. */
export const sipUpdate = defineMethod({
  name: 'voximplant.sip.update',
  kind: 'write',
  settlement: 'idempotent',
  typicalSeconds: 0.66,
  params: ({ configId, changes }: { readonly configId: string; readonly changes: SipLineChanges }) => ({
    CONFIG_ID: configId,
    ...fieldParams(changes),
  }),
  result: confirmation,
  touches: ({ configId, changes: { title } }) => [
    lineKey(configId),
    ...(title === undefined ? [] : [titleKey(title)]),
  ],
  changes: ({ configId }) => BigInt(configId),
  passing: ['TITLE_EXISTS'],
  conclusive: ['CHECK_FIELDS_ERROR', 'ERROR_NOT_FOUND'],
});

/** Source: Bitrix24 REST documentation, `voximplant.sip.delete`. */
export const sipDelete = defineMethod({
  name: 'voximplant.sip.delete',
  kind: 'write',
  settlement: 'idempotent',
  typicalSeconds: 0.5,
  params: (configId: string) => ({ CONFIG_ID: configId }),
  result: confirmation,
  touches: (configId) => [lineKey(configId)],
  changes: (configId) => BigInt(configId),
  alreadyDone: { code: 'ERROR_NOT_FOUND', value: true },
});

/** Source: Bitrix24 REST documentation, `voximplant.sip.status`. */
export const sipStatus = defineMethod({
  name: 'voximplant.sip.status',
  kind: 'read',
  typicalSeconds: 0.7,
  params: (regId: string) => ({ REG_ID: regId }),
  result: registrationRow,
});

/** The fields as the caller sent them: the portal trims them, and its response shows the result. */
function fieldParams({ title, server, login, password }: SipLineChanges): Params {
  return { TITLE: title, SERVER: server, LOGIN: login, PASSWORD: password };
}

function lineKey(configId: string): string {
  return `line ${configId}`;
}

function titleKey(title: string): string {
  return `title ${foldTitle(title)}`;
}

/** Finds the line that a lost add may have created. */
function findAdded(wanted: NewSipLine): Query<FoundRecord<SipLine> | undefined> {
  const { method, params, decode } = sipGet({ filter: titleIs(wanted.title) });
  return {
    method,
    params,
    decode: (result, texts) => {
      const line = lineWithTitle(decode(result, texts));
      if (!line) return undefined;
      // A title that only the portal takes for the wanted one is not the one that was sent.
      const equal = foldTitle(line.title) === foldTitle(wanted.title) && isLineAsWanted(line, wanted);
      return { id: BigInt(line.configId), equal, value: line };
    },
  };
}

/**
 * Whether a newer line may be one that a lost add created under a shortened title: what the portal's database has no
 * room for is lost without an error, and then the line is not found by the whole title.
 */
function findShortened(wanted: NewSipLine, above: bigint): Query<boolean> {
  const filter = { '=LOGIN': phpTrim(wanted.login), '>CONFIG_ID': String(above) };
  const { method, params, decode } = sipGet({ filter });
  return {
    method,
    params,
    decode(result, texts) {
      const lines = decode(result, texts);
      // There may be more, or one that cannot be read.
      if (lines.length === PAGE_SIZE) return true;
      return lines.some(
        (line) =>
          line instanceof Error || (isLineAsWanted(line, wanted) && isBeginningOf(line.title, wanted.title)),
      );
    },
  };
}
