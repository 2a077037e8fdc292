import type { Bitrix24Error } from '../../bitrix24/protocol/errors.ts';
import { phpTrim } from './php-trim.ts';
import type { SipLine } from './sip-line.ts';

/** The condition of `voximplant.sip.get` that only the line with this title meets. */
export function titleIs(title: string): { readonly '=TITLE': string } {
  return { '=TITLE': phpTrim(title) };
}

/**
 * The line with a title among those that meet {@link titleIs}, if the credential sees it.
 *
 * @throws Bitrix24Error if a row before it is unreadable: it may be the one
 */
export function lineWithTitle(
  lines: readonly (SipLine | Bitrix24Error)[],
  title: string,
): SipLine | undefined {
  for (const line of lines) {
    if (line instanceof Error) throw line;
    if (foldTitle(line.title) === foldTitle(title)) return line;
  }
  return undefined;
}

/**
 * A text that is the same for all titles that the portal takes for one. As in MySQL's Unicode collations, neither case,
 * accents (ё is е, é is e), forms of one letter, spaces at the end nor invisible characters count, й is a letter of its
 * own, and all characters beyond the basic plane, such as emoji, are one.
 */
export function foldTitle(title: string): string {
  return phpTrim(title)
    .replace(/[\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .normalize('NFKD')
    .toUpperCase()
    .replaceAll('\u0418\u0306', '\u0419')
    .replace(/[\p{Mn}\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, '')
    .trimEnd();
}
