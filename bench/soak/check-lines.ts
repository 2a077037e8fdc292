import type { History, Keyed, PortalLine, Violation } from './history.ts';
import { addedBy, countExecuted, hasSucceeded } from './outcomes.ts';

const ADD = 'voximplant.sip.add';

/** Titles are never used again, so each stands for one line, from its add to its deletion. */
export function checkLines(history: History): readonly Violation[] {
  const { keyed, lines } = history;
  const added = countExecuted(history.calls, ADD);
  const doubled = [...added].filter(([, times]) => times > 1);
  const standing = new Map(lines.map((line) => [line.title, line]));
  const changes = changesOf(keyed);
  return [
    ...doubled.map(([title, times]) => violation('line-doubled', `"${title}" was added ${times} times`)),
    ...adds(keyed).flatMap((add) => checkAdd(add, added, standing, changes)),
  ];
}

interface Changes {
  readonly updates: readonly Keyed[];
  readonly deletions: readonly Keyed[];
}

function changesOf(keyed: readonly Keyed[]): ReadonlyMap<string, Changes> {
  const changes = new Map<string, { updates: Keyed[]; deletions: Keyed[] }>();
  for (const each of keyed) {
    const { intent } = each;
    if (intent.kind !== 'update' && intent.kind !== 'delete') continue;
    const of = changes.get(intent.configId) ?? { updates: [], deletions: [] };
    changes.set(intent.configId, of);
    (intent.kind === 'update' ? of.updates : of.deletions).push(each);
  }
  return changes;
}

/** An add with its titles: of contested ones, that of the key which got the line. */
function adds(
  keyed: readonly Keyed[],
): readonly { readonly add: Keyed; readonly titles: readonly string[] }[] {
  return keyed.flatMap((add) => (add.intent.kind === 'add' ? [{ add, titles: add.intent.titles }] : []));
}

function checkAdd(
  { add, titles }: { readonly add: Keyed; readonly titles: readonly string[] },
  added: ReadonlyMap<string, number>,
  standing: ReadonlyMap<string, PortalLine>,
  changes: ReadonlyMap<string, Changes>,
): readonly Violation[] {
  const lines = addedBy(add);
  return titles.flatMap((title) => {
    const line = lines.find((each) => each.title === title);
    if (!line) return [];
    if (!added.has(title)) return [violation('line-invented', `${add.key}: "${title}" was never added`)];
    return checkLine(title, line.configId, standing.get(title), changes.get(line.configId));
  });
}

/** Compares what callers were told about a line with what there is at the end. */
function checkLine(
  title: string,
  configId: string,
  line: PortalLine | undefined,
  { updates, deletions }: Changes = { updates: [], deletions: [] },
): readonly Violation[] {
  const isDeleted = deletions.some(hasSucceeded);
  if (isDeleted) return line ? [violation('line-wrong', `"${title}" was deleted, but is there`)] : [];
  if (!line) {
    // A deletion whose outcome nobody knows may have been executed.
    return deletions.length > 0 ? [] : [violation('line-lost', `"${title}" is not there`)];
  }
  if (line.configId !== configId)
    return [violation('line-wrong', `"${title}" is ${line.configId}, but was said to be ${configId}`)];
  // Updates of a line follow one another. One that never succeeded leaves open which of the two is there.
  const last = updates.at(-1);
  if (last?.intent.kind !== 'update' || !hasSucceeded(last)) return [];
  return line.server === last.intent.server
    ? []
    : [violation('line-wrong', `"${title}" has ${line.server} instead of ${last.intent.server}`)];
}

function violation(rule: Violation['rule'], detail: string): Violation {
  return { rule, detail };
}
