import { record } from '../record.ts';
import { anyIdOrNull, confirmation } from '../wire.ts';

/** A call that the portal has started. */
export interface StartedCall {
  /** Null if the portal has none: it asked an external telephony application to make the call. */
  readonly callId: string | null;
}

const startedRow = record({
  confirmed: ['RESULT', confirmation],
  callId: ['CALL_ID', nonEmptyString],
});

/** Reads the result of the methods that start a call. */
export function startedCall(result: unknown): StartedCall {
  const { callId } = startedRow(result);
  return { callId };
}

// Stricter than other texts: PHP has many ways to say that there is no id, `false` among them.
function nonEmptyString(value: unknown): string | null {
  return typeof value === 'string' ? anyIdOrNull(value) : null;
}
