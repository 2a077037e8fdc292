import type { Bitrix24Client } from '../bitrix24/client.ts';
import { createCalls, type Calls } from './calls/calls.ts';
import { createOutgoingLines, type OutgoingLines } from './outgoing-lines/outgoing-lines.ts';
import { mayManageLines, readScopes } from './portal/access.ts';
import { readLinks, type TelephonyLinks } from './portal/links.ts';
import { readServerTime } from './portal/server-time.ts';
import { readSipConnector, type SipConnector } from './portal/sip-connector.ts';
import { readVoices, type TelephonyVoice } from './portal/voices.ts';
import { findRegistrations, type SipRegistration } from './sip-lines/registrations.ts';
import { createSipLines, type SipLines } from './sip-lines/sip-lines.ts';
import { createUsers, type Users } from './users/users.ts';

/** The telephony of one portal as typed functions. Knows nothing of GraphQL. Every one may throw a Bitrix24Error. */
export interface Telephony {
  readonly sipLines: SipLines;
  readonly outgoingLines: OutgoingLines;
  readonly users: Users;
  readonly calls: Calls;
  /** Live registrations by REG_ID: `voximplant.sip.status`. A registration or an error for each, in their order. */
  registrations(regIds: readonly string[]): Promise<(SipRegistration | Error)[]>;
  /** The state of the SIP connector: `voximplant.sip.connector.status`. */
  sipConnector(): Promise<SipConnector>;
  /** Voices that can say a text: `voximplant.tts.voices.get`. */
  voices(): Promise<TelephonyVoice[]>;
  /** Pages of the portal: `voximplant.url.get`. */
  links(): Promise<TelephonyLinks>;
  /** What the portal granted to the credential: `scope`. */
  scopes(): Promise<string[]>;
  /** The portal's clock, in milliseconds since the epoch: `server.time`. */
  serverTime(): Promise<number>;
  /** Whether the credential may manage lines. */
  mayManageLines(): Promise<boolean>;
}

export function createTelephony(client: Bitrix24Client): Telephony {
  return {
    sipLines: createSipLines(client),
    outgoingLines: createOutgoingLines(client),
    users: createUsers(client),
    calls: createCalls(client),
    registrations: (regIds) => findRegistrations(client, regIds),
    sipConnector: () => readSipConnector(client),
    voices: () => readVoices(client),
    links: () => readLinks(client),
    scopes: () => readScopes(client),
    serverTime: () => readServerTime(client),
    mayManageLines: () => mayManageLines(client),
  };
}
