import type { Bitrix24Client } from '../../bitrix24/client.ts';
import { decodeResult } from '../decode.ts';
import { METHODS } from '../methods.ts';
import { text, textMap } from '../wire.ts';

/** A line by which calls can go out: a rented number or a SIP line, whatever application it belongs to. */
export interface OutgoingLine {
  readonly lineId: string;
  /** Undefined where only the id is known. */
  readonly name: string | undefined;
}

/** What the portal answers as its outgoing line while there is none. */
const NO_LINE = 'LINK_BASE_NUMBER';

/**
 * The outgoing lines of the portal by LINE_ID: `voximplant.line.get`.
 *
 * @throws Bitrix24Error
 */
export async function readOutgoingLines(client: Bitrix24Client): Promise<ReadonlyMap<string, OutgoingLine>> {
  const { result } = await client.call({ method: METHODS.lineGet, params: {} });
  const names = decodeResult(METHODS.lineGet, textMap, result);
  return new Map(Array.from(names, ([lineId, name]) => [lineId, { lineId, name: unescapeHtml(name) }]));
}

/**
 * The LINE_ID that calls go out by where nothing else is set, or null if there is none:
 * `voximplant.line.outgoing.get`.
 *
 * @throws Bitrix24Error
 */
export async function readDefaultLineId(client: Bitrix24Client): Promise<string | null> {
  const { result } = await client.call({ method: METHODS.lineOutgoingGet, params: {} });
  const lineId = decodeResult(METHODS.lineOutgoingGet, text, result);
  return lineId === NO_LINE ? null : lineId;
}

const CHARACTERS: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#039;': "'",
  '&#39;': "'",
};

/** The portal writes these names as its own pages show them. */
function unescapeHtml(name: string): string {
  return name.replace(/&(?:amp|lt|gt|quot|#0?39);/g, (reference) => CHARACTERS[reference] ?? reference);
}
