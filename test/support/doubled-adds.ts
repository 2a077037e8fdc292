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
 * Of two lines with one title, the first was made by a request that was cut and ran on when it was sent again: after
 * ten seconds for each of its commands at the earliest.
 */
export function expectDoubledByRuleOnly(portal: Portal): void {
  const entries = portal.journal.entries();
  const requests = new Map(entries.map((entry) => [entry.id, entry]));
  const commands = new Map<number, number>();
  for (const { outer = 0 } of entries) commands.set(outer, (commands.get(outer) ?? 0) + 1);
  for (const [first, second, ...more] of doubledAdds(portal)) {
    expect(more).toEqual([]);
    const request = requests.get(first?.outer ?? first?.id ?? 0);
    const { id = 0, outcome, status = 0, receivedAt = 0 } = request ?? {};
    expect(outcome === 'drop' || (status >= 500 && status !== 504)).toBe(true);
    expect(second?.receivedAt).toBeLessThan(first?.executedAt ?? 0);
    expect(second?.receivedAt).toBeGreaterThanOrEqual(receivedAt + 10_000 * (commands.get(id) ?? 1));
  }
}
