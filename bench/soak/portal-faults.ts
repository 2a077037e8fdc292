import type { Fault } from '../../src/emulator/faults/fault.ts';
import { withShare } from '../../test/support/add-faults.ts';

const STAGES = ['before', 'during', 'after'] as const;

/** Everything that can go wrong with a request to a portal. None of them lies about an error: that could not be told. */
export function faultsOfRequests(
  random: () => number,
  share: number,
  longestDelayMs: number,
): readonly Fault[] {
  const delay = () => Math.round(random() * longestDelayMs);
  const cuts = STAGES.map((stage): Fault => ({ kind: 'drop', stage, ...during(stage, delay()) }));
  const pages = [500, 502, 503, 504].flatMap((status) =>
    STAGES.map((stage): Fault => ({ kind: 'body', status, stage, ...during(stage, delay()) })),
  );
  const errors = ['INTERNAL_SERVER_ERROR', 'ERROR_UNEXPECTED_ANSWER'].map((code): Fault => ({
    kind: 'error',
    stage: 'after',
    status: 500,
    code,
  }));
  const refusals: Fault[] = [
    { kind: 'error', status: 503, code: 'QUERY_LIMIT_EXCEEDED' },
    { kind: 'error', status: 503, code: 'OVERLOAD_LIMIT' },
    { kind: 'error', status: 403, code: 'ACCESS_DENIED', description: 'Access denied!' },
    { kind: 'error', status: 400, code: 'SOMETHING_NEW', description: 'An error that nobody knows.' },
  ];
  const others: Fault[] = [
    { kind: 'hang', stage: 'before' },
    { kind: 'hang', stage: 'after' },
    { kind: 'truncate' },
    { kind: 'latin1' },
    { kind: 'slow-body', overMs: delay() },
    { kind: 'late', delayMs: delay() },
    { kind: 'slow', stage: 'during', delayMs: delay() },
    { kind: 'slow', stage: 'after', delayMs: delay() },
    { kind: 'body', status: 200, stage: 'after', body: '<html>Please wait</html>' },
    { kind: 'body', status: 200, stage: 'after', contentType: 'application/json', body: '{"result":' },
    { kind: 'batch-missing' },
    { kind: 'batch-missing', execute: false },
  ];
  return withShare([...cuts, ...pages, ...errors, ...refusals, ...others], share);
}

function during(stage: (typeof STAGES)[number], afterMs: number) {
  return stage === 'during' ? { afterMs } : {};
}
