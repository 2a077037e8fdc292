import { isEmptyList, record } from '../record.ts';
import { dateText, integer, truth } from '../wire.ts';

const connectorRow = record({
  freeMinutes: ['FREE_MINUTES', integer],
  paid: ['PAID', truth],
  /** As the portal writes it; only while the connector is paid for. */
  paidUntil: ['PAID_DATE_END', dateText],
});

/** The paid service behind SIP lines. Source: Bitrix24 REST documentation, `voximplant.sip.connector.status`. */
export interface SipConnector extends ReturnType<typeof connectorRow> {}

/** Reads the state of the connector. PHP writes an empty map as a list. */
export function sipConnector(result: unknown): SipConnector {
  const connector = connectorRow(isEmptyList(result) ? {} : result);
  return connector.paid === true ? connector : { ...connector, paidUntil: null };
}
