import { Bitrix24Error, isLostWrite } from '../../bitrix24/protocol/errors.ts';
import type { KeptOutcome } from '../../state/idempotency-store.ts';
import { NotFoundError, TitleExistsError } from '../../telephony/errors.ts';
import type { NewSipLine } from '../../telephony/sip-lines/input.ts';
import type { LookedUp, LostAdd } from '../../telephony/sip-lines/look-up.ts';
import type { SipLine } from '../../telephony/sip-lines/sip-line.ts';
import type { GatewayContext } from '../context.ts';
import { KeptUnknownError, KeyedLossError, ReplayError } from '../errors/idempotency-errors.ts';
import { outcomeOfFailure } from './fate.ts';
import type { KeyedRun, LateFinding } from './keyed-mutation.ts';
import { timeLeft } from './single-outcome.ts';

/** Adds of one key. */
export interface AddJob {
  readonly lines: readonly NewSipLine[];
  readonly context: GatewayContext;
  /** Adds lines, and returns a line or an error for each. */
  readonly add: (lines: readonly NewSipLine[]) => Promise<(SipLine | Error)[]>;
  readonly before: readonly KeptOutcome[] | undefined;
  readonly interruptedUntil: number | undefined;
  readonly since: number;
  readonly now: () => number;
  /** How long after it was sent a request may still be running, in milliseconds. */
  readonly longestRunMs: number;
}

/** One add while it is run: what to keep of it, and its result. */
interface Entry {
  readonly outcome: KeptOutcome;
  readonly result: SipLine | Error;
  readonly replayed: boolean;
}

export type AddsRun = Omit<KeyedRun<unknown>, 'respond'> & { readonly results: readonly (SipLine | Error)[] };

/**
 * Adds the lines that no earlier run has added: returns those that one has, looks for those that one may have, and sends an
 * add only where it is certain that none was executed or is still running.
 */
export async function runAdds(job: AddJob): Promise<AddsRun> {
  const { lines, now, longestRunMs } = job;
  const startedAt = now();
  const before = lines.map((_, index): KeptOutcome => {
    const kept = job.before?.[index] ?? NOTHING;
    return job.interruptedUntil === undefined ? kept : interrupted(kept, job.interruptedUntil);
  });
  const earlier = await readEarlier(job, before, startedAt);
  const missing = lines.flatMap((line, index) => (earlier[index] ? [] : [line]));
  const added = (missing.length > 0 ? await job.add(missing) : []).values();
  const entries = earlier.map((entry) => entry ?? addedEntry(added.next().value, now(), longestRunMs));
  const outcomes = entries.map(({ outcome }) => outcome);
  return {
    outcomes: outcomes.every(({ kind }) => kind === 'nothing') ? undefined : outcomes,
    closed: outcomes.every(({ kind }) => kind === 'succeeded'),
    replayed: entries.some(({ replayed }) => replayed),
    results: entries.map(({ result }) => result),
    later: entries.flatMap(({ result }, index) => foundLater(result, index)),
  };
}

/** The lines that earlier runs have added, or an error for each that cannot be read. */
export async function readAdded(
  outcomes: readonly KeptOutcome[],
  { telephony }: GatewayContext,
): Promise<(SipLine | Error)[]> {
  const ids = outcomes.map((outcome) => (outcome.kind === 'succeeded' ? (outcome.id ?? '') : ''));
  const found = await telephony.sipLines.findByConfigIds(ids).catch(asError);
  return ids.map((id) => {
    if (found instanceof Error) return new ReplayError(found);
    return found.lines.get(id) ?? new ReplayError(found.unreadable ?? new NotFoundError('configId'));
  });
}

const NOTHING: KeptOutcome = { kind: 'nothing' };

/** What is known of an add if the last run, which may have sent it, has never ended. */
function interrupted(kept: KeptOutcome, until: number): KeptOutcome {
  switch (kept.kind) {
    case 'succeeded':
      return kept;
    case 'unknown':
      return {
        kind: 'unknown',
        until: Math.max(kept.until, until),
        above: kept.above,
        ...(kept.hidden && { hidden: true }),
      };
    case 'nothing':
      // Nobody knows what the highest CONFIG_ID was then, so an equal line is taken for the one that was added.
      return { kind: 'unknown', until, above: '0' };
  }
}

/** What earlier runs make of each line; undefined where it is to be added. */
async function readEarlier(
  { lines, context, since, now }: AddJob,
  before: readonly KeptOutcome[],
  startedAt: number,
): Promise<(Entry | undefined)[]> {
  const done = before.filter(({ kind }) => kind === 'succeeded');
  const lost = lines.flatMap((line, index) => {
    const kept = before[index];
    return kept?.kind === 'unknown' ? [{ line, above: BigInt(kept.above ?? 0) }] : [];
  });
  const [read, lookedUp] = await Promise.all([
    done.length > 0 ? readAdded(done, context) : [],
    lost.length > 0 ? lookUp(context, lost) : [],
  ]);
  const isUnwatched = before.some((kept) => kept.kind === 'unknown' && kept.hidden === undefined);
  // Asked after the lookups, which miss what was changed before them.
  const changed = isUnwatched && (await mayHaveChanged(context, lost, now() - since));
  const [reading, looking] = [read.values(), lookedUp.values()];
  return before.map((outcome): Entry | undefined => {
    switch (outcome.kind) {
      case 'nothing':
        return undefined;
      case 'succeeded':
        return { outcome, result: reading.next().value ?? leftOut(), replayed: true };
      case 'unknown':
        return lostEntry(outcome, looking.next().value ?? leftOut(), changed, startedAt);
    }
  });
}

async function lookUp({ telephony }: GatewayContext, lost: readonly LostAdd[]): Promise<LookedUp[]> {
  return telephony.sipLines.lookUp(lost).catch((fault: unknown) => lost.map(() => asError(fault)));
}

/**
 * Whether the line of any of these may have been changed or deleted since then. That counts if no process is known to have
 * watched it: the one that sent the add may be gone.
 */
async function mayHaveChanged(
  { telephony }: GatewayContext,
  lost: readonly LostAdd[],
  agoMs: number,
): Promise<boolean | Error | undefined> {
  const lowest = lost.reduce((least, { above }) => (above < least ? above : least), lost[0]?.above ?? 0n);
  return telephony.sipLines.mayHaveChanged(lowest, agoMs).catch(asError);
}

/** When to ask again whether lines were changed, in milliseconds. */
const ASK_AGAIN_MS = 1_000;

/**
 * @param changed whether a line was changed in the meantime that may be the one that was added
 * @param startedAt when the lookup began: what it does not find by then was not added if the add must have ended
 */
function lostEntry(
  outcome: KeptOutcome & { readonly kind: 'unknown' },
  found: LookedUp,
  changed: boolean | Error | undefined,
  startedAt: number,
): Entry | undefined {
  const isOver = startedAt >= outcome.until;
  const left = timeLeft(outcome, startedAt);
  const unknown = (error: Error): Entry => ({ outcome, result: error, replayed: true });
  const isHidden = outcome.hidden ?? changed;
  const isDecided = isOver && isHidden === false;
  if (found === 'absent' && isDecided) return undefined;
  if (found === 'absent' && isOver && typeof isHidden !== 'boolean')
    return unknown(new KeptUnknownError('line', ASK_AGAIN_MS, isHidden));
  if (found === 'absent') return unknown(new KeptUnknownError(isOver ? 'changed' : 'line', left));
  if (found === 'unclear') return unknown(new KeptUnknownError('title', left));
  // Somebody else's line has the title, as it would be found for an add without a key.
  if (found instanceof TitleExistsError)
    return { outcome: isDecided ? NOTHING : outcome, result: found, replayed: false };
  if (found instanceof Error) return unknown(new KeptUnknownError('line', left, found));
  return { outcome: { kind: 'succeeded', id: found.configId }, result: found, replayed: true };
}

function addedEntry(result: SipLine | Error = leftOut(), now: number, longestRunMs: number): Entry {
  if (!(result instanceof Error))
    return { outcome: { kind: 'succeeded', id: result.configId }, result, replayed: false };
  const failure = outcomeOfFailure(result, now, longestRunMs);
  if (failure.kind !== 'unknown') return { outcome: NOTHING, result, replayed: false };
  // Without a known id, whatever is found is taken for the line.
  const outcome = { ...failure, above: failure.above ?? '0' };
  return {
    outcome,
    result: result instanceof Bitrix24Error ? new KeyedLossError(result) : result,
    replayed: false,
  };
}

function foundLater(result: SipLine | Error, index: number) {
  const cause = result instanceof KeyedLossError ? result.cause : undefined;
  const record = cause instanceof Bitrix24Error && isLostWrite(cause) ? cause.failure.record : undefined;
  if (!record) return [];
  return [{ index, finding: record.foundLater.then(findingOf) }];
}

function findingOf(found: bigint | 'hidden' | 'absent' | undefined): LateFinding | undefined {
  return typeof found === 'bigint' ? { id: String(found) } : found;
}

function asError(fault: unknown): Error {
  return fault instanceof Error
    ? fault
    : new Error('something that is no error was thrown', { cause: fault });
}

function leftOut(): Error {
  return new Error('a line was left out');
}
