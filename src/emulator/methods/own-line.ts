import type { Caller } from '../store/callers.ts';
import type { SipLine } from '../store/sip-line.ts';
import type { TelephonyStore } from '../store/telephony-store.ts';

/**
 * The line, if it belongs to the caller's application. For the caller, other lines do not exist. Webhooks have no
 * application: theirs are all lines without one, whether a webhook or a person added them.
 */
export function ownLine(store: TelephonyStore, configId: number, caller: Caller): SipLine | undefined {
  const line = store.line(configId);
  return line?.applicationId === caller.applicationId ? line : undefined;
}
