import { Secret } from '../../config/secret.ts';
import { printable } from '../../observability/printable.ts';
import { createScrubber } from '../../observability/scrubber.ts';
import { decidesExecution } from './errors.ts';
import { plainText } from './plain-text.ts';

/** Cleans what a portal writes, so that it can be shown and logged. */
export interface TextCleaner {
  /** A text for people, such as a description of an error: readable, without markup and secrets, of bounded length. */
  readonly text: (text: string) => string;
  /**
   * An error code. What is made of an error depends on it, so what has the form of one is changed only for a secret that
   * no code contains by chance.
   */
  readonly code: (code: string) => string;
}

/** How much of a text is read, in characters. The parser of markup takes more than proportional time for long ones. */
export const MAX_READ_LENGTH = 4_000;
const MAX_TEXT_LENGTH = 1_000;
const MAX_CODE_LENGTH = 100;

/** @param secrets what the portal was sent, and may quote */
export function createTextCleaner(secrets: readonly Secret[]): TextCleaner {
  const texts = secrets.map((secret) => secret.reveal());
  // A secret that looks like markup is gone once the markup is, one that is written as markup is there only then.
  const { scrub, quotesShort } = createScrubber(
    [...texts, ...texts.map(plainText)].map((text) => new Secret(text)),
  );
  const inCodes = createScrubber(secrets.filter((secret) => isUnlikelyInCode(secret.reveal())));
  return {
    text(text) {
      const readable = plainText(scrub(text, MAX_READ_LENGTH));
      // A secret of a few characters cannot be cut out without showing where it was, so the text is not shown at all.
      if (quotesShort(text.slice(0, MAX_READ_LENGTH)) || quotesShort(readable)) return '';
      return printable(scrub(readable)).slice(0, MAX_TEXT_LENGTH);
    },
    code(code) {
      if (decidesExecution(code)) return code;
      return printable((CODE.test(code) ? inCodes.scrub : scrub)(code, MAX_CODE_LENGTH));
    },
  };
}

const CODE = /^[A-Za-z][A-Za-z0-9_]{0,99}$/;

/** Codes are made of words. A password like "error" must not change INTERNAL_SERVER_ERROR. */
function isUnlikelyInCode(secret: string): boolean {
  return /\d/.test(secret) || secret.length >= 12;
}
