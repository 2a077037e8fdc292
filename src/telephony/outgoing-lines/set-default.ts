import type { Bitrix24Client } from '../../bitrix24/client.ts';
import type { Method } from '../../bitrix24/protocol/command.ts';
import { Bitrix24Error, isPortalError } from '../../bitrix24/protocol/errors.ts';
import { NotAppliedError, NotFoundError, UnverifiedError } from '../errors.ts';
import { findSipLines } from '../sip-lines/find.ts';
import { isId } from '../wire.ts';
import { isLineIdOf, NO_LINE } from './line-id.ts';
import { lineGet, lineOutgoingGet, lineOutgoingSet, lineOutgoingSipSet } from './methods.ts';
import type { OutgoingLine } from './outgoing-line.ts';

/** Makes a line the default outgoing line: see `OutgoingLines.setDefault`. */
export async function setDefaultLine(client: Bitrix24Client, lineId: string): Promise<OutgoingLine> {
  // No line has this ID: the portal would take it as the order to have no default line.
  if (lineId === NO_LINE) throw new NotFoundError('lineId');
  const { method } = lineOutgoingSet;
  await client.call(lineOutgoingSet(lineId));
  // The portal confirms unknown ids too.
  return verify(method, async () => {
    const { value: current } = await client.call(lineOutgoingGet());
    if (current === lineId) return { lineId, name: undefined };
    const { value: lines } = await client.call(lineGet());
    throw lines.has(lineId) ? new NotAppliedError(method) : new NotFoundError('lineId');
  });
}

/** Makes a SIP line the default outgoing line: see `OutgoingLines.setDefaultSipLine`. */
export async function setDefaultSipLine(client: Bitrix24Client, configId: string): Promise<OutgoingLine> {
  if (!isId(configId)) throw new NotFoundError('configId');
  const { method } = lineOutgoingSipSet;
  try {
    await client.call(lineOutgoingSipSet(configId));
  } catch (error) {
    throw isPortalError(error, 'ERROR_ARGUMENT') ? new NotFoundError('configId', error) : error;
  }
  return verify(method, async () => {
    const [{ value: current }, { lines }] = await Promise.all([
      client.call(lineOutgoingGet()),
      findSipLines(client, 'CONFIG_ID', [configId]),
    ]);
    const line = lines.get(configId);
    // Another application's line cannot be read: then any default line will do, but not none.
    if (current === null || (line && !isLineIdOf(line, current))) throw new NotAppliedError(method);
    return { lineId: current, name: undefined };
  });
}

async function verify(method: Method, read: () => Promise<OutgoingLine>): Promise<OutgoingLine> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof Bitrix24Error ? new UnverifiedError(method, error) : error;
  }
}
