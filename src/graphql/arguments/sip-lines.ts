import { Bitrix24Error, isLostWrite } from '../../bitrix24/protocol/errors.ts';
import type { SipLineFilter } from '../../telephony/sip-lines/filter.ts';
import type { NewSipLine, NullableSipLineChanges } from '../../telephony/sip-lines/input.ts';
import type { SipLineOrder } from '../../telephony/sip-lines/list.ts';
import type { SipLine } from '../../telephony/sip-lines/sip-line.ts';
import type { Telephony } from '../../telephony/telephony.ts';
import type {
  InputMaybe,
  SipLineFilter as SipLineFilterInput,
  SipLineOrder as SipLineOrderInput,
  UpdateSipLineInput,
} from '../__generated__/resolvers.ts';
import { ArgumentError, EntryError } from '../errors/argument-error.ts';
import { checkConditions } from './conditions.ts';

/** The maximum number of lines that one operation may add. */
const MAX_ENTRIES = 100;

/**
 * Adds the lines and returns a promise for each, so that a failure becomes an error at its own path.
 *
 * @throws ArgumentError if there are too many
 */
export async function addEntries(
  telephony: Telephony,
  inputs: readonly NewSipLine[],
): Promise<Promise<SipLine>[]> {
  checkEntries(inputs);
  const outcomes = await telephony.sipLines.addMany(inputs);
  const lost = outcomes.some((outcome) => outcome instanceof Bitrix24Error && isLostWrite(outcome));
  return entriesOf(outcomes, lost);
}

/** @throws ArgumentError if there are too many */
export function checkEntries(inputs: readonly unknown[]): void {
  if (inputs.length > MAX_ENTRIES)
    throw new ArgumentError(['inputs'], `Must have at most ${MAX_ENTRIES} lines.`);
}

/**
 * A promise for each outcome, so that a failure becomes an error at its own path.
 *
 * @param besideLostWrite see `EntryError`
 */
export function entriesOf(
  outcomes: readonly (SipLine | Error)[],
  besideLostWrite: boolean,
): Promise<SipLine>[] {
  return outcomes.map((outcome, index) =>
    outcome instanceof Error
      ? Promise.reject(new EntryError(['inputs', index], outcome, besideLostWrite))
      : Promise.resolve(outcome),
  );
}

/** The outcomes that {@link addEntries} made promises of. An error of the whole list is that of each entry. */
export async function outcomesOf(
  inputs: readonly unknown[],
  adding: Promise<readonly Promise<SipLine>[]>,
): Promise<(SipLine | Error)[]> {
  try {
    const settled = await Promise.allSettled(await adding);
    return settled.map((entry) => (entry.status === 'fulfilled' ? entry.value : causeOf(entry.reason)));
  } catch (error) {
    return inputs.map(() => causeOf(error));
  }
}

function causeOf(error: unknown): Error {
  if (error instanceof EntryError) return error.cause;
  return error instanceof Error
    ? error
    : new Error('something that is no error was thrown', { cause: error });
}

/**
 * In a filter, null means the same as absent: no condition.
 *
 * @throws ArgumentError for conditions that no portal could accept
 */
export function toFilter(filter: InputMaybe<SipLineFilterInput> | undefined): SipLineFilter {
  const conditions: SipLineFilter = {
    configIds: filter?.configIds ?? undefined,
    regIds: filter?.regIds ?? undefined,
    type: filter?.type ?? undefined,
    title: filter?.title ?? undefined,
    titleContains: filter?.titleContains ?? undefined,
    server: filter?.server ?? undefined,
    login: filter?.login ?? undefined,
  };
  checkConditions(conditions);
  return conditions;
}

export function toOrder(order: InputMaybe<SipLineOrderInput> | undefined): SipLineOrder {
  return order ?? { field: 'CONFIG_ID', direction: 'ASC' };
}

/** In changes, null does not mean the same as absent, so it is kept for validation to reject. */
export function toChanges({ title, server, login, password }: UpdateSipLineInput): NullableSipLineChanges {
  return { title, server, login, password };
}
