import type { Secret } from '../../config/secret.ts';

/** Returns the text without secrets: those that the portal was sent, and these. */
export type QuotingText = (secrets: readonly Secret[]) => string;

/** Cleans a portal's texts, so that they can be shown and logged. */
export interface TextCleaner {
  /**
   * A human-readable text, such as an error description: plain, without markup and secrets, of bounded length. Empty
   * if it cannot be shown.
   */
  readonly text: (text: string) => string;
  /**
   * A text like that which may quote secrets that the portal was not sent: cleaned as soon as they are known, and once,
   * because cleaning removes the escapes by which a secret is found.
   */
  readonly quoting: (text: string) => QuotingText;
  /**
   * An error code. Error handling depends on it, so a well-formed code is changed only for a secret that no code
   * contains by chance.
   */
  readonly code: (code: string) => string;
  /** The URL of a page or file, or null if it holds a secret: without the secret it would be broken. */
  readonly link: (address: string) => string | null;
}
