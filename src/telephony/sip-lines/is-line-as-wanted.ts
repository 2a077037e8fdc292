import { storedServer, type NewSipLine } from './input.ts';
import { phpTrim } from './php-trim.ts';
import type { SipLine } from './sip-line.ts';

/** Whether a line is what the portal stores for a wanted one, as far as it can be read. Titles are not compared. */
export function isLineAsWanted(line: SipLine, wanted: NewSipLine): boolean {
  return (
    line.type === wanted.type &&
    line.server === storedServer(wanted.server) &&
    line.login === phpTrim(wanted.login) &&
    (line.password?.reveal() ?? '') === phpTrim(wanted.password)
  );
}
