import type { VirtualGateway } from './virtual-gateway.ts';

export type Fault = Parameters<VirtualGateway['portal']['faults']['inject']>[0];

/** Everything that can go wrong between the gateway and a portal, each as likely as the others. */
export function mixedFaults(share: number, maxDelayMs: number, random: () => number): Fault[] {
  const html = (status: number, stage: 'before' | 'after'): Fault => ({ kind: 'body', stage, status });
  const kinds: Fault[] = [
    { kind: 'drop', stage: 'before' },
    { kind: 'drop', stage: 'after' },
    { kind: 'hang', stage: 'before' },
    { kind: 'hang', stage: 'after' },
    ...[500, 502, 503, 504].flatMap((status) => [html(status, 'before'), html(status, 'after')]),
    { kind: 'error', stage: 'after', status: 500, code: 'INTERNAL_SERVER_ERROR' },
    { kind: 'error', stage: 'after', status: 500, code: 'ERROR_UNEXPECTED_ANSWER' },
    { kind: 'error', stage: 'before', status: 503, code: 'QUERY_LIMIT_EXCEEDED' },
    { kind: 'truncate' },
    { kind: 'late', delayMs: Math.round(random() * maxDelayMs) },
    { kind: 'late', delayMs: Math.round(random() * maxDelayMs) },
    { kind: 'slow-body', overMs: Math.round(random() * maxDelayMs) },
  ];
  // Tried one after another: each strikes its share of what the ones before it left.
  return kinds.map((fault, index) => ({
    ...fault,
    times: Infinity,
    probability: share / kinds.length / (1 - (share * index) / kinds.length),
  }));
}
