import { z } from 'zod';
import type { Bitrix24Client } from '../../bitrix24/client.ts';
import type { Reply } from '../../bitrix24/protocol/envelope.ts';
import { Bitrix24Error } from '../../bitrix24/protocol/errors.ts';
import { tryDecode } from '../decode.ts';
import { METHODS } from '../methods.ts';
import { idOrNull, integer, text } from '../wire.ts';

/** How far a registration at the provider has come. */
export type SipRegistrationStatus = 'SUCCESS' | 'ERROR' | 'IN_PROGRESS' | 'WAIT';

/** The registration of a cloud line as it is now. Source: Bitrix24 REST documentation, `voximplant.sip.status`. */
export interface SipRegistration {
  readonly regId: string;
  /** Null if the portal says something this gateway does not know. */
  readonly status: SipRegistrationStatus | null;
  /** SIP status code. */
  readonly statusCode: number | null;
  readonly errorMessage: string | null;
  /** `YYYY-MM-DD HH:MM:SS` by a clock whose zone the portal does not tell. */
  readonly lastUpdated: string | null;
}

const STATUSES: ReadonlyMap<string, SipRegistrationStatus> = new Map([
  ['success', 'SUCCESS'],
  ['error', 'ERROR'],
  ['in_progress', 'IN_PROGRESS'],
  ['wait', 'WAIT'],
]);

const registrationRow = z
  .object({
    REG_ID: idOrNull,
    LAST_UPDATED: text,
    ERROR_MESSAGE: text,
    STATUS_CODE: integer,
    STATUS_RESULT: text.transform((value) => STATUSES.get(value?.toLowerCase() ?? '') ?? null),
  })
  .transform((row): Omit<SipRegistration, 'regId'> & { readonly regId: string | null } => ({
    regId: row.REG_ID,
    status: row.STATUS_RESULT,
    statusCode: row.STATUS_CODE,
    errorMessage: row.ERROR_MESSAGE,
    lastUpdated: row.LAST_UPDATED,
  }));

/** Asks for many registrations with few requests. Answers with a registration or an error for each, in their order. */
export async function findRegistrations(
  client: Bitrix24Client,
  regIds: readonly string[],
): Promise<(SipRegistration | Error)[]> {
  const replies = await client.callAll(
    regIds.map((regId) => ({ method: METHODS.sipStatus, params: { REG_ID: regId } })),
  );
  return regIds.map((asked, index) => registrationOf(asked, replies[index]));
}

function registrationOf(asked: string, reply: Reply | Error | undefined): SipRegistration | Error {
  if (reply instanceof Error) return reply;
  const row = tryDecode(METHODS.sipStatus, registrationRow, reply?.result);
  if (row instanceof Bitrix24Error) return row;
  if (row.regId === null || row.regId === asked) return { ...row, regId: asked };
  return new Bitrix24Error(METHODS.sipStatus, {
    kind: 'unexpected-shape',
    detail: 'the status of another registration',
  });
}
