/** The time is up. */
export class ExpiredError extends Error {}

/**
 * Enforces a timeout, whatever the HTTP library does about the portal's behaviour.
 *
 * @throws ExpiredError
 */
export async function within<T>(timeoutMs: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new ExpiredError());
    }, timeoutMs);
  });
  try {
    return await Promise.race([promise, expired]);
  } finally {
    clearTimeout(timer);
  }
}
