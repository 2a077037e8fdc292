import type { SipLine } from '../sip-lines/sip-line.ts';
import { isId, text } from '../wire.ts';

/** What the portal returns as a LINE_ID where there is no line. */
export const NO_LINE = 'LINK_BASE_NUMBER';

/** The longest number that an application can register for a line, in characters. */
const MAX_LENGTH = 255;

/** Which SIP line an outgoing line is: a cloud line by its REG_ID, an office line by its CONFIG_ID. */
export type SipLineKey = { readonly regId: string } | { readonly configId: string };

/** Reads a LINE_ID; null where there is no line. */
export function lineIdOrNull(value: unknown): string | null {
  const lineId = text(value);
  return lineId === NO_LINE ? null : lineId;
}

/** The LINE_ID of a SIP line; null for a cloud line without a registration, which cannot make calls. */
export function lineIdOf({ type, regId, configId }: SipLine): string | null {
  if (type === 'OFFICE') return `sip${configId}`;
  return regId === null ? null : `reg${regId}`;
}

/** Whether a LINE_ID is that of a SIP line. Cloud lines without a registration share one. */
export function isLineIdOf(line: SipLine, lineId: string): boolean {
  return sharesLineId(line) ? /^reg0?$/.test(lineId) : lineId === lineIdOf(line);
}

/** Whether the LINE_ID of a SIP line may also be that of others: a cloud line without a registration has `reg0`. */
export function sharesLineId({ type, regId }: SipLine): boolean {
  return type === 'CLOUD' && regId === null;
}

/**
 * The type of line that the prefix of a LINE_ID stands for; undefined for an ID without a known prefix, such as a
 * number. Source: Bitrix24 REST documentation, `voximplant.line.outgoing.get`.
 */
export function typeByPrefix(lineId: string): 'CLOUD' | 'OFFICE' | 'APPLICATION' | undefined {
  // `reg` and `reg0` are cloud lines without a registration.
  if (/^reg\d*$/.test(lineId)) return 'CLOUD';
  if (/^sip\d+$/.test(lineId)) return 'OFFICE';
  return lineId.startsWith('REST_APP:') ? 'APPLICATION' : undefined;
}

/** The SIP line that a LINE_ID refers to; undefined if it refers to another line, or to none in particular. */
export function sipLineKeyOf(lineId: string): SipLineKey | undefined {
  const id = lineId.slice(3);
  if (!isId(id)) return undefined;
  if (lineId.startsWith('reg')) return { regId: id };
  return lineId.startsWith('sip') ? { configId: id } : undefined;
}

/** Whether a text can be a LINE_ID. Applications write the numbers of their lines as they like, spaces included. */
export function isLineId(value: string): boolean {
  return (
    value.length <= MAX_LENGTH && value.isWellFormed() && /^[^\s\p{Cc}]([^\p{Cc}]*[^\s\p{Cc}])?$/u.test(value)
  );
}
