import type { CallsQuery } from '../__generated__/graphql.ts';
import { DIRECTIONS, durationText, OUTCOMES, timeText } from './call-texts.ts';

type Call = NonNullable<CallsQuery['telephonyCalls']>['nodes'][number];

export function CallRow({ call }: { readonly call: Call }) {
  return (
    <tr>
      <td>{call.startedAt !== null && <time dateTime={call.startedAt}>{timeText(call.startedAt)}</time>}</td>
      <td>{call.type === null ? 'Unknown' : DIRECTIONS[call.type]}</td>
      <td>{call.phoneNumber}</td>
      <td>{call.line?.name ?? call.lineId}</td>
      <td>{call.outcome === null ? call.failedReason : OUTCOMES[call.outcome]}</td>
      <td>{durationText(call.durationSeconds ?? 0)}</td>
    </tr>
  );
}
