import { defineMethod } from '../define-method.ts';
import { list, required, UnreadableError } from '../record.ts';
import { moment } from '../wire.ts';
import { telephonyLinks } from './links.ts';
import { sipConnector } from './sip-connector.ts';
import { voices } from './voices.ts';

/** Source: Bitrix24 REST documentation, `voximplant.sip.connector.status`. */
export const sipConnectorStatus = defineMethod({
  name: 'voximplant.sip.connector.status',
  kind: 'read',
  typicalSeconds: 1,
  result: sipConnector,
});

/** Source: Bitrix24 REST documentation, `voximplant.url.get`. */
export const urlGet = defineMethod({
  name: 'voximplant.url.get',
  kind: 'read',
  typicalSeconds: 0.86,
  result: telephonyLinks,
});

/** Source: Bitrix24 REST documentation, `voximplant.tts.voices.get`. */
export const ttsVoicesGet = defineMethod({
  name: 'voximplant.tts.voices.get',
  kind: 'read',
  typicalSeconds: 0.35,
  result: voices,
});

/** The scopes granted to the credential. Source: Bitrix24 REST documentation, `scope`. */
export const scope = defineMethod({
  name: 'scope',
  kind: 'read',
  typicalSeconds: 0.1,
  result: scopeNames,
});

/** The portal's clock, in milliseconds since the epoch. Source: Bitrix24 REST documentation, `server.time`. */
export const serverTime = defineMethod({
  name: 'server.time',
  kind: 'read',
  typicalSeconds: 0.1,
  result: epochMs,
});

/** The documentation lists about sixty. */
const MOST_SCOPES = 1_000;

function scopeNames(result: unknown): readonly string[] {
  return list(result, MOST_SCOPES).map((name) => {
    if (typeof name !== 'string') throw new UnreadableError();
    return name;
  });
}

const readMoment = required(moment);

function epochMs(result: unknown): number {
  return Date.parse(readMoment(result));
}
