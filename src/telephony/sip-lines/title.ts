import type { Bitrix24Error } from '../../bitrix24/protocol/errors.ts';
import { phpTrim } from './php-trim.ts';
import type { SipLine } from './sip-line.ts';

/** The condition of `voximplant.sip.get` that only the line with this title meets. */
export function titleIs(title: string): { readonly '=TITLE': string } {
  return { '=TITLE': phpTrim(title) };
}

/**
 * The line with a title among those that meet {@link titleIs}, if this application has one.
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

/** Titles as the portal compares them: trimmed and regardless of case. */
export function foldTitle(title: string): string {
  return phpTrim(title).toLowerCase();
}
