import { z } from 'zod';
import type { Bitrix24Client } from '../../bitrix24/client.ts';
import { isPortalError } from '../../bitrix24/protocol/errors.ts';
import type { Method, Params } from '../../bitrix24/protocol/command.ts';
import { decodeResult } from '../decode.ts';
import { CallRefusedError, InvalidInputError, type Problem } from '../errors.ts';
import { METHODS } from '../methods.ts';
import { isWebAddress, truth } from '../wire.ts';

/** A call to a customer that an employee is connected to. */
export interface NewCallback {
  readonly lineId: string;
  readonly phoneNumber: string;
  /** What the employee hears before the customer is called. */
  readonly text: string;
  /** Id of a voice; the portal's own choice if absent. */
  readonly voice?: string | null | undefined;
}

/** A call that says a text or plays a sound; exactly one of the two. */
export interface NewInfoCall {
  readonly lineId: string;
  readonly phoneNumber: string;
  readonly text?: string | null | undefined;
  readonly voice?: string | null | undefined;
  /** Address of an MP3 file. */
  readonly soundUrl?: string | null | undefined;
}

/** A call that the portal has begun. */
export interface StartedCall {
  readonly callId: string;
}

/** Starts a callback: see `Calls.startCallback`. */
export function startCallback(client: Bitrix24Client, call: NewCallback): Promise<StartedCall> {
  refuse([...lineProblems(call), ...textProblems(call.text), ...voiceProblems(call.voice)]);
  return start(client, METHODS.callbackStart, { ...target(call), ...speech(call.text, call.voice) });
}

/** Starts an info call: see `Calls.startInfoCall`. */
export function startInfoCall(client: Bitrix24Client, call: NewInfoCall): Promise<StartedCall> {
  const { text, voice, soundUrl } = call;
  refuse([...lineProblems(call), ...messageProblems(call)]);
  return typeof soundUrl === 'string'
    ? start(client, METHODS.infocallStartWithSound, { ...target(call), URL: soundUrl })
    : start(client, METHODS.infocallStartWithText, { ...target(call), ...speech(text ?? '', voice) });
}

const startedCall = z
  .object({ RESULT: truth.refine((value) => value === true), CALL_ID: z.string().min(1) })
  .transform(({ CALL_ID }): StartedCall => ({ callId: CALL_ID }));

async function start(client: Bitrix24Client, method: Method, params: Params): Promise<StartedCall> {
  try {
    const { result } = await client.call({ method, params });
    return decodeResult(method, startedCall, result);
  } catch (error) {
    throw explain(error);
  }
}

/** The one code of these methods says nothing, but its text is always English. */
function explain(error: unknown): unknown {
  if (!isPortalError(error, 'ERROR_CORE') || error.failure.kind !== 'portal') return error;
  const { description } = error.failure;
  if (/could not find (line|config)/i.test(description)) return new CallRefusedError('lineId', true, error);
  if (/LINK_BASE_NUMBER/i.test(description)) return new CallRefusedError('lineId', false, error);
  if (/number is not correct/i.test(description)) return new CallRefusedError('phoneNumber', false, error);
  return error;
}

function target({ lineId, phoneNumber }: NewInfoCall): Params {
  return { FROM_LINE: lineId, TO_NUMBER: dialled(phoneNumber) };
}

function speech(text: string, voice: string | null | undefined): Params {
  return { TEXT_TO_PRONOUNCE: text, ...(typeof voice === 'string' && { VOICE: voice }) };
}

/** A number without what people write into it to read it better. */
function dialled(phoneNumber: string): string {
  return phoneNumber.replace(/[\s().\-/]/g, '');
}

function lineProblems({ lineId, phoneNumber }: NewInfoCall): Problem[] {
  const problems: Problem[] = [];
  if (!/^[\w+]{1,50}$/.test(lineId)) {
    problems.push({ field: 'lineId', message: 'Must be the lineId of an outgoing line.' });
  }
  // The portal drops letters and dials what is left: another number.
  if (!/^\+?[\d*#]{3,20}$/.test(dialled(phoneNumber)) || !/\d/.test(phoneNumber)) {
    problems.push({
      field: 'phoneNumber',
      message: 'Must be a phone number of 3 to 20 digits, with + in front of a country code.',
    });
  }
  return problems;
}

function messageProblems({ text, voice, soundUrl }: NewInfoCall): Problem[] {
  const hasSound = typeof soundUrl === 'string';
  if ((typeof text === 'string') === hasSound) {
    const message = 'Exactly one of text and soundUrl must be given.';
    return ['text', 'soundUrl'].map((field) => ({ field, message }));
  }
  if (typeof text === 'string') return [...textProblems(text), ...voiceProblems(voice)];
  return [
    ...(isWebAddress(soundUrl ?? '')
      ? []
      : [{ field: 'soundUrl', message: 'Must be the http or https address of an MP3 file.' }]),
    ...(typeof voice === 'string' ? [{ field: 'voice', message: 'Only a text has a voice.' }] : []),
  ];
}

function textProblems(text: string): Problem[] {
  if (text.trim() === '') return [{ field: 'text', message: 'Must not be empty.' }];
  return text.isWellFormed()
    ? []
    : [{ field: 'text', message: 'Contains a character that is not valid Unicode.' }];
}

function voiceProblems(voice: string | null | undefined): Problem[] {
  return typeof voice === 'string' && !/^\w{1,100}$/.test(voice)
    ? [{ field: 'voice', message: 'Must be the id of one of telephonyVoices.' }]
    : [];
}

function refuse([first, ...others]: readonly Problem[]): void {
  if (first) throw new InvalidInputError([first, ...others]);
}
