/** The headers that every response has. */
export function responseHeaders(requestId: string, isStopping: boolean): Readonly<Record<string, string>> {
  return {
    'x-request-id': requestId,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    // Once the server closes, a connection that was busy is the client's to close.
    ...(isStopping && { connection: 'close' }),
  };
}
