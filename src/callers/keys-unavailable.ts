/** The keys to verify tokens with cannot be fetched. */
export class KeysUnavailableError extends Error {
  override readonly name = 'KeysUnavailableError';
}

/** How long after a failure to fetch the keys there is no retry, however many tokens arrive. */
export const KEYS_RETRY_MS = 5_000;
