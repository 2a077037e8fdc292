import { useId, useMemo, useState } from 'react';
import { AddLinesDocument, type AddLinesMutation } from '../__generated__/graphql.ts';
import { useSend, type Outcome } from '../hooks/use-send.ts';
import { addToCache } from '../lines/cache.ts';
import { useAnnounce } from '../ui/announcer.tsx';
import { Heading } from '../ui/heading.tsx';
import { Notices } from '../ui/notices.tsx';
import { ManyRows } from './many-rows.tsx';
import { MOST_LINES, readTable, type Table, type TableRow } from './read-table.ts';
import { noticesOfRows, resultsOf, type RowResult } from './row-results.ts';

export function AddManyView() {
  const announce = useAnnounce();
  const [text, setText] = useState('');
  const [results, setResults] = useState<readonly RowResult[]>([]);
  const { send, retry, isSending, problems } = useSend(AddLinesDocument, {
    failure: 'Not every line was added.',
    store: (cache, { addSipLines }) => {
      addToCache(cache, addSipLines?.filter((line) => line !== null) ?? []);
    },
  });
  const { header, rows } = readTable(text);
  const notices = useMemo(() => noticesOfRows(problems), [problems]);

  function finish(outcome: Outcome<AddLinesMutation> | undefined) {
    if (!outcome) return;
    const found = resultsOf(rows.length, outcome);
    setResults(found);
    announce(`${found.filter(({ isAdded }) => isAdded).length} of ${rows.length} lines were added.`);
  }

  function change(newText: string) {
    setText(newText);
    setResults([]);
  }

  const inputs = rows.map(({ input }) => input);
  const someAreAdded = results.some(({ isAdded }) => isAdded);
  return (
    <>
      <p>
        <a href="#lines">← All lines</a>
      </p>
      <Heading text="Add many lines" />
      <TableInput text={text} onChange={change} />
      <Notices problems={notices} onRetry={() => void retry().then(finish)} />
      {rows.length > 0 && <ManyRows rows={rows} results={results} />}
      <div className="buttons">
        {someAreAdded ? (
          <button type="button" onClick={() => change(withoutAdded({ header, rows }, results))}>
            Keep the rows that were not added
          </button>
        ) : (
          <button
            type="button"
            className="primary"
            aria-disabled={isSending || !canBeSent(rows)}
            onClick={() => {
              if (canBeSent(rows)) void send((key) => ({ inputs, key })).then(finish);
            }}
          >
            {isSending ? `Adding ${rows.length} lines…` : addText(rows.length)}
          </button>
        )}
      </div>
    </>
  );
}

function TableInput({
  text,
  onChange,
}: {
  readonly text: string;
  readonly onChange: (text: string) => void;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>Table</label>
      <textarea
        id={id}
        rows={6}
        spellCheck={false}
        autoComplete="off"
        aria-describedby={`${id}-hint`}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
      <p className="hint" id={`${id}-hint`}>
        Paste rows from a spreadsheet: title, server, login, password, and optionally cloud or office. At most{' '}
        {MOST_LINES} rows.
      </p>
    </div>
  );
}

function canBeSent(rows: readonly TableRow[]): boolean {
  return rows.length > 0 && rows.length <= MOST_LINES && rows.every(({ problem }) => problem === undefined);
}

function addText(count: number): string {
  return count === 1 ? 'Add 1 line' : `Add ${count} lines`;
}

function withoutAdded({ header, rows }: Table, results: readonly RowResult[]): string {
  const left = rows.filter((_row, index) => results[index]?.isAdded !== true);
  return [...(header === undefined ? [] : [header]), ...left.map(({ source }) => source)].join('\n');
}
