import { sleep, type Clock } from '../clock.ts';
import type { Command, FoundRecord, Query } from '../protocol/command.ts';
import { replyOf, type Reply } from '../protocol/envelope.ts';
import { Bitrix24Error, executionOf, isLostAttempt } from '../protocol/errors.ts';
import { SHORTEST_TRY_MS, type Attempts, type Run } from './attempts.ts';
import type { LostAttempts } from './doubt.ts';
import { mayBeHidden, type ChangedMeanwhile } from './changed-meanwhile.ts';
import { isCreatedAfter, type HighestId } from './highest-id.ts';
import { sendUntilExecuted } from './repeats.ts';

/** When to look for the record of a lost write, in milliseconds after it was sent. */
const FIRST_LOOKUP_MS = 1_000;
const LOOKUPS_MS = [FIRST_LOOKUP_MS, 3_000, 8_000];

/** Interval of the lookups after these, in milliseconds, and of those that run in the background. */
const LOOKUP_INTERVAL_MS = 5_000;
const LOOKUP_BEHIND_INTERVAL_MS = 10_000;

/** `unsure`: it could not be determined whether there is such a record. */
type Found<T> = FoundRecord<T> | 'unsure' | undefined;

type Lookup<T> = Query<FoundRecord<T> | undefined>;

/**
 * Looks for the record of a lost write, and sends the write again only if it certainly created none: no such record
 * exists after the last lost attempt must have ended, and no newer one has been changed meanwhile. That another record
 * is in its way counts from then on as well: it may be gone before a lost attempt begins. Undefined if the deadline came
 * first, or if the record may have been changed beyond recognition.
 */
export async function findOrRepeat<T>(
  command: Command<T>,
  lookup: Lookup<T>,
  changed: ChangedMeanwhile,
  highestId: HighestId,
  lost: LostAttempts,
  attempts: Attempts,
): Promise<Reply<T> | Bitrix24Error | undefined> {
  const { known } = changed;
  const lookalike = command.lookalike?.(known);
  const isOwn = (found: FoundRecord<T>) => isCreatedBy(found, known);
  const judge = async (found: FoundRecord<T>) => {
    highestId.raise(found.id);
    if (isOwn(found)) {
      lost.found();
      return replyOf(found.value);
    }
    if (!(await changed.learn()) || changed.mayBeOwn(found.id)) return undefined;
    return new Bitrix24Error(command.method, { kind: 'taken', id: String(found.id) });
  };
  for (;;) {
    const found = await findWhileInDoubt(lookup, lookalike, isOwn, lost, attempts);
    if (found === 'unsure') return undefined;
    if (found) return judge(found);
    if (await mayBeHidden(changed)) return undefined;
    const outcome = await sendUntilExecuted(command, attempts);
    if (!(outcome instanceof Bitrix24Error)) return outcome;
    if (isLostAttempt(outcome)) {
      lost.add(outcome);
      continue;
    }
    if (executionOf(outcome.failure) === 'not-executed') return outcome;
    // The retry may have been refused because of what the lost write has created in the meantime.
    const standing = await find(lookup, attempts);
    if (standing === 'unsure') return undefined;
    if (standing) return judge(standing);
    if (await mayBeHidden(changed)) return undefined;
    return (await mayExist(lookalike, attempts)) === false ? outcome : undefined;
  }
}

/**
 * Looks for the record of a lost write until it is found or can no longer appear: then whatever is in its place, or
 * undefined.
 */
async function findWhileInDoubt<T>(
  lookup: Lookup<T>,
  lookalike: Query<boolean> | undefined,
  isOwn: (found: FoundRecord<T>) => boolean,
  lost: LostAttempts,
  attempts: Attempts,
): Promise<Found<T>> {
  const { clock, lastChanceAt } = attempts;
  let at = Math.max(clock.now(), lost.sentAt + FIRST_LOOKUP_MS);
  for (;;) {
    // Delays the last lookup as far as possible rather than making it too early.
    if (at > lastChanceAt && lastChanceAt - clock.now() > SHORTEST_TRY_MS) at = lastChanceAt;
    if (!(await attempts.sleepUntil(at))) return 'unsure';
    const begunAt = clock.now();
    let found = await find(lookup, attempts);
    const isOver = begunAt >= lost.endsAt();
    if (found !== undefined && found !== 'unsure' && (isOver || isOwn(found))) return found;
    if (found !== 'unsure') lost.absent(begunAt);
    if (found === undefined && isOver) {
      const alike = await mayExist(lookalike, attempts);
      if (alike === false) return undefined;
      // It may have appeared between the two lookups.
      if (alike === true) return (await find(lookup, attempts)) ?? 'unsure';
      found = 'unsure';
    }
    at = found === 'unsure' ? clock.now() + SHORTEST_TRY_MS : nextLookupAt(clock.now(), lost);
  }
}

function nextLookupAt(now: number, lost: LostAttempts): number {
  const planned = LOOKUPS_MS.map((ms) => lost.sentAt + ms).find((at) => at > now);
  const endsAt = lost.endsAt();
  return Math.min(planned ?? now + LOOKUP_INTERVAL_MS, endsAt > now ? endsAt : Infinity);
}

async function find<T>(lookup: Lookup<T>, attempts: Attempts): Promise<Found<T>> {
  const outcome = await attempts.run(lookup);
  return outcome instanceof Bitrix24Error ? 'unsure' : outcome.value;
}

/** Whether the record may exist in another form than the lookup finds. */
async function mayExist(
  lookalike: Query<boolean> | undefined,
  attempts: Attempts,
): Promise<boolean | 'unsure'> {
  if (!lookalike) return false;
  const outcome = await attempts.run(lookalike);
  return outcome instanceof Bitrix24Error ? 'unsure' : outcome.value;
}

/**
 * Looks for the record of a lost write in the background, for as long as it may still appear. Writes nothing: a caller
 * that got an unknown outcome may have acted on it since. Resolves when it is found, or not found by when the write must
 * have ended; with its id if it was found and is what the write has created, and with undefined if the last lookup failed.
 */
export async function lookBehind<T>(
  lookup: Lookup<T>,
  known: bigint,
  highestId: HighestId,
  lost: LostAttempts,
  clock: Clock,
  run: Run,
): Promise<bigint | 'absent' | undefined> {
  for (;;) {
    await sleep(clock, Math.min(LOOKUP_BEHIND_INTERVAL_MS, Math.max(0, lost.endsAt() - clock.now())));
    const now = clock.now();
    const isLast = now >= lost.endsAt();
    const until = now + LOOKUP_BEHIND_INTERVAL_MS;
    const outcome = await run(lookup, { queueUntil: until, answerBy: until });
    const found = outcome instanceof Bitrix24Error ? undefined : outcome.value;
    if (found) highestId.raise(found.id);
    if (found && isCreatedBy(found, known)) {
      lost.found();
      return found.id;
    }
    if (!(outcome instanceof Bitrix24Error)) lost.absent(now);
    if (isLast) return outcome instanceof Bitrix24Error ? undefined : 'absent';
  }
}

/** Whether a write created the record that was found, as opposed to somebody else. */
function isCreatedBy({ equal, id }: FoundRecord<unknown>, known: bigint): boolean {
  return equal && isCreatedAfter(known, id);
}
