import { textMap } from '../wire.ts';

/** A voice that can speak a text. Source: Bitrix24 REST documentation, `voximplant.tts.voices.get`. */
export interface TelephonyVoice {
  readonly id: string;
  readonly name: string;
}

/** Reads the voices of a portal. */
export function voices(result: unknown): readonly TelephonyVoice[] {
  return Array.from(textMap(result), ([id, name]) => ({ id, name }));
}
