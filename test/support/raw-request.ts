import type { OutgoingHttpHeaders } from 'node:http';
import type { GraphQLAnswer } from './gateway.ts';
import { exchange } from './send-request.ts';

export interface RawRequest {
  readonly method?: string;
  /** Sent as they are, unlike with `sendRequest`, which adds some. */
  readonly headers?: OutgoingHttpHeaders;
  /** False sends no `Host` at all. */
  readonly setHost?: boolean;
  readonly body?: string | Uint8Array;
}

/** Sends a request that has the given headers only. */
export async function sendRaw(url: string, { body, ...options }: RawRequest): Promise<GraphQLAnswer> {
  const received = await exchange(url, options, body);
  return { ...(JSON.parse(received.text) as object), ...received };
}
