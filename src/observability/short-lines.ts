import type { LogDestination } from './log-destination.ts';

/** The longest line, in bytes with its end: what a pipe takes at once, and what collectors do not split. */
export const MAX_LINE_BYTES = 4_096;

/** No character takes more bytes in UTF-8 for each of its units in UTF-16. */
const MAX_BYTES_PER_UNIT = 3;

/** What is kept of each text and of each list or object, from much to little. */
const BOUNDS = [
  { characters: 1_000, entries: 50 },
  { characters: 400, entries: 20 },
  { characters: 150, entries: 10 },
  { characters: 60, entries: 5 },
] as const;

/** What is kept of every line. */
const ESSENTIAL = ['level', 'time', 'requestId', 'msg'];

/** Shortens the texts and lists of lines that are longer than {@link MAX_LINE_BYTES}, and marks them as `shortened`. */
export function shortLines(destination: Pick<LogDestination, 'write'>): Pick<LogDestination, 'write'> {
  return {
    write(line) {
      destination.write(isShort(line) ? line : shorten(line));
    },
  };
}

function isShort(line: string): boolean {
  return line.length * MAX_BYTES_PER_UNIT <= MAX_LINE_BYTES || Buffer.byteLength(line) <= MAX_LINE_BYTES;
}

function shorten(line: string): string {
  const fields = JSON.parse(line) as Readonly<Record<string, unknown>>;
  const essential = Object.fromEntries(
    ESSENTIAL.flatMap((name) => (name in fields ? [[name, fields[name]]] : [])),
  );
  for (const bounds of BOUNDS) {
    const shorter = lineOf(cut(fields, bounds), cut(essential, bounds));
    if (isShort(shorter)) return shorter;
  }
  return lineOf({}, cut(essential, BOUNDS[3]));
}

function lineOf(...fields: readonly unknown[]): string {
  return `${JSON.stringify(Object.assign({}, ...fields, { shortened: true }))}\n`;
}

function cut(value: unknown, bounds: (typeof BOUNDS)[number]): unknown {
  if (typeof value === 'string') return value.slice(0, bounds.characters);
  if (Array.isArray(value)) return value.slice(0, bounds.entries).map((each) => cut(each, bounds));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).slice(0, bounds.entries);
  return Object.fromEntries(
    kept.map(([name, each]) => [name.slice(0, bounds.characters), cut(each, bounds)]),
  );
}
