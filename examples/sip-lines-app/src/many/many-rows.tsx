import type { TableRow } from './read-table.ts';
import type { RowResult } from './row-results.ts';

interface ManyRowsProps {
  readonly rows: readonly TableRow[];
  readonly results: readonly RowResult[];
}

/** The rows as they were understood, and what came of each. */
export function ManyRows({ rows, results }: ManyRowsProps) {
  return (
    <div className="scroll" role="region" aria-label="Rows" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Row</th>
            <th scope="col">Title</th>
            <th scope="col">Result</th>
            <th scope="col">Type</th>
            <th scope="col">Server</th>
            <th scope="col">Login</th>
            <th scope="col">Password</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ input, problem }, index) => (
            <tr key={index}>
              <th scope="row">{index + 1}</th>
              <td>{input.title}</td>
              <td className="result">
                <Result problem={problem} result={results[index]} />
              </td>
              <td>{input.type === 'CLOUD' ? 'Cloud' : 'Office'}</td>
              <td>{input.server}</td>
              <td>{input.login}</td>
              <td>{input.password === '' ? 'None' : '••••'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ResultProps {
  readonly problem: string | undefined;
  readonly result: RowResult | undefined;
}

function Result({ problem, result }: ResultProps) {
  if (problem !== undefined) return <span className="problem">{problem}</span>;
  if (!result) return null;
  const { isAdded, text, configId } = result;
  return (
    <span className={isAdded ? 'done' : 'problem'}>
      {text} {configId !== undefined && <a href={`#line-${configId}`}>Show the line</a>}
    </span>
  );
}
