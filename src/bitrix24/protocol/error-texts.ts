import { MIN_SCRUBBED_LENGTH, scrub } from '../../observability/redact.ts';
import type { Failure } from './errors.ts';
import { plainText } from './plain-text.ts';

/** Cleans the texts of the errors of one answer. */
export interface ErrorTexts {
  /** The failure with a code and a description that are short, free of HTML, and free of secrets. */
  clean(failure: PortalFailure): PortalFailure;
}

type PortalFailure = Failure & { readonly kind: 'portal' };

/** How far a text is looked at, in characters. Markup and masks make it shorter. */
const MAX_RAW_LENGTH = 4_000;
/** The same of all texts of an answer; the descriptions of fifty errors take half of it. Those beyond are left out. */
const MAX_RAW_LENGTH_OF_ALL = 40_000;

const MAX_CODE_LENGTH = 100;
const MAX_DESCRIPTION_LENGTH = 1_000;

/** A secret takes up to so many times its length where it is written with character references or in escapes. */
const MAX_GROWTH = 10;

// Codes decide what becomes of a call: a password like "error" must not change INTERNAL_SERVER_ERROR.
const IDENTIFIER = /^[A-Za-z][A-Za-z0-9_]{0,99}$/;

/**
 * The portal's texts may quote what it was sent, so everything secret that was sent is cut out of them.
 *
 * @param secrets what must not be in a text; called once there is a text to clean
 */
export function createErrorTexts(secretsOf: () => readonly string[]): ErrorTexts {
  let secrets: readonly string[] | undefined;
  let known: readonly string[] = [];
  let left = MAX_RAW_LENGTH_OF_ALL;
  // A batch that failed as a whole is the failure of each of its commands.
  const cleaned = new Map<PortalFailure, PortalFailure>();

  /** The beginning of a text, scrubbed. */
  function beginning(text: string): string {
    if (!secrets) {
      secrets = secretsOf();
      // A secret that looks like markup is gone once the markup is, one that is written as markup is there only then.
      known = [...secrets, ...secrets.map(plainText)];
    }
    const raw = text.slice(0, MAX_RAW_LENGTH);
    left -= raw.length;
    if (left < 0) return '';
    if (quotesShortSecret(raw, secrets)) return '';
    const clean = scrub(raw, known);
    if (raw.length === text.length) return clean;
    // Where the text was cut, half a secret may be left, which nothing recognises.
    const longest = Math.max(0, ...secrets.map(({ length }) => length));
    return clean.slice(0, Math.max(0, clean.length - longest * MAX_GROWTH));
  }

  return {
    clean(failure) {
      const before = cleaned.get(failure);
      if (before) return before;
      const { code, description } = failure;
      const clean = {
        ...failure,
        code: IDENTIFIER.test(code) ? code : beginning(code).slice(0, MAX_CODE_LENGTH),
        description: scrub(plainText(beginning(description)), known).slice(0, MAX_DESCRIPTION_LENGTH),
      };
      cleaned.set(failure, clean);
      return clean;
    },
  };
}

/** A secret of a few letters cannot be cut out without telling where it was, so the text is not shown at all. */
function quotesShortSecret(text: string, secrets: readonly string[]): boolean {
  const lower = plainText(text).toLowerCase();
  return secrets.some(
    (secret) =>
      secret.length > 0 && secret.length < MIN_SCRUBBED_LENGTH && lower.includes(secret.toLowerCase()),
  );
}
