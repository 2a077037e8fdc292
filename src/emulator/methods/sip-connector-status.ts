import { requireRight } from './access.ts';
import { readResult } from './method.ts';
import type { Method } from './method.ts';

/** `voximplant.sip.connector.status`: returns PAID_DATE_END only while the connector is paid. */
export const sipConnectorStatus: Method = {
  name: 'voximplant.sip.connector.status',
  scope: 'telephony',
  seconds: 0.98,
  begin: ({ caller }, { connector }) => {
    requireRight(caller, 'canManageLines');
    const { freeMinutes, paid, paidUntil } = connector.status();
    return readResult({
      result: { FREE_MINUTES: freeMinutes, PAID: paid, ...(paid ? { PAID_DATE_END: paidUntil } : {}) },
    });
  },
};
