import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { LookupFunction } from 'node:net';
import { got, RequestError, TimeoutError } from 'got';
import type { Secret } from '../config/secret.ts';
import type { NetworkReason } from './errors.ts';

/** One POST with a JSON body. */
export interface HttpRequest {
  readonly url: Secret;
  readonly body: string;
  /** From now to the last byte of the answer, in milliseconds. */
  readonly timeoutMs: number;
}

/** Whatever status came back, with what was readable of its body. */
export interface HttpReply {
  readonly status: number;
  readonly location: string | undefined;
  readonly body: string;
}

/** Sends one request and reads its answer. Wrappers around it have the same signature. */
export type Post = (request: HttpRequest) => Promise<HttpReply>;

/** No answer came back. Carries no address and no body, unlike the error of the HTTP library. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly reason: NetworkReason;
  /** False only if it is certain that no byte of the request reached the portal. */
  readonly sent: boolean;

  constructor(reason: NetworkReason, sent: boolean) {
    super(`no answer: ${reason}`);
    this.reason = reason;
    this.sent = sent;
  }
}

export interface TransportOptions {
  /** `name/version`; the vendor asks for it. */
  readonly userAgent: string;
  /** Stands in for DNS. */
  readonly lookup?: LookupFunction;
  /** PEM certificate of an authority to trust instead of the system's. */
  readonly certificateAuthority?: string;
}

export interface Transport {
  readonly post: Post;
  /** Closes the connections that are kept open for the next call. */
  readonly close: () => void;
}

/**
 * The only place that talks HTTP to a portal. It sends what it is given once: no retry, no redirect, no opinion
 * about statuses.
 */
export function createTransport({ userAgent, lookup, certificateAuthority }: TransportOptions): Transport {
  const connection = { keepAlive: true, ...(lookup && { lookup }) };
  const agents = {
    http: new HttpAgent(connection),
    https: new HttpsAgent({ ...connection, ...(certificateAuthority && { ca: certificateAuthority }) }),
  };
  const client = got.extend({
    method: 'POST',
    headers: { 'user-agent': userAgent, 'content-type': 'application/json', accept: 'application/json' },
    agent: agents,
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    responseType: 'text',
  });

  return {
    async post({ url, body, timeoutMs }) {
      try {
        const response = await client(url.reveal(), { body, timeout: { request: timeoutMs } });
        return { status: response.statusCode, location: response.headers.location, body: response.body };
      } catch (error) {
        // The library's error holds the address and the body: it ends here.
        throw toTransportError(error);
      }
    },
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

// Both groups are answers of this machine or of the handshake: the request itself has not been written yet.
const NOT_REACHED: Readonly<Record<string, NetworkReason>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
};
const TLS_HANDSHAKE = /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

function toTransportError(error: unknown): TransportError {
  if (!(error instanceof RequestError)) return new TransportError('connection-lost', true);
  const notReached = NOT_REACHED[error.code];
  if (notReached) return new TransportError(notReached, false);
  // Without a finished TCP connection nothing can have been written, whatever the error is called.
  const connected = error.timings?.connect !== undefined;
  if (TLS_HANDSHAKE.test(error.code) && !error.timings?.secureConnect)
    return new TransportError('tls', false);
  return new TransportError(error instanceof TimeoutError ? 'timeout' : 'connection-lost', connected);
}
