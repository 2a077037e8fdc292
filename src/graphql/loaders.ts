import DataLoader from 'dataloader';
import type { SipLine } from '../telephony/sip-lines/sip-line.ts';
import type { SipRegistration } from '../telephony/sip-lines/registrations.ts';
import type { Telephony } from '../telephony/telephony.ts';

/** Reads that the fields of one request share. A mutation clears what it may have changed. */
export interface Loaders {
  /** Lines by CONFIG_ID; null for those that do not exist. */
  readonly sipLine: DataLoader<string, SipLine | null>;
  /** Live registrations by REG_ID. */
  readonly registration: DataLoader<string, SipRegistration>;
}

/** Makes the loaders of one request; they must not outlive it, because they remember what they read. */
export function createLoaders(telephony: Telephony): Loaders {
  return {
    sipLine: new DataLoader<string, SipLine | null>(async (configIds) => {
      // By key, never by position: the portal answers in an order of its own and leaves out what it does not know.
      const { lines, unreadable } = await telephony.sipLines.findByConfigIds(configIds);
      return configIds.map((configId) => lines.get(configId) ?? unreadable ?? null);
    }),
    registration: new DataLoader<string, SipRegistration>((regIds) => telephony.registrations(regIds)),
  };
}

/**
 * The outcome of a mutation, after which everything read so far is forgotten: it may have changed, and a mutation that
 * failed may have changed it too.
 */
export async function afterwardsForget<T>(loaders: Loaders, mutation: Promise<T>): Promise<T> {
  try {
    return await mutation;
  } finally {
    loaders.sipLine.clearAll();
    loaders.registration.clearAll();
  }
}
