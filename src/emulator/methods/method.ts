import type { Carrier } from '../store/carrier.ts';
import type { Wire } from '../php/json.ts';
import type { Params } from '../rest/params.ts';
import type { Texts } from '../rest/texts.ts';
import type { Caller } from '../store/callers.ts';
import type { TelephonyStore } from '../store/telephony-store.ts';
import type { Users } from '../store/users.ts';
import type { CallHistory } from '../store/call-history.ts';
import type { SipConnector } from '../store/sip-connector.ts';

/** Everything a method may look at or change. */
export interface MethodContext {
  readonly store: TelephonyStore;
  readonly carrier: Carrier;
  readonly users: Users;
  readonly calls: CallHistory;
  readonly connector: SipConnector;
  readonly texts: Texts;
  readonly settings: MethodSettings;
  /** Names and scopes of all methods, for the methods that describe the interface. */
  readonly catalogue: () => readonly Method[];
  /** The portal's own address, as it appears in links. */
  readonly origin: () => string;
  readonly now: () => number;
  readonly random: () => number;
}

export interface MethodSettings {
  /** Cloud lines allowed in the whole portal. */
  readonly cloudLimit: number;
  readonly utcOffsetMinutes: number;
  /** Whether `user.deactivatePhone` does what it is called; in the published source it does not. */
  readonly deactivatePhoneWorks: boolean;
}

export interface MethodCall {
  readonly caller: Caller;
  readonly params: Params;
  /** Offset of the page asked for; negative: the first page, uncounted. */
  readonly start: number;
}

export interface MethodResult {
  readonly result: Wire;
  readonly total?: number;
  readonly next?: number;
}

/**
 * A REST method. It is carried out in two steps, with the time it takes between them: `begin` checks and reads as soon
 * as the call is let in, throwing a RestError to refuse it; what it returns is done at the end and gives the answer.
 * So a read tells what was when it started, and a write takes effect when it is over.
 */
export interface Method {
  readonly name: string;
  /** Empty: no scope needed. */
  readonly scope: 'telephony' | 'call' | '';
  /** Seconds it takes on a real portal, as measured in the vendor's examples. */
  readonly seconds: number;
  readonly begin: (call: MethodCall, context: MethodContext) => () => MethodResult;
}

/** The answer of a write that has nothing to tell. */
export const DONE: MethodResult = { result: 1 };

/** For reads: what was found is the answer, however long it takes to arrive. */
export function reading(found: MethodResult): () => MethodResult {
  return () => found;
}
