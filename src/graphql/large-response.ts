/** How an operation sends a response that is too large for a string. */
export interface LargeResponse {
  /**
   * Resolves when the response may be encoded.
   *
   * @param bytes its size, by estimate
   */
  enter(bytes: number): Promise<void>;
  /** Sends this instead of the text that Apollo Server returns. */
  send(encoded: Buffer): void;
}
