import type { History, Keyed, Violation } from './history.ts';
import { addedBy, countExecuted, isRefused } from './outcomes.ts';

/** What was refused for good was not done, by no attempt with its key. Nothing else does the same to the same line. */
export function checkRefusals({ keyed, calls, lines }: History): readonly Violation[] {
  const added = countExecuted(calls, 'voximplant.sip.add');
  const rung = countExecuted(calls, 'voximplant.callback.start');

  function doneBy(each: Keyed): boolean {
    const { intent } = each;
    switch (intent.kind) {
      case 'add': {
        const told = addedBy(each).map(({ title }) => title);
        return intent.titles.some((title) => added.has(title) && !told.includes(title) && !intent.contested);
      }
      case 'update':
        return lines.some(({ configId, server }) => configId === intent.configId && server === intent.server);
      case 'delete':
        return !lines.some(({ configId }) => configId === intent.configId);
      case 'call':
        return rung.has(intent.number);
    }
  }

  return keyed
    .filter((each) => isRefused(each) && doneBy(each))
    .map((each) => ({ rule: 'refused-but-done', detail: `${each.key}: ${JSON.stringify(each.intent)}` }));
}
