import type { Bitrix24Client } from '../../bitrix24/client.ts';
import { Bitrix24Error, isPortalError } from '../../bitrix24/protocol/errors.ts';
import { ReadBackError, NotFoundError } from '../errors.ts';
import { findSipLines } from './find.ts';
import { checkSipLine, type NullableSipLineChanges } from './input.ts';
import { sipDelete, sipUpdate } from './methods.ts';
import type { SipLine } from './sip-line.ts';
import { explainTitleExists } from './title-exists.ts';
import { isId } from '../wire.ts';

/** Changes a line: see `SipLines.update`. */
export async function updateSipLine(
  client: Bitrix24Client,
  configId: string,
  changes: NullableSipLineChanges,
): Promise<SipLine> {
  checkSipLine(changes);
  if (!isId(configId)) throw new NotFoundError('configId');
  if (Object.values(changes).every((value) => value === undefined)) return readLine(client, configId);
  try {
    await client.call(sipUpdate({ configId, changes }));
  } catch (error) {
    const [explained] = await explainTitleExists(client, [{ outcome: error, title: changes.title }]);
    throw explainNotFound(explained);
  }
  try {
    return await readLine(client, configId);
  } catch (error) {
    if (error instanceof Bitrix24Error || error instanceof NotFoundError) throw new ReadBackError(error);
    throw error;
  }
}

/** Deletes a line: see `SipLines.delete`. */
export async function deleteSipLine(client: Bitrix24Client, configId: string): Promise<void> {
  if (!isId(configId)) throw new NotFoundError('configId');
  try {
    await client.call(sipDelete(configId));
  } catch (error) {
    throw explainNotFound(error);
  }
}

function explainNotFound(error: unknown): unknown {
  return isPortalError(error, 'ERROR_NOT_FOUND') ? new NotFoundError('configId', error) : error;
}

async function readLine(client: Bitrix24Client, configId: string): Promise<SipLine> {
  const { lines, unreadable } = await findSipLines(client, 'CONFIG_ID', [configId]);
  const line = lines.get(configId);
  if (!line) throw unreadable ?? new NotFoundError('configId');
  return line;
}
