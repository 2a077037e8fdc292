import type { Params } from '../rest/params.ts';
import { systemErrors } from '../rest/system-errors.ts';
import { NO_OUTGOING_LINE } from '../store/telephony-store.ts';
import { requireRight } from './access.ts';
import type { Method, MethodCall, MethodContext, MethodResult } from './method.ts';

/** Types of a call in the statistics. */
const CALLBACK = 4;
const INFOCALL = 5;

/**
 * `voximplant.callback.start`: rings a user of the line's queue, then the number. On a line of an external telephony
 * application the portal only asks the application to call, so there is no CALL_ID and nothing in the statistics.
 */
export const callbackStart: Method = {
  name: 'voximplant.callback.start',
  scope: 'telephony',
  seconds: 1.7,
  begin: ({ caller, params }, context) => {
    requireRight(caller, 'canCall');
    const line = params.text('FROM_LINE') ?? '';
    const isApplicationLine = context.store.isApplicationLine(line);
    if (!isApplicationLine && !context.store.knowsLineId(line)) {
      throw systemErrors.core(`Could not find line ${line}`);
    }
    const number = dialable(params);
    if (isApplicationLine) return () => ({ result: { RESULT: true, CALL_ID: null } });
    return () => startCall('callback', CALLBACK, line, number, context);
  },
};

/** `voximplant.infocall.startwithtext`: rings the number and reads a text aloud. */
export const infocallStartWithText: Method = {
  name: 'voximplant.infocall.startwithtext',
  scope: 'call',
  seconds: 1.1,
  begin: beginInfocall,
};

/** `voximplant.infocall.startwithsound`: rings the number and plays an MP3. */
export const infocallStartWithSound: Method = {
  name: 'voximplant.infocall.startwithsound',
  scope: 'call',
  seconds: 0.21,
  begin: beginInfocall,
};

function beginInfocall({ caller, params }: MethodCall, context: MethodContext): () => MethodResult {
  requireRight(caller, 'canCall');
  const line = params.text('FROM_LINE') ?? '';
  if (line === NO_OUTGOING_LINE)
    throw systemErrors.core('Making infocall using LINK_BASE_NUMBER is not allowed');
  if (!context.store.knowsLineId(line)) throw systemErrors.core(`Could not find config for number ${line}`);
  const number = dialable(params);
  if (infocallsOfMonth(context) >= context.settings.infocallLimit)
    throw systemErrors.core('Infocall limit for this month is exceeded');
  return () => startCall('infocall', INFOCALL, line, number, context);
}

function infocallsOfMonth({ calls, now }: MethodContext): number {
  const month = monthOf(now());
  return calls.all().filter(({ type, startedAt }) => type === INFOCALL && monthOf(startedAt) === month)
    .length;
}

function monthOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 7);
}

/** The number without letters and punctuation; it is an error if no digit is left. */
function dialable(params: Params): string {
  const number = (params.text('TO_NUMBER') ?? '').replace(/[^0-9#*+]/g, '');
  if (!/\d/.test(number)) throw systemErrors.core('Phone number is not correct');
  return number;
}

function startCall(
  kind: string,
  type: number,
  line: string,
  number: string,
  context: MethodContext,
): MethodResult {
  const digit = (): string => Math.floor(context.random() * 16).toString(16);
  const unique = Array.from({ length: 32 }, digit).join('');
  const callId = `${kind}.${unique}.${Math.floor(context.now() / 1000)}`;
  context.calls.add({ callId, type, portalNumber: line, phoneNumber: number }, context.now());
  return { result: { RESULT: true, CALL_ID: callId } };
}
