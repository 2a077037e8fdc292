/** No name is so long, but graphql-js may list many: all arguments of a field, or fields that conflict. */
const MAX_LENGTH = 500;

/** Errors of graphql-js about its own limits, which do not say what happened to the document. */
const ABORTED: Readonly<Record<string, string>> = {
  'Validation aborted.':
    'The document was not checked to the end, because its fields and fragments have too much in common. Select each field once, and spread fewer fragments.',
  'Too many validation errors, error limit reached. Validation aborted.':
    'The document has more problems. Correct these first.',
};

/** A validation error's message as clients see it. */
export function validationErrorMessage(message: string): string {
  const text = ABORTED[message] ?? message;
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}
