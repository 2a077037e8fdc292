import type { Bitrix24Client } from '../bitrix24/client.ts';
import { createSipLines, type SipLines } from './sip-lines.ts';

/** The telephony of one portal as typed functions. Knows nothing of GraphQL. */
export interface Telephony {
  readonly sipLines: SipLines;
}

export function createTelephony(client: Bitrix24Client): Telephony {
  return { sipLines: createSipLines(client) };
}
