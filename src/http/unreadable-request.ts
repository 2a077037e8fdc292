import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { JSON_MEDIA_TYPE } from './media-type.ts';
import { badRequest, refusalBody, tooSlowToArrive } from './refusal.ts';
import type { RequestNotes } from './request-notes.ts';
import { responseHeaders } from './response-headers.ts';

const REFUSALS = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', tooSlowToArrive()],
  ['HPE_HEADER_OVERFLOW', badRequest(431, 'The request headers are too large.')],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', badRequest(413, 'The chunk extensions of the request are too large.')],
]);

const NOT_HTTP = badRequest(400, 'This is not a valid HTTP request.');

/** Refuses what Node's parser could not read as a request, and closes the connection. Its `Accept` is not known. */
export function refuseUnreadable(
  failure: { readonly code?: string },
  socket: Socket,
  notes: Pick<RequestNotes, 'unreadable'>,
): void {
  if (failure.code === 'ECONNRESET' || socket.destroyed) return;
  const { status, error, reason } = REFUSALS.get(failure.code ?? '') ?? NOT_HTTP;
  const requestId = randomUUID();
  const body = JSON.stringify(refusalBody(error, requestId));
  if (socket.writable) {
    const headers = {
      'content-type': JSON_MEDIA_TYPE,
      'content-length': Buffer.byteLength(body),
      ...responseHeaders(requestId, true),
    };
    const head = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  }
  socket.destroy();
  // Otherwise the client hung up.
  if (failure.code !== 'HPE_INVALID_EOF_STATE') notes.unreadable(socket, { requestId, status, reason });
}
