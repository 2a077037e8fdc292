import type { Bitrix24Client } from '../../bitrix24/client.ts';
import { Bitrix24Error, isPortalError } from '../../bitrix24/protocol/errors.ts';
import type { Command, Method, Params } from '../../bitrix24/protocol/command.ts';
import { decodeResult } from '../decode.ts';
import { NotAppliedError, NotFoundError, UnverifiedError } from '../errors.ts';
import { METHODS } from '../methods.ts';
import { findSipLines } from '../sip-lines/find.ts';
import { confirmation, isConfirmation, isId } from '../wire.ts';
import { lineIdOf } from './line-id.ts';
import { readDefaultLineId, readOutgoingLines, type OutgoingLine } from './read.ts';

/** Makes a line the default outgoing one: see `OutgoingLines.setDefault`. */
export async function setDefaultLine(client: Bitrix24Client, lineId: string): Promise<OutgoingLine> {
  const method = METHODS.lineOutgoingSet;
  await confirm(client, setCommand(method, { LINE_ID: lineId }));
  // The portal confirms an id that it does not know in the same words.
  return verify(method, async () => {
    if ((await readDefaultLineId(client)) === lineId) return { lineId, name: undefined };
    if (!(await readOutgoingLines(client)).has(lineId)) throw new NotFoundError('lineId');
    throw new NotAppliedError(method);
  });
}

/** Makes a SIP line the default outgoing one: see `OutgoingLines.setDefaultSipLine`. */
export async function setDefaultSipLine(client: Bitrix24Client, configId: string): Promise<OutgoingLine> {
  if (!isId(configId)) throw new NotFoundError('configId');
  const method = METHODS.lineOutgoingSipSet;
  try {
    await confirm(client, setCommand(method, { CONFIG_ID: configId }));
  } catch (error) {
    throw isPortalError(error, 'ERROR_ARGUMENT') ? new NotFoundError('configId', error) : error;
  }
  return verify(method, async () => {
    const [current, { lines }] = await Promise.all([
      readDefaultLineId(client),
      findSipLines(client, 'CONFIG_ID', [configId]),
    ]);
    const line = lines.get(configId);
    // A line of another application cannot be read: of that one only an answer that names none is suspicious.
    const expected = line ? lineIdOf(line) : current;
    if (current === null || current !== expected) throw new NotAppliedError(method);
    return { lineId: current, name: undefined };
  });
}

function setCommand(method: Method, params: Params): Command {
  return { method, params, accepts: isConfirmation, touches: ['the default line'] };
}

async function confirm(client: Bitrix24Client, command: Command): Promise<void> {
  const { result } = await client.call(command);
  decodeResult(command.method, confirmation, result);
}

async function verify(method: Method, read: () => Promise<OutgoingLine>): Promise<OutgoingLine> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof Bitrix24Error ? new UnverifiedError(method, error) : error;
  }
}
