import { request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import type { GraphQLAnswer } from './gateway.ts';

export interface RawRequest {
  readonly method?: string;
  /** Sent as they are: `fetch` adds an `Accept` where there is none, and sends no `Host` but its own. */
  readonly headers?: OutgoingHttpHeaders;
  /** Without it, not even the `Host` that the address implies is sent. */
  readonly setHost?: boolean;
  readonly body?: string;
}

/** Sends a request with nothing in it but what is given. */
export async function sendRaw(url: string, { body, ...options }: RawRequest): Promise<GraphQLAnswer> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, options, resolve).on('error', reject).end(body);
  });
  const received = await text(response);
  const headers = new Headers();
  for (const [name, value] of Object.entries(response.headers)) headers.set(name, String(value));
  return { ...(JSON.parse(received) as object), status: response.statusCode ?? 0, headers, text: received };
}
