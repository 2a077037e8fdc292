import type { Bitrix24Client } from '../../bitrix24/client.ts';
import { lineGet, lineOutgoingGet } from './methods.ts';
import type { OutgoingLine } from './outgoing-line.ts';
import { setDefaultLine, setDefaultSipLine } from './set-default.ts';

/** The lines that outgoing calls can use. Every function may also throw a Bitrix24Error. */
export interface OutgoingLines {
  /** All outgoing lines by LINE_ID: `voximplant.line.get`. */
  readAll(): Promise<ReadonlyMap<string, OutgoingLine>>;
  /** The LINE_ID of the default line, null if there is none: `voximplant.line.outgoing.get`. */
  readDefault(): Promise<string | null>;
  /**
   * Makes a line the default and reads the default back: `voximplant.line.outgoing.set`.
   *
   * @throws NotFoundError if the portal has no such line
   * @throws NotAppliedError if another line is still the default
   * @throws UnverifiedError if reading back failed
   */
  setDefault(lineId: string): Promise<OutgoingLine>;
  /** The same for a SIP line by CONFIG_ID: `voximplant.line.outgoing.sip.set`. */
  setDefaultSipLine(configId: string): Promise<OutgoingLine>;
}

export function createOutgoingLines(client: Bitrix24Client): OutgoingLines {
  return {
    readAll: async () => (await client.call(lineGet())).value,
    readDefault: async () => (await client.call(lineOutgoingGet())).value,
    setDefault: (lineId) => setDefaultLine(client, lineId),
    setDefaultSipLine: (configId) => setDefaultSipLine(client, configId),
  };
}
