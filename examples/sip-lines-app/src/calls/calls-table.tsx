import type { CallsQuery } from '../__generated__/graphql.ts';
import { CallRow } from './call-row.tsx';
import { timeText } from './call-texts.ts';

type Calls = NonNullable<CallsQuery['telephonyCalls']>['nodes'];

export function CallsTable({ calls }: { readonly calls: Calls }) {
  const newest = calls[0]?.startedAt;
  return (
    <div
      className="scroll"
      role="region"
      aria-label={newest ? `Calls until ${timeText(newest)}` : 'Calls'}
      tabIndex={0}
    >
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Direction</th>
            <th scope="col">Number</th>
            <th scope="col">Line</th>
            <th scope="col">Outcome</th>
            <th scope="col">Duration</th>
          </tr>
        </thead>
        <tbody>
          {calls.map((call) => (
            <CallRow key={call.id} call={call} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
