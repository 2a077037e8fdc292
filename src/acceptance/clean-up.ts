import { sleep, type Clock } from '../bitrix24/clock.ts';
import { Bitrix24Error } from '../bitrix24/protocol/errors.ts';
import { NotFoundError } from '../telephony/errors.ts';
import type { Telephony } from '../telephony/telephony.ts';
import { explain } from './explain.ts';

/** What a run may have to undo. */
export interface Undo {
  /** Is part of the title of every line of this run, and of no other line. */
  readonly token: string;
  /** Milliseconds until an add without a response can no longer create its line. */
  readonly addMayRunForMs: number;
  /** The default line before the run; undefined if it was not read. */
  readonly defaultBefore: string | null | undefined;
}

/**
 * Deletes the lines of the run and makes the default line what it was.
 *
 * @returns what could not be undone, in sentences; empty if everything is as before
 */
export async function cleanUp(telephony: Telephony, clock: Clock, undo: Undo): Promise<readonly string[]> {
  if (undo.addMayRunForMs > 0) await sleep(clock, undo.addMayRunForMs);
  return [
    ...(await deleteLines(telephony, undo.token)),
    ...(await restoreDefault(telephony, undo.defaultBefore)),
  ];
}

const ORDER = { field: 'CONFIG_ID', direction: 'ASC' } as const;

async function deleteLines(telephony: Telephony, token: string): Promise<readonly string[]> {
  const find = () => telephony.sipLines.list({ titleContains: token }, ORDER, undefined, 50);
  const manually = `Delete the lines with "${token}" in their title by hand, in the portal's telephony settings`;
  try {
    for (const { line } of (await find()).entries) {
      if (line instanceof Bitrix24Error) return [`${manually}: one of them cannot be read.`];
      // The filter is the portal's: whatever it returned, only lines of this run are deleted.
      if (line.title.includes(token)) await telephony.sipLines.delete(line.configId).catch(unlessGone);
    }
    return (await find()).entries.length === 0 ? [] : [`${manually}: the portal still lists them.`];
  } catch (error) {
    return [`${manually}: ${explain(error)}`];
  }
}

function unlessGone(error: unknown): void {
  if (!(error instanceof NotFoundError)) throw error;
}

async function restoreDefault(
  telephony: Telephony,
  before: string | null | undefined,
): Promise<readonly string[]> {
  if (before === undefined) return [];
  try {
    if ((await telephony.outgoingLines.readDefault()) === before) return [];
    if (before === null) return ['The portal had no default outgoing line, and now has one.'];
    await telephony.outgoingLines.setDefault(before);
    return [];
  } catch (error) {
    return [`Check the default outgoing line in the portal's telephony settings: ${explain(error)}`];
  }
}
