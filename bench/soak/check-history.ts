import { checkKeys } from './check-keys.ts';
import { checkLines } from './check-lines.ts';
import { checkRefusals } from './check-refusals.ts';
import { checkReplicas } from './check-replicas.ts';
import type { History, Violation } from './history.ts';
import { countExecuted } from './outcomes.ts';

const CALL = 'voximplant.callback.start';

/** Whatever in a history contradicts what the gateway promises. Empty if nothing does. */
export function checkHistory(history: History): readonly Violation[] {
  return [
    ...checkLines(history),
    ...checkCalls(history),
    ...checkKeys(history),
    ...checkRefusals(history),
    ...checkLimit(history),
    ...checkReplicas(history),
  ];
}

/** Each number is asked for by one key: it rings once, and if the key says that it rang, it did. */
function checkCalls({ keyed, calls }: History): readonly Violation[] {
  const rung = countExecuted(calls, CALL);
  return keyed.flatMap(({ key, intent, attempts }): readonly Violation[] => {
    if (intent.kind !== 'call') return [];
    const times = rung.get(intent.number) ?? 0;
    if (times > 1)
      return [{ rule: 'call-rung-twice', detail: `${key}: ${intent.number} rang ${times} times` }];
    const succeeded = attempts.some(({ end }) => end.kind === 'data');
    return succeeded && times === 0
      ? [{ rule: 'call-invented', detail: `${key}: ${intent.number} is said to have rung` }]
      : [];
  });
}

/** The portal refused nothing for the rate, except where a fault says so in its place. */
function checkLimit({ calls }: History): readonly Violation[] {
  const refused = calls.filter(
    ({ errorCode, fault }) => errorCode === 'QUERY_LIMIT_EXCEEDED' && fault === undefined,
  );
  return refused.map(({ method, receivedAt }) => ({
    rule: 'limit-overrun',
    detail: `${method} at ${receivedAt}`,
  }));
}
