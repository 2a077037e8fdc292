import type { Bitrix24Client } from '../../bitrix24/client.ts';
import { decodeResult } from '../decode.ts';
import { METHODS } from '../methods.ts';
import { textMap } from '../wire.ts';

/** A voice that can say a text. */
export interface TelephonyVoice {
  readonly id: string;
  readonly name: string;
}

/**
 * The voices of the portal: `voximplant.tts.voices.get`.
 *
 * @throws Bitrix24Error
 */
export async function readVoices(client: Bitrix24Client): Promise<TelephonyVoice[]> {
  const { result } = await client.call({ method: METHODS.ttsVoicesGet, params: {} });
  return Array.from(decodeResult(METHODS.ttsVoicesGet, textMap, result), ([id, name]) => ({ id, name }));
}
