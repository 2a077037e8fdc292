import { request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import type { GraphQLAnswer } from './gateway.ts';

export interface RawRequest {
  readonly method?: string;
  /** Sent as they are, unlike with `fetch`, which adds an `Accept` and replaces `Host`. */
  readonly headers?: OutgoingHttpHeaders;
  /** False sends no `Host` at all. */
  readonly setHost?: boolean;
  readonly body?: string | Uint8Array;
}

/** Sends a request that has the given headers only. */
export async function sendRaw(url: string, { body, ...options }: RawRequest): Promise<GraphQLAnswer> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, options, resolve).on('error', reject).end(body);
  });
  const received = await text(response);
  const headers = new Headers();
  for (const [name, value] of Object.entries(response.headers)) headers.set(name, String(value));
  return { ...(JSON.parse(received) as object), status: response.statusCode ?? 0, headers, text: received };
}
