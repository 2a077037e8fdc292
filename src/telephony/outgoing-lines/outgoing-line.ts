import { text, textMap } from '../wire.ts';

/** A line that outgoing calls can use: a rented number or a SIP line, of any application. */
export interface OutgoingLine {
  readonly lineId: string;
  /** Undefined if only the ID is known. */
  readonly name: string | undefined;
}

/** What the portal returns as its outgoing line while there is none. */
const NO_LINE = 'LINK_BASE_NUMBER';

/** Reads the outgoing lines of a portal, by LINE_ID. */
export function outgoingLines(result: unknown): ReadonlyMap<string, OutgoingLine> {
  const names = textMap(result);
  return new Map(Array.from(names, ([lineId, name]) => [lineId, { lineId, name: unescapeHtml(name) }]));
}

/** Reads the LINE_ID of the default outgoing line; null if there is none. */
export function defaultLineId(result: unknown): string | null {
  const lineId = text(result);
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

/** The portal returns these names escaped for its own pages. */
function unescapeHtml(name: string): string {
  return name.replace(/&(?:amp|lt|gt|quot|#0?39);/g, (reference) => CHARACTERS[reference] ?? reference);
}
