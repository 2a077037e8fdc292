import type { SipLine } from '../sip-lines/sip-line.ts';
import { isId } from '../wire.ts';

/** What an outgoing line is: a rented number, or a SIP line to a PBX in the cloud or in the office. */
export type OutgoingLineType = 'RENTED_NUMBER' | 'CLOUD' | 'OFFICE';

/** Which SIP line an outgoing line is: a cloud line by its REG_ID, an office line by its CONFIG_ID. */
export type SipLineKey = { readonly regId: string } | { readonly configId: string };

/** The LINE_ID of a SIP line; null for a cloud line without a registration, which cannot make calls. */
export function lineIdOf({ type, regId, configId }: SipLine): string | null {
  if (type === 'OFFICE') return `sip${configId}`;
  return regId === null ? null : `reg${regId}`;
}

/** The type of line that the prefix of a LINE_ID stands for. Source: Bitrix24 REST documentation, `voximplant.line.outgoing.get`. */
export function typeOfLine(lineId: string): OutgoingLineType {
  const key = sipLineKeyOf(lineId);
  if (!key) return 'RENTED_NUMBER';
  return 'regId' in key ? 'CLOUD' : 'OFFICE';
}

/** The SIP line that a LINE_ID refers to; undefined for a rented number. */
export function sipLineKeyOf(lineId: string): SipLineKey | undefined {
  const id = lineId.slice(3);
  if (!isId(id)) return undefined;
  if (lineId.startsWith('reg')) return { regId: id };
  return lineId.startsWith('sip') ? { configId: id } : undefined;
}
