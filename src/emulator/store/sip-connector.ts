/** The paid module behind office and cloud lines. */
export interface SipConnectorStatus {
  /** Free minutes that are left for trying it out. */
  readonly freeMinutes: number;
  readonly paid: boolean;
  /** `YYYY-MM-DDTHH:MM:SS+03:00`; returned only while it is paid. */
  readonly paidUntil: string;
}

export interface SipConnector {
  status(): SipConnectorStatus;
  set(changes: Partial<SipConnectorStatus>): void;
}

export function createSipConnector(): SipConnector {
  let status: SipConnectorStatus = { freeMinutes: 60, paid: false, paidUntil: '' };
  return {
    status: () => status,
    set: (changes) => {
      status = { ...status, ...changes };
    },
  };
}
