import type { History, Keyed, Violation } from './history.ts';
import { countExecuted, hasSucceeded, isRefused, staysUnknown, successes } from './outcomes.ts';

/** Each key has one outcome, whoever was asked and how often, and a client that asks again gets to know it. */
export function checkKeys({ keyed, calls }: History): readonly Violation[] {
  const contests = new Map<string, Keyed[]>();
  for (const each of keyed) {
    if (each.intent.kind !== 'add' || !each.intent.contested) continue;
    for (const title of each.intent.titles) contests.set(title, [...(contests.get(title) ?? []), each]);
  }
  const added = countExecuted(calls, 'voximplant.sip.add');
  return [
    ...keyed.flatMap(checkKey),
    ...[...contests].flatMap(([title, rivals]) => checkContest(title, rivals, added.has(title))),
  ];
}

function checkKey(each: Keyed): readonly Violation[] {
  const outcomes = new Set(successes(each).map((data) => JSON.stringify(data)));
  const violations: Violation[] = [];
  if (outcomes.size > 1)
    violations.push({ rule: 'key-with-two-outcomes', detail: `${each.key}: ${[...outcomes].join(' and ')}` });
  const codes = codesOf(each);
  if (codes.has('IDEMPOTENCY_CONFLICT'))
    violations.push({ rule: 'key-with-two-outcomes', detail: `${each.key}: IDEMPOTENCY_CONFLICT` });
  const mayBeTaken = each.intent.kind === 'add' && each.intent.contested;
  if (codes.has('TITLE_EXISTS') && !mayBeTaken)
    violations.push({ rule: 'refused-own-title', detail: `${each.key}: nobody else has its title` });
  else if (!isSettled(each, codes))
    violations.push({ rule: 'key-unsettled', detail: `${each.key}: ${lastOf(each)}` });
  return violations;
}

function codesOf({ attempts }: Keyed): ReadonlySet<string> {
  return new Set(attempts.flatMap(({ end }) => (end.kind === 'error' ? [end.code] : [])));
}

function isSettled(each: Keyed, codes: ReadonlySet<string>): boolean {
  if (hasSucceeded(each) || isRefused(each)) return true;
  switch (each.intent.kind) {
    case 'call':
      return codes.has('OUTCOME_UNKNOWN');
    case 'add':
      return staysUnknown(each) || (each.intent.contested && codes.has('TITLE_EXISTS'));
    default:
      return false;
  }
}

function lastOf({ attempts }: Keyed): string {
  const end = attempts.at(-1)?.end;
  return end?.kind === 'error' ? end.code : (end?.kind ?? 'was never sent');
}

/** Of those that want one title, one gets the line. */
function checkContest(title: string, rivals: readonly Keyed[], isAdded: boolean): readonly Violation[] {
  const winners = rivals.filter(hasSucceeded);
  if (winners.length > 1)
    return [{ rule: 'key-with-two-outcomes', detail: `"${title}": ${winners.length} keys got it` }];
  const isRefused = rivals.every((each) => codesOf(each).has('TITLE_EXISTS'));
  return winners.length === 0 && isRefused && isAdded
    ? [{ rule: 'line-lost', detail: `"${title}" was added, but every key was refused` }]
    : [];
}
