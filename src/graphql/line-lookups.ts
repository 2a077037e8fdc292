import { isLineIdOf, sharesLineId, sipLineKeyOf, typeByPrefix } from '../telephony/outgoing-lines/line-id.ts';
import type { OutgoingLine } from '../telephony/outgoing-lines/outgoing-line.ts';
import type { SipLine } from '../telephony/sip-lines/sip-line.ts';
import type { SipRegistration } from '../telephony/sip-lines/sip-registration.ts';
import type { OutgoingLineType } from './__generated__/resolvers.ts';
import type { Loaders } from './loaders.ts';

/** The outgoing line with a LINE_ID; null if the portal has no such line. */
export async function outgoingLine(loaders: Loaders, lineId: string): Promise<OutgoingLine | null> {
  // The portal lists no lines of applications.
  if (typeByPrefix(lineId) === 'APPLICATION') return { lineId, name: undefined };
  return (await loaders.outgoingLines.load()).get(lineId) ?? null;
}

/**
 * The kind of an outgoing line. A number says nothing about itself, but the portal lists no numbers of applications.
 */
export async function typeOfLine(
  loaders: Loaders,
  { lineId, name }: OutgoingLine,
): Promise<OutgoingLineType> {
  const type = typeByPrefix(lineId);
  if (type !== undefined) return type;
  const isListed = name !== undefined || (await loaders.outgoingLines.load()).has(lineId);
  return isListed && /^\+?\d+$/.test(lineId) ? 'RENTED_NUMBER' : 'UNKNOWN';
}

/** The SIP line behind a LINE_ID; null for lines of other kinds and lines that the credential does not see. */
export async function sipLineBehind(loaders: Loaders, lineId: string): Promise<SipLine | null> {
  const key = sipLineKeyOf(lineId);
  if (!key) return null;
  if ('regId' in key) return loaders.sipLineByRegId.load(key.regId);
  // A cloud line also has a CONFIG_ID, but not this kind of LINE_ID.
  const line = await loaders.sipLine.load(key.configId);
  return line?.type === 'OFFICE' ? line : null;
}

/** Whether a LINE_ID is the default one. */
export async function isDefaultLine(loaders: Loaders, lineId: string): Promise<boolean> {
  return (await loaders.defaultLineId.load()) === lineId;
}

/** Whether a SIP line is the default one; null if the default is one of several lines that share a LINE_ID. */
export async function isDefaultSipLine(loaders: Loaders, line: SipLine): Promise<boolean | null> {
  const lineId = await loaders.defaultLineId.load();
  if (lineId === null || !isLineIdOf(line, lineId)) return false;
  return sharesLineId(line) ? null : true;
}

/** The live registration of a cloud line. */
export async function registrationOf(loaders: Loaders, line: SipLine): Promise<SipRegistration | null> {
  const { regId, password, incomingPassword } = line;
  return regId === null ? null : loaders.registration.load({ regId, password, incomingPassword });
}
