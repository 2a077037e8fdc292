import { median } from './check-replicas.ts';
import type { Attempt, History, PortalCall } from './history.ts';

/** As the portal's bucket: what it holds, and how fast that drains. */
export interface RateLimit {
  readonly burst: number;
  readonly perSecond: number;
}

/** Counts by what was counted. */
export type Counts = Readonly<Record<string, number>>;

/** What happened in numbers, for whoever wants to know how hard the test was. */
export interface Figures {
  readonly keys: Counts;
  readonly attempts: Counts;
  readonly portalCalls: Counts;
  readonly struckByFault: number;
  /** The highest level of the portal's rate bucket, and how many times it was within two requests of the limit. */
  readonly rateBucket: { readonly limit: number; readonly fullest: number; readonly nearlyFull: number };
  readonly replicas: Counts;
  readonly linesAtTheEnd: number;
  /** Undefined if it was not measured. */
  readonly heapMb: { readonly early: number; readonly late: number } | undefined;
}

/** How many requests below the limit a bucket counts as nearly full. */
const NEARLY = 2;

export function figuresOf(
  { keyed, reads, calls, lines, instances, heap }: History,
  rate: RateLimit,
): Figures {
  const attempts = [...keyed.flatMap((each) => each.attempts), ...reads];
  const megabytes = (bytes = 0) => Math.round((bytes / 2 ** 20) * 10) / 10;
  return {
    keys: count(keyed.map(({ intent }) => intent.kind)),
    attempts: count(attempts.map(nameOf)),
    portalCalls: count(calls.map(({ method }) => method)),
    struckByFault: calls.filter(({ fault }) => fault !== undefined).length,
    rateBucket: replayBucket(calls, rate),
    replicas: count(instances.map(({ how }) => how ?? 'ran to the end')),
    linesAtTheEnd: lines.length,
    heapMb:
      heap.early.length > 0
        ? { early: megabytes(median(heap.early)), late: megabytes(median(heap.late)) }
        : undefined,
  };
}

/** What the portal's bucket held, by the requests that it took. */
function replayBucket(calls: readonly PortalCall[], { burst, perSecond }: RateLimit): Figures['rateBucket'] {
  let [level, at, fullest, nearlyFull] = [0, 0, 0, 0];
  for (const { isRequest, errorCode, fault, receivedAt } of calls) {
    if (!isRequest || (errorCode === 'QUERY_LIMIT_EXCEEDED' && fault === undefined)) continue;
    level = Math.max(0, level - ((receivedAt - at) / 1_000) * perSecond) + 1;
    at = receivedAt;
    fullest = Math.max(fullest, level);
    if (level > burst - NEARLY) nearlyFull += 1;
  }
  return { limit: burst, fullest: Math.round(fullest * 10) / 10, nearlyFull };
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
