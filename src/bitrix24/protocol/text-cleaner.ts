/** Cleans what a portal writes, so that it can be shown and logged. */
export interface TextCleaner {
  /**
   * A text for people, such as a description of an error: readable, without markup and secrets, of bounded length. Empty
   * if it cannot be shown.
   */
  readonly text: (text: string) => string;
  /**
   * An error code. What is made of an error depends on it, so what has the form of one is changed only for a secret that
   * no code contains by chance.
   */
  readonly code: (code: string) => string;
  /** The address of a page or file, or null if it holds a secret: without that it would lead nowhere. */
  readonly link: (address: string) => string | null;
}
