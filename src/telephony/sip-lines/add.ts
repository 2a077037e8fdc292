import type { Bitrix24Client } from '../../bitrix24/client.ts';
import { copyText } from '../../observability/copy-text.ts';
import { InvalidInputError } from '../errors.ts';
import { checkSipLine, type NewSipLine } from './input.ts';
import { sipAdd } from './methods.ts';
import type { SipLine } from './sip-line.ts';
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
  const replies = await client.callAll(valid.map((line) => sipAdd(copyOf(line))));
  const added = replies.map((reply, position) => ({
    outcome: reply instanceof Error ? reply : reply.value,
    title: valid[position]?.title,
  }));
  const outcomes = (await explainTitleExists(client, added)).values();
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

/** If the add is lost, the line is kept until it is clear what became of it: without the document that it was written in. */
function copyOf({ type, title, server, login, password }: NewSipLine): NewSipLine {
  return {
    type,
    title: copyText(title),
    server: copyText(server),
    login: copyText(login),
    password: copyText(password),
  };
}

function leftOut(): Error {
  return new Error('a line was left out');
}
