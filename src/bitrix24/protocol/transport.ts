import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { LookupFunction } from 'node:net';
import { got, RequestError, TimeoutError } from 'got';
import type { Secret } from '../../config/secret.ts';
import type { NetworkReason } from './errors.ts';

/** One POST, with a JSON body unless another type is named. */
export interface HttpRequest {
  readonly url: Secret;
  readonly body: string;
  readonly contentType?: string;
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
  /** Stands in for the time that parts of an exchange may take. */
  readonly patience?: Patience;
}

/**
 * How long parts of an exchange may take, in milliseconds, whatever time there is for the whole. The wait for the
 * headers of an answer has no bound of its own: a portal sends them when its work is done.
 */
export interface Patience {
  readonly lookup: number;
  readonly connect: number;
  readonly secureConnect: number;
  /** From the headers of an answer to its last byte. */
  readonly read: number;
}

const PATIENCE: Patience = { lookup: 5_000, connect: 10_000, secureConnect: 10_000, read: 20_000 };

export interface Transport {
  readonly post: Post;
  /** Closes the connections that are kept open for the next call. */
  readonly close: () => void;
}

/** The largest answer that is read. A batch of fifty pages of fifty calls needs a fifth of it. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/**
 * The only place that talks HTTP to a portal. It sends what it is given once: no retry, no redirect, no opinion
 * about statuses.
 */
export function createTransport({
  userAgent,
  lookup,
  certificateAuthority,
  patience = PATIENCE,
}: TransportOptions): Transport {
  const connection = { keepAlive: true, ...(lookup && { lookup }) };
  const agents = {
    http: new HttpAgent(connection),
    https: new HttpsAgent({ ...connection, ...(certificateAuthority && { ca: certificateAuthority }) }),
  };
  const client = got.extend({
    method: 'POST',
    headers: { 'user-agent': userAgent, accept: 'application/json' },
    agent: agents,
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    responseType: 'text',
  });

  return {
    async post({ url, body, contentType = 'application/json', timeoutMs }) {
      const exchange = client(url.reveal(), {
        body,
        headers: { 'content-type': contentType },
        timeout: { ...patience, request: timeoutMs },
      });
      const received = { bytes: 0 };
      // Counted after decompression: a small answer can hold a large one.
      void exchange.on('downloadProgress', ({ transferred }) => {
        received.bytes = transferred;
        if (transferred > MAX_ANSWER_BYTES) exchange.cancel();
      });
      try {
        const response = await exchange;
        return { status: response.statusCode, location: response.headers.location, body: response.body };
      } catch (error) {
        if (received.bytes > MAX_ANSWER_BYTES) throw new TransportError('too-large', true);
        // The library's error holds the address and the body: it ends here.
        throw toTransportError(error, url.reveal());
      }
    },
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

const REASONS: Readonly<Record<string, NetworkReason>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
};
const TLS = /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)|^EPROTO$/;

function toTransportError(error: unknown, url: string): TransportError {
  if (!(error instanceof RequestError)) return new TransportError('connection-lost', true);
  const sent = mayHaveBeenSent(error, url);
  if (error instanceof TimeoutError) return new TransportError('timeout', sent);
  const reason = TLS.test(error.code) ? 'tls' : (REASONS[error.code] ?? 'connection-lost');
  return new TransportError(reason, sent);
}

/**
 * Judged by how far the connection came, never by the name of the error: a route that dies under a connection that
 * stood is called the same as one that never was.
 */
function mayHaveBeenSent({ request, timings }: RequestError, url: string): boolean {
  if (request?.reusedSocket) return true;
  return (url.startsWith('https:') ? timings?.secureConnect : timings?.connect) !== undefined;
}
