import type { Carrier } from '../store/carrier.ts';
import type { Wire } from '../php/json.ts';
import type { Params } from '../rest/params.ts';
import type { Texts } from './translated-texts.ts';
import type { Caller } from '../store/callers.ts';
import type { TelephonyStore } from '../store/telephony-store.ts';
import type { Users } from '../store/users.ts';
import type { CallHistory } from '../store/call-history.ts';
import type { SipConnector } from '../store/sip-connector.ts';

/** Everything that a method may read or change. */
export interface MethodContext {
  readonly store: TelephonyStore;
  readonly carrier: Carrier;
  readonly users: Users;
  readonly calls: CallHistory;
  readonly connector: SipConnector;
  readonly texts: Texts;
  readonly settings: MethodSettings;
  /** All methods, for those that describe the interface. */
  readonly catalogue: () => readonly Method[];
  /** The portal's address, as it appears in links. */
  readonly origin: () => string;
  readonly now: () => number;
  readonly random: () => number;
}

export interface MethodSettings {
  /** Cloud lines allowed in the whole portal. */
  readonly cloudLimit: number;
  /** Info calls allowed in a month. */
  readonly infocallLimit: number;
  readonly utcOffsetMinutes: number;
  /** Characters of a line's title that are stored. */
  readonly storedTitleLength: number;
  /** Whether `user.get` works by webhook. No known portal allows it. */
  readonly usersByWebhook: boolean;
  /** Whether `user.deactivatePhone` does what its name says. In the published source it does not. */
  readonly deactivatePhoneWorks: boolean;
}

export interface MethodCall {
  readonly caller: Caller;
  readonly params: Params;
  /** Offset of the requested page; negative: the first page, without counting the rows. */
  readonly start: number;
}

export interface MethodResult {
  readonly result: Wire;
  readonly total?: number;
  readonly next?: number;
}

/**
 * A REST method. It runs in two steps, and the time that it takes passes between them. `begin` checks and reads as soon
 * as the call is admitted, and throws a RestError to refuse it. The function that it returns runs at the end and
 * returns the result. So a read reports the state at its start, and a write takes effect at its end.
 */
export interface Method {
  readonly name: string;
  /** Empty if no scope is needed. */
  readonly scope: 'telephony' | 'call' | '';
  /** Seconds that it takes on a real portal, as in the vendor's examples. */
  readonly seconds: number;
  readonly begin: (call: MethodCall, context: MethodContext) => () => MethodResult;
}

/** The result of a write that returns no data. */
export const DONE: MethodResult = { result: 1 };

/** For reads: returns what was found at the start, however long the call takes. */
export function readResult(result: MethodResult): () => MethodResult {
  return () => result;
}
