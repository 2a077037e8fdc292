import type { Bitrix24Client } from '../../bitrix24/client.ts';
import type { Reply } from '../../bitrix24/protocol/envelope.ts';
import { tryDecode } from '../decode.ts';
import { InvalidInputError } from '../errors.ts';
import { METHODS } from '../methods.ts';
import { addCommand } from './commands.ts';
import { checkSipLine, type NewSipLine } from './input.ts';
import { sipLineRow, type SipLine } from './sip-line.ts';
import { explainTitleExists } from './title-exists.ts';

/** Adds one line: see `SipLines.add`. */
export async function addSipLine(client: Bitrix24Client, line: NewSipLine): Promise<SipLine> {
  const [outcome] = await addSipLines(client, [line]);
  if (outcome instanceof Error || !outcome) throw outcome ?? leftOut();
  return outcome;
}

/** Adds many lines: see `SipLines.addMany`. */
export async function addSipLines(
  client: Bitrix24Client,
  lines: readonly NewSipLine[],
): Promise<(SipLine | Error)[]> {
  const problems = lines.map(problemOf);
  const valid = lines.filter((_, index) => !problems[index]);
  const replies = await client.callAll(valid.map(addCommand));
  const added = valid.map((_, position) => readLine(replies[position]));
  const explained = await explainTitleExists(
    client,
    added.map((error, position) => ({ error, title: valid[position]?.title })),
  );
  const outcomes = added
    .map((outcome, position) => (outcome instanceof Error ? asError(explained[position]) : outcome))
    .values();
  return problems.map((problem) => problem ?? outcomes.next().value ?? leftOut());
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

function readLine(reply: Reply | Error | undefined): SipLine | Error {
  if (!reply) return leftOut();
  return reply instanceof Error ? reply : tryDecode(METHODS.sipAdd, sipLineRow, reply.result);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('something that is no error was thrown');
}

function leftOut(): Error {
  return new Error('a line was left out');
}
