/** A row of a table, and the text that it was read from. */
export interface Row {
  readonly cells: readonly string[];
  readonly source: string;
}

/**
 * Reads a table as spreadsheets put it on the clipboard and export it: cells are separated by tabs, semicolons or commas,
 * whichever comes first in this list and occurs in the text. A cell in quotes may contain them, and quotes as two.
 * Empty rows are left out.
 */
export function readRows(text: string): Row[] {
  const separator = ['\t', ';', ','].find((each) => text.includes(each)) ?? '\t';
  const cell = new RegExp(`"((?:[^"]|"")*)"(?=${separator}|\\r?\\n|$)|([^${separator}\\r\\n]*)`, 'y');
  const rows: Row[] = [];
  let start = 0;
  let cells: string[] = [];
  for (let position = 0; ;) {
    cell.lastIndex = position;
    const [read = '', quoted, plain = ''] = cell.exec(text) ?? [];
    cells.push(quoted?.replaceAll('""', '"') ?? plain.trim());
    position += read.length;
    if (text[position] === separator) {
      position += 1;
      continue;
    }
    const source = text.slice(start, position);
    if (source.trim() !== '') rows.push({ cells, source });
    if (position >= text.length) return rows;
    position += text.startsWith('\r\n', position) ? 2 : 1;
    start = position;
    cells = [];
  }
}
