import type { Bitrix24Client } from '../bitrix24/client.ts';
import type { Query } from '../bitrix24/protocol/command.ts';
import { createCalls, type Calls } from './calls/calls.ts';
import { createOutgoingLines, type OutgoingLines } from './outgoing-lines/outgoing-lines.ts';
import type { TelephonyLinks } from './portal/links.ts';
import { mayManageLines } from './portal/may-manage-lines.ts';
import { scope, serverTime, sipConnectorStatus, ttsVoicesGet, urlGet } from './portal/methods.ts';
import type { SipConnector } from './portal/sip-connector.ts';
import type { TelephonyVoice } from './portal/voices.ts';
import { findRegistrations, type RegisteringLine } from './sip-lines/registrations.ts';
import { createSipLines, type SipLines } from './sip-lines/sip-lines.ts';
import type { SipRegistration } from './sip-lines/sip-registration.ts';
import { createUsers, type Users } from './users/users.ts';

/** The telephony of one portal as typed functions. Knows nothing of GraphQL. Each may throw a Bitrix24Error. */
export interface Telephony {
  readonly sipLines: SipLines;
  readonly outgoingLines: OutgoingLines;
  readonly users: Users;
  readonly calls: Calls;
  /** Live registrations: `voximplant.sip.status`. A registration or an error for each line, in their order. */
  registrations(lines: readonly RegisteringLine[]): Promise<(SipRegistration | Error)[]>;
  /** The state of the SIP connector: `voximplant.sip.connector.status`. */
  sipConnector(): Promise<SipConnector>;
  /** Voices that can speak a text: `voximplant.tts.voices.get`. */
  voices(): Promise<readonly TelephonyVoice[]>;
  /** Pages of the portal: `voximplant.url.get`. */
  links(): Promise<TelephonyLinks>;
  /** The scopes that the portal granted to the credential: `scope`. */
  scopes(): Promise<readonly string[]>;
  /** The portal's clock, in milliseconds since the epoch: `server.time`. */
  serverTime(): Promise<number>;
  /** Resolves if the portal accepts the credential. Sends nothing unless that is a caller's own and not accepted yet. */
  proveCredential(): Promise<void>;
  /** Whether the credential may manage lines. */
  mayManageLines(): Promise<boolean>;
}

export function createTelephony(client: Bitrix24Client): Telephony {
  const read = async <T>(query: Query<T>) => (await client.call(query)).value;
  return {
    sipLines: createSipLines(client),
    outgoingLines: createOutgoingLines(client),
    users: createUsers(client),
    calls: createCalls(client),
    registrations: (lines) => findRegistrations(client, lines),
    sipConnector: () => read(sipConnectorStatus()),
    voices: () => read(ttsVoicesGet()),
    links: () => read(urlGet()),
    scopes: () => read(scope()),
    serverTime: () => read(serverTime()),
    proveCredential: () => client.proveCredential(),
    mayManageLines: () => mayManageLines(client),
  };
}
