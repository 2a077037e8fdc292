import type { Fault } from './faults.ts';

const ADD = 'voximplant.sip.add';
const OF_ADDS = { on: ADD };

/** A fault of adds under the name that it has in reports. */
export type NamedFault = readonly [name: string, fault: Fault];

/** Everything that can happen to a request that adds lines: before it runs, while it runs on, and after it has run. */
export function faultsOfAdds(random: () => number): NamedFault[] {
  const stages = ['before', 'during', 'after'] as const;
  const afterMs = () => Math.round(random() * 4_000);
  const cuts = stages.map((stage): NamedFault => [
    `connection cut ${stage}`,
    { kind: 'drop', stage, ...(stage === 'during' && { afterMs: afterMs() }) },
  ]);
  const pages = [500, 502, 503, 504].flatMap((status) =>
    stages.map((stage): NamedFault => [
      `${status} ${stage}`,
      { kind: 'body', status, stage, ...(stage === 'during' && { afterMs: afterMs() }) },
    ]),
  );
  const others: NamedFault[] = [
    ['no answer before', { kind: 'hang', stage: 'before' }],
    ['no answer after', { kind: 'hang', stage: 'after' }],
    ['error within', { kind: 'error', stage: 'after', status: 500, code: 'INTERNAL_SERVER_ERROR' }],
    ['refused for the rate', { kind: 'error', status: 503, code: 'QUERY_LIMIT_EXCEEDED' }],
    ['body cut', { kind: 'truncate' }],
    ['body slow', { kind: 'slow-body', overMs: Math.round(random() * 15_000) }],
    ['connection cut, run later', { kind: 'late', delayMs: Math.round(random() * 5_000) }],
    ['answered late', { kind: 'slow', delayMs: Math.round(random() * 30_000) }],
  ];
  return [...cuts, ...pages, ...others].map(([name, fault]) => [name, { ...fault, ...OF_ADDS }]);
}

/** Faults that strike so often and so large a share of requests, each as likely as the others. */
export function withShare(faults: readonly Fault[], share: number): Fault[] {
  // Tried one after another: each strikes its share of what the ones before it left.
  return faults.map((fault, index) => ({
    ...fault,
    times: Infinity,
    probability: share / faults.length / (1 - (share * index) / faults.length),
  }));
}
