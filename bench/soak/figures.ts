import { median } from './check-replicas.ts';
import type { Attempt, History } from './history.ts';

/** Counts by what was counted. */
export type Counts = Readonly<Record<string, number>>;

/** What happened in numbers, for whoever wants to know how hard the test was. */
export interface Figures {
  readonly keys: Counts;
  readonly attempts: Counts;
  readonly portalCalls: Counts;
  readonly struckByFault: number;
  readonly replicas: Counts;
  readonly linesAtTheEnd: number;
  readonly heapMb: { readonly early: number; readonly late: number };
}

export function figuresOf({ keyed, reads, calls, lines, instances, heap }: History): Figures {
  const attempts = [...keyed.flatMap((each) => each.attempts), ...reads];
  const megabytes = (bytes = 0) => Math.round((bytes / 2 ** 20) * 10) / 10;
  return {
    keys: count(keyed.map(({ intent }) => intent.kind)),
    attempts: count(attempts.map(nameOf)),
    portalCalls: count(calls.map(({ method }) => method)),
    struckByFault: calls.filter(({ fault }) => fault !== undefined).length,
    replicas: count(instances.map(({ how }) => how ?? 'ran to the end')),
    linesAtTheEnd: lines.length,
    heapMb: { early: megabytes(median(heap.early)), late: megabytes(median(heap.late)) },
  };
}

function nameOf({ end }: Attempt): string {
  if (end.kind === 'data') return end.replayed ? 'replayed' : 'data';
  return end.kind === 'error' ? end.code : end.kind;
}

export function count(names: readonly string[]): Counts {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
