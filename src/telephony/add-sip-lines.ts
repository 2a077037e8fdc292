import { runAll } from '../bitrix24/bulk.ts';
import type { Bitrix24Client } from '../bitrix24/client.ts';
import type { Reply } from '../bitrix24/envelope.ts';
import { Bitrix24Error } from '../bitrix24/errors.ts';
import { decodeResult } from './decode.ts';
import { InvalidInputError } from './errors.ts';
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
  const outcomes: (SipLine | Error)[] = lines.map(checked);
  for (const wave of wavesOfDistinctTitles(lines, outcomes)) {
    const replies = await runAll(
      client,
      wave.map(({ line }) => ({ method: METHODS.sipAdd, params: sipLineParams(line) })),
    );
    const results = wave.map(({ line }, position) => ({ title: line.title, ...readLine(replies[position]) }));
    const explained = await explainTitleExists(client, results);
    wave.forEach(({ index }, position) => {
      outcomes[index] = results[position]?.line ?? asError(explained[position]);
    });
  }
  return outcomes;
}

interface Entry {
  readonly index: number;
  readonly line: NewSipLine;
}

const NOT_SENT = new Error('not sent yet');

function checked(line: NewSipLine): Error {
  try {
    checkSipLine(line);
    return NOT_SENT;
  } catch (error) {
    if (error instanceof InvalidInputError) return error;
    throw error;
  }
}

/**
 * The valid lines, so that no wave has a title twice: the portal checks titles before it inserts, and two adds of one
 * title at the same moment could both pass.
 */
function wavesOfDistinctTitles(lines: readonly NewSipLine[], outcomes: readonly unknown[]): Entry[][] {
  const waves: Entry[][] = [];
  const seen = new Map<string, number>();
  lines.forEach((line, index) => {
    if (outcomes[index] !== NOT_SENT) return;
    const title = foldTitle(line.title);
    const turn = seen.get(title) ?? 0;
    seen.set(title, turn + 1);
    (waves[turn] ??= []).push({ index, line });
  });
  return waves;
}

function readLine(reply: Reply | Bitrix24Error | undefined): {
  readonly line?: SipLine;
  readonly error: unknown;
} {
  try {
    if (reply === undefined || reply instanceof Bitrix24Error) return { error: reply };
    return { line: decodeResult(METHODS.sipAdd, sipLineRow, reply.result), error: undefined };
  } catch (error) {
    return { error };
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('something that is no error was thrown');
}
