import { expect } from 'vitest';
import type { JournalEntry } from '../../src/emulator/journal.ts';
import type { Portal } from '../../src/emulator/portal.ts';

const ADD = 'voximplant.sip.add';

/** The calls that made lines of one title, of each title that has several. */
export function doubledAdds({ journal }: Portal): (readonly JournalEntry[])[] {
  const executed = new Map<string, JournalEntry[]>();
  for (const entry of journal.entries(ADD)) {
    if (!entry.executed) continue;
    const title = JSON.stringify(entry.params['TITLE']);
    executed.set(title, [...(executed.get(title) ?? []), entry]);
  }
  return [...executed.values()].filter((entries) => entries.length > 1);
}

/**
 * Of lines with one title, each but the last was made by a request that was cut and ran on when the next was sent: ten seconds
 * for each of its commands after it, at the earliest.
 */
export function expectDoubledByRuleOnly(portal: Portal): void {
  const entries = portal.journal.entries();
  const requests = new Map(entries.map((entry) => [entry.id, entry]));
  const commands = new Map<number, number>();
  for (const { outer = 0 } of entries) commands.set(outer, (commands.get(outer) ?? 0) + 1);
  // A command of a batch is received when those before it are over.
  const requestOf = ({ id, outer = id }: JournalEntry) => requests.get(outer);
  const sentAt = (entry: JournalEntry) => requestOf(entry)?.receivedAt ?? 0;
  for (const doubled of doubledAdds(portal)) {
    const inOrder = doubled.toSorted((one, other) => sentAt(one) - sentAt(other));
    for (const [index, next] of inOrder.slice(1).entries()) {
      const cut = inOrder[index];
      const { id = 0, outcome, status = 0, receivedAt = 0 } = (cut && requestOf(cut)) ?? {};
      expect(outcome === 'drop' || (status >= 500 && status !== 504)).toBe(true);
      expect(sentAt(next)).toBeLessThan(cut?.executedAt ?? 0);
      expect(sentAt(next)).toBeGreaterThanOrEqual(receivedAt + 10_000 * (commands.get(id) ?? 1));
    }
  }
}
