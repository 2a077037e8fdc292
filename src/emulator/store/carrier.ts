import { carrierDate } from '../rest/dates.ts';

/** A SIP registration as the carrier reports it. */
export interface Registration {
  readonly regId: number;
  /** `YYYY-MM-DD HH:MM:SS`, in UTC but without an offset. */
  readonly lastUpdated: string;
  readonly errorMessage: string;
  /** SIP code: 200 registered, 403 wrong password, … */
  readonly statusCode: number;
  readonly statusResult: 'success' | 'error' | 'in_progress' | 'wait';
}

export type RegistrationStatus = Partial<Omit<Registration, 'regId'>>;

/**
 * What the carrier does when a cloud line is registered. If the registration fails, the line still exists, either
 * without a REG_ID or with the REG_ID 0.
 */
export type CarrierMode = 'registers' | 'fails-without-reg-id' | 'fails-with-reg-id-0';

/** The telephony carrier behind the portal, where cloud lines are registered. */
export interface Carrier {
  mode(): CarrierMode;
  setMode(mode: CarrierMode): void;
  /** Returns the new REG_ID; null or 0 if the registration failed. */
  register(now: number): number | null;
  registration(regId: number): Registration | undefined;
  setRegistration(regId: number, status: RegistrationStatus, now: number): Registration | undefined;
  /** Returns false if the carrier has no such registration. */
  unregister(regId: number): boolean;
}

export function createCarrier(firstRegId: number, initialMode: CarrierMode): Carrier {
  const registrations = new Map<number, Registration>();
  let nextRegId = firstRegId;
  let mode = initialMode;
  return {
    mode: () => mode,
    setMode: (value) => {
      mode = value;
    },
    register: (now) => {
      if (mode !== 'registers') return mode === 'fails-with-reg-id-0' ? 0 : null;
      const regId = nextRegId;
      nextRegId += 1;
      registrations.set(regId, {
        regId,
        lastUpdated: carrierDate(now),
        errorMessage: '',
        statusCode: 200,
        statusResult: 'success',
      });
      return regId;
    },
    registration: (regId) => registrations.get(regId),
    setRegistration: (regId, status, now) => {
      const before = registrations.get(regId);
      if (before === undefined) return undefined;
      const after = { ...before, lastUpdated: carrierDate(now), ...status };
      registrations.set(regId, after);
      return after;
    },
    unregister: (regId) => registrations.delete(regId),
  };
}
