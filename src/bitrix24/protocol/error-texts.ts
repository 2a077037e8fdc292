import type { Secret } from '../../config/secret.ts';
import type { Failure } from './errors.ts';
import { createTextCleaner, MAX_READ_LENGTH, type TextCleaner } from './portal-text.ts';

/** Cleans the texts of the errors of one answer. */
export interface ErrorTexts {
  /** The failure with a code and a description that are short, free of HTML, and free of secrets. */
  clean(failure: PortalFailure): PortalFailure;
}

type PortalFailure = Failure & { readonly kind: 'portal' };

/**
 * How much is read of all texts of an answer, in characters; the descriptions of fifty errors take half of it. Those beyond
 * are left out.
 */
const MAX_READ_LENGTH_OF_ALL = 40_000;

/**
 * The portal's texts may quote what it was sent, so everything secret that was sent is cut out of them.
 *
 * @param secretsOf what must not be in a text; called once there is a text to clean
 */
export function createErrorTexts(secretsOf: () => readonly Secret[]): ErrorTexts {
  let cleaner: TextCleaner | undefined;
  let left = MAX_READ_LENGTH_OF_ALL;
  // A batch that failed as a whole is the failure of each of its commands.
  const cleaned = new Map<PortalFailure, PortalFailure>();

  /** The text, or what is left of one for which there is no more time. */
  function affordable(text: string): string {
    left -= Math.min(text.length, MAX_READ_LENGTH);
    return left < 0 ? '' : text;
  }

  return {
    clean(failure) {
      const before = cleaned.get(failure);
      if (before) return before;
      cleaner ??= createTextCleaner(secretsOf());
      const clean = {
        ...failure,
        code: cleaner.code(failure.code.length > MAX_CODE_READ ? affordable(failure.code) : failure.code),
        description: cleaner.text(affordable(failure.description)),
      };
      cleaned.set(failure, clean);
      return clean;
    },
  };
}

/** A code is a few words. What is longer counts like a description. */
const MAX_CODE_READ = 100;
