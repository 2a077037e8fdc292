import type { Keyed, PortalCall } from './history.ts';

/** A line as a replica returned it. */
export interface ReturnedLine {
  readonly configId: string;
  readonly title: string;
}

/** The data of every attempt that succeeded, in their order. */
export function successes({ attempts }: Keyed): readonly unknown[] {
  return attempts.flatMap(({ end }) => (end.kind === 'data' ? [end.data] : []));
}

export function hasSucceeded(keyed: Keyed): boolean {
  return successes(keyed).length > 0;
}

/** Its replica died, and lines were changed since: nobody can find out whether one of them is the line that it may have added. */
export function staysUnknown({ intent, attempts }: Keyed): boolean {
  const end = attempts.at(-1)?.end;
  return intent.kind === 'add' && end?.kind === 'error' && end.code === 'OUTCOME_UNKNOWN' && !end.retryable;
}

/**
 * Its client stopped because the portal is blocked: nobody said that it was done, so it must not have been. Other refusals
 * are repeated.
 */
export function isRefused(keyed: Keyed): boolean {
  const end = keyed.attempts.at(-1)?.end;
  return !hasSucceeded(keyed) && end?.kind === 'error' && end.code === 'PORTAL_UNAVAILABLE' && !end.retryable;
}

/** The lines that a key got. */
export function addedBy(add: Keyed): readonly ReturnedLine[] {
  const partly = add.attempts.map(({ end }) => (end.kind === 'error' ? end.partly : undefined));
  return [...successes(add), ...partly].flatMap(linesIn);
}

/** The lines in the data of an add. */
export function linesIn(data: unknown): readonly ReturnedLine[] {
  if (Array.isArray(data)) return data.flatMap(linesIn);
  if (typeof data !== 'object' || data === null || !('configId' in data) || !('title' in data)) return [];
  return [{ configId: String(data.configId), title: String(data.title) }];
}

/** How often the portal has executed a method, by what the command was about. */
export function countExecuted(calls: readonly PortalCall[], method: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const call of calls)
    if (call.method === method && call.executedAt !== undefined)
      counts.set(call.subject, (counts.get(call.subject) ?? 0) + 1);
  return counts;
}
