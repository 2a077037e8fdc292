import { readFileSync } from 'node:fs';
import type { LogLine } from './log-lines.ts';

/** A row of the table of the log in docs/observability.md, for one of its messages. */
export interface DocumentedLine {
  /** The message, or how it begins. */
  readonly msg: string;
  readonly isPrefix: boolean;
  readonly levels: readonly string[];
  readonly fields: ReadonlySet<string>;
}

/** What every line has. */
const COMMON = ['level', 'time', 'msg'];

/** The rows of a table of docs/observability.md, each with the texts of its cells. */
export function rowsOf(firstHeader: string): string[][] {
  const guide = readFileSync(new URL('../../docs/observability.md', import.meta.url), 'utf8');
  const lines = guide.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${firstHeader} `));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

/** The texts of a cell that are set as code. */
export const codesIn = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

/** Reads the documented lines of the log. */
export function documentedLines(): DocumentedLine[] {
  return rowsOf('`msg`').flatMap(([messages = '', levels = '', , described = '']) => {
    const fields = codesIn(described).filter((code) => /^[a-z][A-Za-z]*$/.test(code));
    return codesIn(messages).map((message) => ({
      msg: message.replace(/ ?…$/, ''),
      isPrefix: message.endsWith('…'),
      levels: codesIn(levels),
      fields: new Set([...COMMON, ...fields]),
    }));
  });
}

/**
 * Creates a check that fails for a line whose message, level or field the documentation does not name. Those of
 * `started` are the settings, which are documented elsewhere.
 */
export function createLineCheck(documented: readonly DocumentedLine[] = documentedLines()) {
  return (line: LogLine): void => {
    const msg = String(line['msg']);
    const known = documented.find((each) => (each.isPrefix ? msg.startsWith(each.msg) : msg === each.msg));
    if (!known) throw new Error(`docs/observability.md has no line of the log with the message "${msg}"`);
    if (!known.levels.includes(String(line['level'])))
      throw new Error(`docs/observability.md does not name the level ${String(line['level'])} of "${msg}"`);
    const unknown =
      msg === 'started'
        ? undefined
        : Object.keys(line).find((field) => field !== 'shortened' && !known.fields.has(field));
    if (unknown !== undefined)
      throw new Error(`docs/observability.md does not name the field ${unknown} of "${msg}"`);
  };
}
