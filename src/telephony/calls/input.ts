import { InvalidInputError, type Problem } from '../errors.ts';
import { isLineId } from '../outgoing-lines/line-id.ts';
import { isWebAddress } from '../wire.ts';

/** A call that connects an employee to a customer. */
export interface NewCallback {
  readonly lineId: string;
  readonly phoneNumber: string;
  /** What the employee hears before the customer is called. */
  readonly text: string;
  /** Id of a voice; the portal's own choice if absent. */
  readonly voice?: string | null | undefined;
}

/** A call that either speaks a text or plays a sound. */
export interface NewInfoCall {
  readonly lineId: string;
  readonly phoneNumber: string;
  readonly text?: string | null | undefined;
  readonly voice?: string | null | undefined;
  /** Address of an MP3 file. */
  readonly soundUrl?: string | null | undefined;
}

/** @throws InvalidInputError with every problem at once */
export function checkCallback(call: NewCallback): void {
  refuse([...targetProblems(call), ...textProblems(call.text), ...voiceProblems(call.voice)]);
}

/** @throws InvalidInputError with every problem at once */
export function checkInfoCall(call: NewInfoCall): void {
  refuse([...targetProblems(call), ...messageProblems(call)]);
}

/** A number without the punctuation that people write into it. */
export function dialled(phoneNumber: string): string {
  return phoneNumber.replace(/[\s().\-/]/g, '');
}

function targetProblems({ lineId, phoneNumber }: NewInfoCall): Problem[] {
  const problems: Problem[] = [];
  if (!isLineId(lineId)) {
    problems.push({ field: 'lineId', message: 'Must be the lineId of an outgoing line.' });
  }
  // The portal would drop letters and dial what is left, which is another number.
  if (!/^\+?[\d*#]{3,20}$/.test(dialled(phoneNumber)) || !/\d/.test(phoneNumber)) {
    problems.push({
      field: 'phoneNumber',
      message: 'Must be a phone number of 3 to 20 digits, with + before a country code.',
    });
  }
  return problems;
}

function messageProblems({ text, voice, soundUrl }: NewInfoCall): Problem[] {
  const hasSound = typeof soundUrl === 'string';
  if ((typeof text === 'string') === hasSound) {
    const message = 'Exactly one of text and soundUrl is required.';
    return ['text', 'soundUrl'].map((field) => ({ field, message }));
  }
  if (typeof text === 'string') return [...textProblems(text), ...voiceProblems(voice)];
  return [
    ...(isWebAddress(soundUrl ?? '')
      ? []
      : [{ field: 'soundUrl', message: 'Must be the http or https URL of an MP3 file.' }]),
    ...(typeof voice === 'string' ? [{ field: 'voice', message: 'Only allowed together with text.' }] : []),
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
    ? [{ field: 'voice', message: 'Must be the ID of one of telephonyVoices.' }]
    : [];
}

function refuse([first, ...others]: readonly Problem[]): void {
  if (first) throw new InvalidInputError([first, ...others]);
}
