import { runAll } from '../bitrix24/bulk.ts';
import type { Bitrix24Client } from '../bitrix24/client.ts';
import type { Reply } from '../bitrix24/envelope.ts';
import { Bitrix24Error } from '../bitrix24/errors.ts';
import { decodeResult, tryDecode } from './decode.ts';
import { InvalidInputError, TitleExistsError } from './errors.ts';
import { foldTitle } from './find-sip-lines.ts';
import { METHODS } from './methods.ts';
import { checkSipLine, sipLineParams, type NewSipLine } from './sip-line-input.ts';
import { sipLineRow, type SipLine } from './sip-line.ts';
import { explainTitleExists } from './title-exists.ts';

/** Adds one line: see `SipLines.add`. */
export async function addSipLine(client: Bitrix24Client, line: NewSipLine): Promise<SipLine> {
  checkSipLine(line);
  try {
    const { result } = await client.call({ method: METHODS.sipAdd, params: sipLineParams(line) });
    return decodeResult(METHODS.sipAdd, sipLineRow, result);
  } catch (error) {
    const [explained] = await explainTitleExists(client, [{ error, title: line.title }]);
    throw explained;
  }
}

/** Adds many lines: see `SipLines.addMany`. */
export async function addSipLines(
  client: Bitrix24Client,
  lines: readonly NewSipLine[],
): Promise<(SipLine | Error)[]> {
  const invalid = lines.map(problemOf);
  const entries = lines.map((line, index) => ({ line, index })).filter(({ index }) => !invalid[index]);
  // The portal checks titles before it inserts, so two adds of one title at the same moment could both pass.
  const byTitle = new Map<string, typeof entries>();
  for (const entry of entries) {
    const title = foldTitle(entry.line.title);
    byTitle.set(title, [...(byTitle.get(title) ?? []), entry]);
  }
  const groups = [...byTitle.values()];
  const firsts = groups.flatMap((group) => group.slice(0, 1).map(({ line }) => line));
  const results = await addDistinct(client, firsts);

  const outcomes = new Map<number, SipLine | Error>();
  groups.forEach((group, position) => {
    const outcome = results[position] ?? new Error('a line was left out');
    group.forEach(({ index }, turn) => outcomes.set(index, turn === 0 ? outcome : afterSameTitle(outcome)));
  });
  return lines.map((_, index) => invalid[index] ?? outcomes.get(index) ?? new Error('a line was left out'));
}

/** Lines of which no two have the same title. */
async function addDistinct(
  client: Bitrix24Client,
  lines: readonly NewSipLine[],
): Promise<(SipLine | Error)[]> {
  const commands = lines.map((line) => ({ method: METHODS.sipAdd, params: sipLineParams(line) }));
  const replies = await runAll(client, commands);
  const results = lines.map((_, position) => readLine(replies[position]));
  const refusals = results.map((error, position) => ({ error, title: lines[position]?.title }));
  const explained = await explainTitleExists(client, refusals);
  return results.map((result, position) =>
    result instanceof Bitrix24Error ? asError(explained[position]) : result,
  );
}

/** What becomes of a later line with the same title, which is not sent: its title is taken, or shares the doubt. */
function afterSameTitle(first: SipLine | Error): Error {
  return first instanceof Error ? first : new TitleExistsError(undefined, first.configId);
}

function problemOf(line: NewSipLine): Error | undefined {
  try {
    checkSipLine(line);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidInputError) return error;
    throw error;
  }
}

function readLine(reply: Reply | Bitrix24Error | undefined): SipLine | Bitrix24Error {
  return reply instanceof Bitrix24Error ? reply : tryDecode(METHODS.sipAdd, sipLineRow, reply?.result);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('something that is no error was thrown');
}
