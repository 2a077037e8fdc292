import type { ArgumentPath, ArgumentProblem } from './argument-error.ts';

// The portal names fields in its own language, so fields are recognized by their names in the most common ones.
const FIELD_WORDS: readonly (readonly [field: string, words: RegExp])[] = [
  // The server comes last, because texts about login and password also mention the server.
  ['password', /password|парол/i],
  ['login', /login|user ?name|логин/i],
  ['title', /title|connection name|назван/i],
  ['type', /\btype\b|\bтип/i],
  ['server', /server|сервер/i],
];

/**
 * Parses the text of `CHECK_FIELDS_ERROR`, which has one line per field that the portal does not accept. A line that
 * names no known field is about the input as a whole.
 *
 * @param root the argument that contains the fields; empty if the field has no such argument
 */
export function problemsOfFieldErrors(description: string, root: ArgumentPath): ArgumentProblem[] {
  const lines = description.split('\n').filter((line) => line !== '');
  return (lines.length > 0 ? lines : ['']).map((line) => {
    const field = FIELD_WORDS.find(([, words]) => words.test(line))?.[0];
    return field !== undefined && root.length > 0
      ? {
          argument: [...root, field],
          message: `The portal does not accept this ${field}: see "bitrix24.description".`,
        }
      : { argument: root, message: 'The portal does not accept a field: see "bitrix24.description".' };
  });
}
