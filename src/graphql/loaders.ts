import DataLoader from 'dataloader';
import type { OutgoingLine } from '../telephony/outgoing-lines/outgoing-line.ts';
import type { TelephonyLinks } from '../telephony/portal/links.ts';
import type { RegisteringLine } from '../telephony/sip-lines/registrations.ts';
import type { SipLine } from '../telephony/sip-lines/sip-line.ts';
import type { SipRegistration } from '../telephony/sip-lines/sip-registration.ts';
import type { Telephony } from '../telephony/telephony.ts';
import type { TelephonyUser } from '../telephony/users/telephony-user.ts';

/** Reads that the fields of a request share. A mutation clears them, because it may have changed them. */
export interface Loaders {
  /** Lines by CONFIG_ID; null for those that do not exist. */
  readonly sipLine: DataLoader<string, SipLine | null>;
  /** Lines by REG_ID; null for those that do not exist. */
  readonly sipLineByRegId: DataLoader<string, SipLine | null>;
  /** Live registrations of lines, by REG_ID. */
  readonly registration: DataLoader<RegisteringLine, SipRegistration, string>;
  /** Users by ID; null for those that do not exist. */
  readonly user: DataLoader<string, TelephonyUser | null>;
  /** All outgoing lines by LINE_ID. */
  readonly outgoingLines: Once<ReadonlyMap<string, OutgoingLine>>;
  /** LINE_ID of the default outgoing line. */
  readonly defaultLineId: Once<string | null>;
  readonly links: Once<TelephonyLinks>;
}

/** A value that is read at most once. */
export interface Once<T> {
  load(): Promise<T>;
  clearAll(): void;
}

/** Creates the loaders of a request. They must not outlive it, because they cache what they read. */
export function createLoaders(telephony: Telephony): Loaders {
  const { sipLines, users, outgoingLines } = telephony;
  return {
    sipLine: loaderOf(async (configIds) => {
      const { lines, unreadable } = await sipLines.findByConfigIds(configIds);
      return { found: lines, unreadable };
    }),
    sipLineByRegId: loaderOf(async (regIds) => {
      const { lines, unreadable } = await sipLines.findByRegIds(regIds);
      return { found: lines, unreadable };
    }),
    registration: new DataLoader<RegisteringLine, SipRegistration, string>(
      (lines) => telephony.registrations(lines),
      { cacheKeyFn: ({ regId }) => regId },
    ),
    user: loaderOf(async (userIds) => {
      const found = await users.find(userIds);
      return { found: found.users, unreadable: found.unreadable };
    }),
    outgoingLines: once(() => outgoingLines.readAll()),
    defaultLineId: once(() => outgoingLines.readDefault()),
    links: once(() => telephony.links()),
  };
}

interface Found<T> {
  readonly found: ReadonlyMap<string, T>;
  /** Set if the portal returned something unreadable: an object that was not found may be that. */
  readonly unreadable: Error | undefined;
}

/** By key, never by position: the portal returns its own order and omits what does not exist. */
function loaderOf<T>(find: (ids: readonly string[]) => Promise<Found<T>>): DataLoader<string, T | null> {
  return new DataLoader<string, T | null>(async (ids) => {
    const { found, unreadable } = await find(ids);
    return ids.map((id) => found.get(id) ?? unreadable ?? null);
  });
}

function once<T>(read: () => Promise<T>): Once<T> {
  let reading: Promise<T> | undefined;
  return {
    load: () => (reading ??= read()),
    clearAll() {
      reading = undefined;
    },
  };
}

/** Clears everything that was read so far. */
export function clearLoaders(loaders: Loaders): void {
  for (const loader of Object.values(loaders) as { clearAll(): unknown }[]) loader.clearAll();
}
