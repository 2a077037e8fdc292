import { textMap } from '../wire.ts';

/** A line that outgoing calls can use: a number, a SIP line, or the line of an external telephony application. */
export interface OutgoingLine {
  readonly lineId: string;
  /** Undefined if only the ID is known. */
  readonly name: string | undefined;
}

/** Reads the outgoing lines of a portal, by LINE_ID. Lines of external telephony applications are not among them. */
export function outgoingLines(result: unknown): ReadonlyMap<string, OutgoingLine> {
  const names = textMap(result);
  return new Map(Array.from(names, ([lineId, name]) => [lineId, { lineId, name: unescapeHtml(name) }]));
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
