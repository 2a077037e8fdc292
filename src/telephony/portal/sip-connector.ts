import { z } from 'zod';
import type { Bitrix24Client } from '../../bitrix24/client.ts';
import { decodeResult } from '../decode.ts';
import { METHODS } from '../methods.ts';
import { integer, text, truth } from '../wire.ts';

/** The paid service behind SIP lines. Source: Bitrix24 REST documentation, `voximplant.sip.connector.status`. */
export interface SipConnector {
  readonly freeMinutes: number | null;
  readonly paid: boolean | null;
  /** As the portal writes it; only while it is paid. */
  readonly paidUntil: string | null;
}

// An empty map arrives as a list.
const connectorRow = z
  .preprocess(
    (value) => (Array.isArray(value) && value.length === 0 ? {} : value),
    z.object({ FREE_MINUTES: integer, PAID: truth, PAID_DATE_END: text }),
  )
  .transform((row): SipConnector => ({
    freeMinutes: row.FREE_MINUTES,
    paid: row.PAID,
    paidUntil: row.PAID === true ? row.PAID_DATE_END : null,
  }));

/** @throws Bitrix24Error */
export async function readSipConnector(client: Bitrix24Client): Promise<SipConnector> {
  const { result } = await client.call({ method: METHODS.sipConnectorStatus, params: {} });
  return decodeResult(METHODS.sipConnectorStatus, connectorRow, result);
}
