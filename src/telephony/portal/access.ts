import { z } from 'zod';
import type { Bitrix24Client } from '../../bitrix24/client.ts';
import { isPortalError } from '../../bitrix24/protocol/errors.ts';
import { decodeResult } from '../decode.ts';
import { METHODS } from '../methods.ts';
import { readDefaultLineId } from '../outgoing-lines/read.ts';

/**
 * The scopes that the portal granted to the credential: `scope`.
 *
 * @throws Bitrix24Error
 */
export async function readScopes(client: Bitrix24Client): Promise<string[]> {
  const { result } = await client.call({ method: METHODS.scope, params: {} });
  return decodeResult(METHODS.scope, z.array(z.string()), result);
}

/**
 * Whether the credential may manage lines. The portal has no method that says so, but one that needs the right and
 * changes nothing: `voximplant.line.outgoing.get`.
 *
 * @throws Bitrix24Error
 */
export async function mayManageLines(client: Bitrix24Client): Promise<boolean> {
  try {
    await readDefaultLineId(client);
    return true;
  } catch (error) {
    if (isPortalError(error, 'ACCESS_DENIED') || isPortalError(error, 'INSUFFICIENT_SCOPE')) return false;
    throw error;
  }
}
