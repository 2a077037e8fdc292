import type { Attempt, History, HeapSamples, Instance, Violation } from './history.ts';

/** What a client may see of the faults that strike. Anything else is a mistake of the gateway, or its own fault. */
const EXPECTED_CODES: ReadonlySet<string> = new Set([
  'FORBIDDEN',
  'OUTCOME_UNKNOWN',
  'PORTAL_UNAVAILABLE',
  'RATE_LIMITED',
  'SHUTTING_DOWN',
  'TITLE_EXISTS',
  'UPSTREAM_ERROR',
]);

/** How much more heap may be in use at the end than after the first minutes. */
const HEAP_GROWTH = 1.1;

/** Replicas return errors that a client understands, break no connection, end when they are told to, and stay small. */
export function checkReplicas({ keyed, reads, instances, heap }: History): readonly Violation[] {
  const attempts = [...keyed.flatMap((each) => each.attempts), ...reads];
  const byName = new Map(instances.map((instance) => [instance.name, instance]));
  return [
    ...attempts.flatMap((attempt) => checkAttempt(attempt, byName.get(attempt.instance))),
    ...instances.flatMap(checkInstance),
    ...checkHeap(heap),
  ];
}

function checkAttempt({ startedAt, end }: Attempt, instance: Instance | undefined): readonly Violation[] {
  switch (end.kind) {
    case 'data':
    case 'cut':
      return [];
    case 'error':
      // The replica closed a connection that had been open without a request, as this one was sent.
      return EXPECTED_CODES.has(end.code) || end.status === 408
        ? []
        : [{ rule: 'error-unexpected', detail: `${instance?.name ?? ''}: ${end.code} (${end.status})` }];
    case 'garbled':
      return [{ rule: 'error-unexpected', detail: `${instance?.name ?? ''}: ${end.status} ${end.text}` }];
    case 'refused':
    case 'lost':
      return mayBreak(instance, startedAt, end.kind)
        ? []
        : [{ rule: 'connection-broken', detail: `${instance?.name ?? ''}: ${describe(end)}` }];
  }
}

const describe = (end: { readonly kind: string; readonly reason?: string }) => end.reason ?? end.kind;

/** A killed replica breaks what it was doing. One that is told to stop ends it, and takes nothing new. */
function mayBreak(instance: Instance | undefined, startedAt: number, kind: 'refused' | 'lost'): boolean {
  if (instance?.stoppedAt === undefined) return false;
  if (instance.how === 'SIGKILL') return true;
  // A request that is sent while the replica closes an idle connection is lost, as everywhere in HTTP.
  return kind === 'refused' || startedAt >= instance.stoppedAt - CLOSING_MS;
}

/** How long a request may be on its way before the replica has begun with it, in milliseconds. */
const CLOSING_MS = 1_000;

function checkInstance({ name, how, code, errors }: Instance): readonly Violation[] {
  const violations: Violation[] = [];
  if (how === 'SIGTERM' && code !== undefined && code !== 0)
    violations.push({ rule: 'replica-failed', detail: `${name} ended with ${code}` });
  if (how === undefined && code !== undefined)
    violations.push({ rule: 'replica-failed', detail: `${name} ended by itself` });
  if (errors !== '') violations.push({ rule: 'replica-failed', detail: `${name}: ${errors}` });
  return violations;
}

function checkHeap({ early, late }: HeapSamples): readonly Violation[] {
  const [before, after] = [median(early), median(late)];
  if (before === undefined || after === undefined || after <= before * HEAP_GROWTH) return [];
  return [{ rule: 'heap-grown', detail: `from ${before} to ${after} bytes` }];
}

export function median(numbers: readonly number[]): number | undefined {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
