import type { Failure } from './errors.ts';
import type { TextCleaner } from './text-cleaner.ts';

/** Cleans the texts of the errors in one response. */
export interface ErrorTexts {
  /** The failure with a code and a description that are short, free of HTML, and free of secrets. */
  clean(failure: PortalFailure): PortalFailure;
}

type PortalFailure = Failure & { readonly kind: 'portal' };

/** The portal's texts may quote the request, so every secret in the request is removed from them. */
export function createErrorTexts(cleaner: TextCleaner): ErrorTexts {
  // Of a batch that failed as a whole, all commands have the same failure.
  const cleaned = new Map<PortalFailure, PortalFailure>();
  return {
    clean(failure) {
      const before = cleaned.get(failure);
      if (before) return before;
      const clean = {
        ...failure,
        code: cleaner.code(failure.code),
        description: cleaner.text(failure.description),
      };
      cleaned.set(failure, clean);
      return clean;
    },
  };
}
