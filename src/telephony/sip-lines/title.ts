import type { Bitrix24Error } from '../../bitrix24/protocol/errors.ts';
import { phpTrim } from './php-trim.ts';
import type { SipLine } from './sip-line.ts';

/** The condition of `voximplant.sip.get` that only the line with this title meets. */
export function titleIs(title: string): { readonly '=TITLE': string } {
  return { '=TITLE': phpTrim(title) };
}

/**
 * The line with a title among those that meet {@link titleIs}, if the credential sees it. Which titles are one is for
 * the portal to say, whose rule depends on its database: its rows are not compared again.
 *
 * @throws Bitrix24Error if the row is unreadable
 */
export function lineWithTitle(lines: readonly (SipLine | Bitrix24Error)[]): SipLine | undefined {
  const [line] = lines;
  if (line instanceof Error) throw line;
  return line;
}

const PRINTABLE_ASCII = /^[ -~]*$/;

/**
 * A text that is the same for all titles that a portal may take for one, to keep their writes apart. As in MySQL's
 * Unicode collations, neither case, accents (ё is е, é is e), forms of one letter, spaces at the end nor invisible
 * characters count, й is a letter of its own, and all characters beyond the basic plane, such as emoji, are one.
 */
export function foldTitle(title: string): string {
  const trimmed = phpTrim(title);
  // Nothing below changes such a title but its case, and most are.
  if (PRINTABLE_ASCII.test(trimmed)) return trimmed.toUpperCase().trimEnd();
  const basic = trimmed.replace(/[\u{10000}-\u{10ffff}]/gu, '\ufffd');
  const decomposed = Array.from(basic, (character) => character.normalize('NFKD')).join('');
  return inCanonicalOrder(decomposed)
    .toUpperCase()
    .replaceAll('\u0418\u0306', '\u0419')
    .replace(/[\p{Mn}\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, '')
    .trimEnd();
}

/**
 * A decomposed text with its combining marks in canonical order, in linear time: normalization sorts each run of marks
 * by insertion. Runs of more than 30 are therefore sorted in parts, separated by an invisible character, as in the
 * stream-safe text format (UAX #15); no language has such runs.
 */
function inCanonicalOrder(decomposed: string): string {
  return decomposed.replace(/\p{M}{30}/gu, '$&\u034f').normalize('NFD');
}

/** Whether a title may be what is left of another one that was cut off. */
export function isBeginningOf(start: string, title: string): boolean {
  return phpTrim(title).startsWith(start) || foldTitle(title).startsWith(foldTitle(start));
}
