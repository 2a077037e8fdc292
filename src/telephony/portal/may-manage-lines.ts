import type { Bitrix24Client } from '../../bitrix24/client.ts';
import { isPortalError } from '../../bitrix24/protocol/errors.ts';
import { lineOutgoingGet } from '../outgoing-lines/methods.ts';

/**
 * Whether the credential may manage lines. The portal has no method for this question, so a method is tried that needs
 * the same right and changes nothing: `voximplant.line.outgoing.get`.
 *
 * @throws Bitrix24Error
 */
export async function mayManageLines(client: Bitrix24Client): Promise<boolean> {
  try {
    await client.call(lineOutgoingGet());
    return true;
  } catch (error) {
    if (isPortalError(error, 'ACCESS_DENIED') || isPortalError(error, 'INSUFFICIENT_SCOPE')) return false;
    throw error;
  }
}
