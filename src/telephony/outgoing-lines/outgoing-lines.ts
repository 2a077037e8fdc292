import type { Bitrix24Client } from '../../bitrix24/client.ts';
import { readDefaultLineId, readOutgoingLines, type OutgoingLine } from './read.ts';
import { setDefaultLine, setDefaultSipLine } from './set-default.ts';

/** The lines by which a portal calls. Every function may also throw a Bitrix24Error. */
export interface OutgoingLines {
  /** All of them by LINE_ID: `voximplant.line.get`. */
  readAll(): Promise<ReadonlyMap<string, OutgoingLine>>;
  /** The LINE_ID of the default one, null if there is none: `voximplant.line.outgoing.get`. */
  readDefault(): Promise<string | null>;
  /**
   * Makes a line the default one and reads it back: `voximplant.line.outgoing.set`.
   *
   * @throws NotFoundError if the portal has no such line
   * @throws NotAppliedError if another line is the default one all the same
   * @throws UnverifiedError if reading back failed
   */
  setDefault(lineId: string): Promise<OutgoingLine>;
  /** The same for a SIP line by CONFIG_ID: `voximplant.line.outgoing.sip.set`. */
  setDefaultSipLine(configId: string): Promise<OutgoingLine>;
}

export function createOutgoingLines(client: Bitrix24Client): OutgoingLines {
  return {
    readAll: () => readOutgoingLines(client),
    readDefault: () => readDefaultLineId(client),
    setDefault: (lineId) => setDefaultLine(client, lineId),
    setDefaultSipLine: (configId) => setDefaultSipLine(client, configId),
  };
}
