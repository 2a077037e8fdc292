/** The headers that every response has. */
export function responseHeaders(requestId: string, isLeaving: boolean): Readonly<Record<string, string>> {
  return {
    'x-request-id': requestId,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    // Its next request finds another replica, and is not on its way when the connection is closed.
    ...(isLeaving && { connection: 'close' }),
  };
}
