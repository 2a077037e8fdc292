import type { Command, FoundRecord, Query } from '../protocol/command.ts';
import { replyOf, type Reply } from '../protocol/envelope.ts';
import { Bitrix24Error, isLostWrite } from '../protocol/errors.ts';
import { SHORTEST_TRY_MS, type Attempts } from './attempts.ts';
import type { HighestId } from './highest-id.ts';
import { sendUntilExecuted } from './repeats.ts';

/** When to look for what a lost write made, in milliseconds after the loss: the lost request may still be running. */
const LOOKUPS_MS = [1_000, 3_000, 8_000];

/** `unsure`: whether there is such a record could not be found out. */
type Found<T> = FoundRecord<T> | 'unsure' | undefined;

/**
 * Looks for what a lost write made, and makes it again where it certainly did not. Undefined if the deadline came first.
 *
 * @param known the highest id before the write was sent
 */
export async function findOrRepeat<T>(
  command: Command<T>,
  lookup: Query<FoundRecord<T> | undefined>,
  known: number,
  highestId: HighestId,
  attempts: Attempts,
): Promise<Reply<T> | Bitrix24Error | undefined> {
  const judge = (found: FoundRecord<T>) => {
    highestId.raise(found.id);
    return outcomeOf(command, found, known);
  };
  let lostAt = attempts.clock.now();
  for (;;) {
    const found = await findAfter(lostAt, lookup, attempts);
    if (found === 'unsure') return undefined;
    if (found) return judge(found);
    const outcome = await sendUntilExecuted(command, attempts);
    if (outcome === undefined || !(outcome instanceof Bitrix24Error)) return outcome;
    if (isLostWrite(outcome)) {
      lostAt = attempts.clock.now();
      continue;
    }
    // The repeat may have been refused because of what the lost write has made in the meantime.
    const standing = await find(lookup, attempts);
    if (standing === 'unsure') return undefined;
    return standing ? judge(standing) : outcome;
  }
}

/** Looks several times for what a lost write made. Undefined only if the last answer was that there is none. */
async function findAfter<T>(
  lostAt: number,
  lookup: Query<FoundRecord<T> | undefined>,
  attempts: Attempts,
): Promise<Found<T>> {
  const last = LOOKUPS_MS.length - 1;
  for (let turn = 0; ; turn += 1) {
    const planned = LOOKUPS_MS[turn];
    const at = planned === undefined ? attempts.clock.now() + SHORTEST_TRY_MS : lostAt + planned;
    if (!(await attempts.sleepUntil(at))) return 'unsure';
    const found = await find(lookup, attempts);
    if (found !== undefined && found !== 'unsure') return found;
    if (found === undefined && turn >= last) return undefined;
  }
}

async function find<T>(lookup: Query<FoundRecord<T> | undefined>, attempts: Attempts): Promise<Found<T>> {
  const outcome = await attempts.run(lookup);
  return outcome instanceof Bitrix24Error ? 'unsure' : outcome.value;
}

/** Whose the record is that was found. */
function outcomeOf<T>(
  { method }: Command<T>,
  found: FoundRecord<T>,
  known: number,
): Reply<T> | Bitrix24Error {
  return found.equal && found.id > known
    ? replyOf(found.value)
    : new Bitrix24Error(method, { kind: 'taken', id: String(found.id) });
}
