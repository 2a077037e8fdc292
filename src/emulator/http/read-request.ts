import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { PortalRequest } from '../request.ts';

/** The largest body in bytes. The real portal accepts more, but telephony does not need it. */
const MAX_BODY = 16 * 1024 * 1024;

export type ReadRequest =
  | { readonly kind: 'request'; readonly request: PortalRequest }
  | { readonly kind: 'method-not-allowed' }
  | { readonly kind: 'too-large' };

/** Reads a whole HTTP request into the form that the portal expects. */
export async function readRequest(message: IncomingMessage): Promise<ReadRequest> {
  const { method } = message;
  if (method !== 'GET' && method !== 'POST') return { kind: 'method-not-allowed' };
  const body = await readBody(message);
  if (body === undefined) return { kind: 'too-large' };
  const { path, query } = splitTarget(message);
  return {
    kind: 'request',
    request: {
      method,
      path,
      query,
      headers: flatHeaders(message),
      body,
      remoteAddress: message.socket.remoteAddress ?? '',
      secure: message.socket instanceof TLSSocket,
    },
  };
}

export function splitTarget(message: IncomingMessage): { path: string; query: string } {
  const target = message.url ?? '/';
  const mark = target.indexOf('?');
  return mark < 0
    ? { path: target, query: '' }
    : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}

export async function readBody(message: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function flatHeaders(message: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}
