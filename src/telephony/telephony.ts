import type { Bitrix24Client } from '../bitrix24/client.ts';
import { findRegistrations, type SipRegistration } from './sip-lines/registrations.ts';
import { readSipConnector, type SipConnector } from './portal/sip-connector.ts';
import { createSipLines, type SipLines } from './sip-lines/sip-lines.ts';

/** The telephony of one portal as typed functions. Knows nothing of GraphQL. */
export interface Telephony {
  readonly sipLines: SipLines;
  /** Live registrations by REG_ID: `voximplant.sip.status`. A registration or an error for each, in their order. */
  registrations(regIds: readonly string[]): Promise<(SipRegistration | Error)[]>;
  /**
   * The state of the SIP connector: `voximplant.sip.connector.status`.
   *
   * @throws Bitrix24Error
   */
  sipConnector(): Promise<SipConnector>;
}

export function createTelephony(client: Bitrix24Client): Telephony {
  return {
    sipLines: createSipLines(client),
    registrations: (regIds) => findRegistrations(client, regIds),
    sipConnector: () => readSipConnector(client),
  };
}
