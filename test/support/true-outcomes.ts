import {
  Bitrix24Error,
  isLostAttempt,
  isLostWrite,
  type LostWrite,
} from '../../src/bitrix24/protocol/errors.ts';
import type { JournalEntry } from '../../src/emulator/journal.ts';
import { NotAppliedError, ReadBackError, UnverifiedError } from '../../src/telephony/errors.ts';
import type { SipLine } from '../../src/telephony/sip-lines/sip-line.ts';
import { WRITES, type Deed, type Played } from './mixed-writes.ts';

/**
 * Everything that the outcomes of writes say that is not so on the portal, in words, and every line that is there twice.
 */
export function untruths({ gateway, deeds }: Played, repeatAddsAfterMs: number): string[] {
  const { portal } = gateway;
  const entries = portal.journal.entries();
  const requests = new Map(entries.map((entry) => [entry.id, entry]));
  const sizes = new Map<number, number>();
  for (const { outer } of entries) if (outer !== undefined) sizes.set(outer, (sizes.get(outer) ?? 0) + 1);
  const found: string[] = [];

  /**
   * Whether a request may have surprised the gateway, as is documented: it was cut and ran on for longer than the rule
   * waits, which is ten seconds for each of its commands at the least.
   */
  function outlivesRule(entry: JournalEntry): boolean {
    const { id, outcome, status = 0, receivedAt } = requests.get(entry.outer ?? entry.id) ?? entry;
    const isCut = outcome === 'drop' || (status >= 500 && status !== 504);
    const allowedMs = Math.min(75_000, repeatAddsAfterMs * (sizes.get(id) ?? 1));
    return isCut && (entry.executedAt ?? 0) >= receivedAt + allowedMs;
  }

  const ofDeed = new Map(deeds.map((deed) => [deed, entries.filter((entry) => isOf(entry, deed))]));
  const executionsOf = (deed: Deed) => (ofDeed.get(deed) ?? []).filter(({ executed }) => executed);
  const stored = new Set(portal.lines().map(({ configId }) => String(configId)));
  const claimed = new Set<string>();

  for (const deed of deeds) {
    const executions = executionsOf(deed);
    const surprising = executions.filter((entry) => !outlivesRule(entry));
    const say = (text: string) => found.push(`${deed.kind} ${deed.mark}: ${text}`);
    if (deed.kind === 'add' && executions.length > 1 && !executions.some(outlivesRule)) say('made twice');
    switch (verdictOf(deed)) {
      case 'done': {
        if (executions.length === 0 && deed.kind !== 'delete') say('reported as done, never done');
        const configId = deed.kind === 'add' ? (deed.outcome as SipLine).configId : undefined;
        if (configId !== undefined && claimed.has(configId)) say('reported as the line of another add');
        if (configId !== undefined) claimed.add(configId);
        if (deed.kind === 'delete' && stored.has(deed.mark)) say('reported as deleted, still there');
        break;
      }
      case 'failed':
        // Of several deletions of one line, one has deleted it.
        if (surprising.length > 0 && deed.kind !== 'delete') say('reported as failed, but done');
        break;
      case 'unknown': {
        const { failure } = deed.outcome as Bitrix24Error & { readonly failure: LostWrite };
        const overAt = deed.reportedAt + failure.checkAfterMs + 1;
        if (surprising.some(({ executedAt = 0 }) => executedAt > overAt)) say('done after checkAfterMs');
        break;
      }
      case 'unverified':
        break;
      case 'fault':
        say(`failed by a fault: ${String(deed.outcome)}`);
    }
  }

  // Of two writes to the same thing, the one that was sent first is over when the other one is sent.
  for (const earlier of deeds) {
    // Requests of two deletions of one line look the same.
    if (deeds.some((other) => other !== earlier && other.mark === earlier.mark)) continue;
    for (const later of deeds) {
      if (earlier === later || earlier.key !== later.key || earlier.mark === later.mark) continue;
      const [first] = ofDeed.get(earlier) ?? [];
      const [second] = ofDeed.get(later) ?? [];
      if (!first || !second || second.id < first.id) continue;
      for (const entry of executionsOf(earlier)) {
        if ((entry.executedAt ?? 0) > second.receivedAt && !outlivesRule(entry))
          found.push(`${earlier.kind} ${earlier.mark} overtakes ${later.kind} ${later.mark} on ${later.key}`);
      }
    }
  }

  const titles = portal.lines().map(({ title }) => title);
  if (new Set(titles).size < titles.length && !entries.some(outlivesRule))
    found.push('two lines with one title');
  return found;
}

type Verdict = 'done' | 'failed' | 'unknown' | 'unverified' | 'fault';

function verdictOf({ outcome, kind }: Deed): Verdict {
  if (outcome instanceof ReadBackError) return 'done';
  if (outcome instanceof NotAppliedError || outcome instanceof UnverifiedError) return 'unverified';
  if (outcome instanceof Bitrix24Error) {
    // A lost attempt must be settled, or reported as a lost write.
    if (isLostAttempt(outcome)) return 'fault';
    return isLostWrite(outcome) ? 'unknown' : 'failed';
  }
  if (!(outcome instanceof Error)) return 'done';
  // Of a line that is deleted before its default is read back.
  if (outcome.name === 'NotFoundError' && kind === 'set-default') return 'unverified';
  return ['NotFoundError', 'TitleExistsError'].includes(outcome.name) ? 'failed' : 'fault';
}

function isOf({ method, params }: JournalEntry, { kind, mark }: Deed): boolean {
  switch (kind) {
    case 'add':
      return method === WRITES.add && params['LOGIN'] === mark;
    case 'rename':
    case 'change':
      return method === WRITES.update && params['LOGIN'] === mark;
    case 'delete':
      return method === WRITES.delete && params['CONFIG_ID'] === mark;
    case 'set-default':
      return (
        (method === WRITES.setLine && params['LINE_ID'] === `sip${mark}`) ||
        (method === WRITES.setSip && params['CONFIG_ID'] === mark)
      );
  }
}
