import { request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Duplex } from 'node:stream';
import { got, TimeoutError, type NativeRequestOptions, type Request as Exchange } from 'got';
import { urlOf } from '../../config/parse-url.ts';
import { isProxied, type ProxySettings } from '../../config/proxy.ts';
import type { Secret } from '../../config/secret.ts';
import { createAgents, type Agents } from './agents.ts';
import { createAnswerMemory, type AnswerMemory } from '../answer-memory.ts';
import {
  DisplacedAnswerError,
  OversizedAnswerError,
  PORTAL_ANSWER,
  type AnswerBounds,
} from './answer-bounds.ts';
import type { NetworkReason } from './errors.ts';
import { ExpiredError, within } from './expiry.ts';
import { networkReasonOf } from './network-reason.ts';
import { ACCEPTED_ENCODINGS, receive } from './receive.ts';

/** `yes`: on a connection that is new or was in use within a second. `new`: on a new one only. */
export type Freshness = 'any' | 'yes' | 'new';

/** One POST, with a JSON body unless another type is named. */
export interface HttpRequest {
  readonly url: Secret;
  readonly body: string;
  readonly contentType?: string;
  /** From now to the last byte of the response, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether it must not be sent on an idle connection that the other side may have closed. */
  readonly fresh?: Freshness | undefined;
  /** Limits on its response; those of the transport by default. */
  readonly bounds?: AnswerBounds | undefined;
  /** Called when it is sent. */
  readonly onSend?: (() => void) | undefined;
}

/** A response of any status. */
export interface HttpReply {
  readonly status: number;
  readonly location: string | undefined;
  /** Empty if it is not a JSON object in UTF-8. */
  readonly body: string;
  /** Values of its JSON, to within a factor of two. */
  readonly values: number;
}

/**
 * Sends one request and reads its response. Wrappers around it have the same signature.
 *
 * @throws TransportError if no response arrived in time
 * @throws OversizedAnswerError if it is larger than the transport reads
 * @throws DisplacedAnswerError if there is no memory for it
 */
export type Post = (request: HttpRequest) => Promise<HttpReply>;

/** No response arrived. Carries no address and no body, unlike the HTTP library's error. */
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
  /** `name/version`, which the vendor requires. */
  readonly userAgent: string;
  /** Limits on the response; those for a portal by default. */
  readonly bounds?: AnswerBounds;
  /** Where responses are recorded while they arrive; without a limit by default. */
  readonly memory?: AnswerMemory;
  /** Stands in for DNS. */
  readonly lookup?: LookupFunction;
  /** PEM certificate of an authority to trust instead of the system's. */
  readonly certificateAuthority?: string;
  /** The proxy to reach portals through, where it has no exception for them. */
  readonly proxy?: ProxySettings | undefined;
  /** Replaces the timeouts of parts of an exchange. */
  readonly patience?: Patience;
  /** Stands in for the machine's monotonic clock, in milliseconds. */
  readonly now?: () => number;
}

/**
 * How long parts of an exchange may take, in milliseconds, whatever the overall timeout. The wait for the response
 * headers has no limit of its own: a portal sends them when its work is done.
 */
export interface Patience {
  readonly lookup: number;
  readonly connect: number;
  readonly secureConnect: number;
  /** From the response headers to the last byte. */
  readonly read: number;
}

const PATIENCE: Patience = { lookup: 5_000, connect: 10_000, secureConnect: 10_000, read: 20_000 };

const JSON_TYPE = 'application/json';

export interface Transport {
  readonly post: Post;
  /** Closes the connections that are kept open for the next call. */
  readonly close: () => void;
}

/** The most 1xx responses. A portal sends none; a proxy may send one or two before the response. */
const MAX_INTERIM_ANSWERS = 10;

/**
 * The only place that talks HTTP to a portal. It sends each request once: no retries, no redirects, no
 * interpretation of statuses.
 */
export function createTransport({
  userAgent,
  bounds: usual = PORTAL_ANSWER,
  memory = createAnswerMemory(Infinity),
  lookup,
  certificateAuthority,
  proxy,
  patience = PATIENCE,
  now = () => performance.now(),
}: TransportOptions): Transport {
  // Everything that is the same for all requests: the library checks and copies what is set for each.
  const common = got.extend({
    method: 'POST',
    headers: {
      'user-agent': userAgent,
      accept: 'application/json',
      'accept-encoding': ACCEPTED_ENCODINGS,
      'content-type': JSON_TYPE,
    },
    timeout: patience,
    // Lists that are not used, but copied for each request.
    retry: { limit: 0, methods: [], statusCodes: [], errorCodes: [] },
    request,
    followRedirect: false,
    throwHttpErrors: false,
    // The library would stop counting decompressed bytes at the length that the response claims.
    decompress: false,
  });
  const withClient = (agents: Agents) => {
    const { http, https } = agents;
    return { agents, client: common.extend({ agent: { http, https } }) };
  };
  const direct = withClient(
    createAgents({ ...(lookup && { lookup }) }, certificateAuthority, undefined, now),
  );
  const proxied = proxy && withClient(createAgents({}, certificateAuthority, proxy.url, now));

  return {
    async post({ url, body, contentType = JSON_TYPE, timeoutMs, fresh, bounds = usual, onSend }) {
      const way = proxy && proxied && isProxied(proxy, urlOf(url.reveal())) ? proxied : direct;
      const { agents, client } = way;
      if (fresh === 'new') agents.closeStale(0);
      else if (fresh === 'yes') agents.closeStale();
      onSend?.();
      const exchange = client.stream(url.reveal(), {
        body,
        ...(contentType !== JSON_TYPE && { headers: { 'content-type': contentType } }),
      });
      try {
        return await within(timeoutMs, replyOf(exchange, bounds, memory));
      } catch (error) {
        if (error instanceof OversizedAnswerError || error instanceof DisplacedAnswerError) throw error;
        // The library's error holds the address and the body, so it goes no further.
        throw toTransportError(error, mayHaveBeenSent(exchange, url.reveal(), way === proxied));
      } finally {
        if (!exchange.readableEnded) exchange.destroy();
      }
    },
    close() {
      direct.agents.close();
      proxied?.agents.close();
    },
  };
}

/**
 * Sends a request with the options that are set. The library passes all of its forty, and Node copies them twice for
 * each request.
 */
function request(url: URL, options: NativeRequestOptions): ClientRequest {
  const set: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) if (value !== undefined) set[name] = value;
  return url.protocol === 'https:' ? requestHttps(url, set) : requestHttp(url, set);
}

/** Skips interim responses, even if no final one follows. */
function replyOf(exchange: Exchange, bounds: AnswerBounds, memory: AnswerMemory): Promise<HttpReply> {
  return new Promise((resolve, reject) => {
    let interim = 0;
    exchange.on('error', reject);
    exchange.on('information', () => {
      interim += 1;
      if (interim > MAX_INTERIM_ANSWERS) reject(new OversizedAnswerError('no end of interim answers'));
    });
    // The library does not treat this as an end. It no longer owns the connection, which would stay open forever.
    exchange.on('upgrade', ({ statusCode }: IncomingMessage, socket: Duplex) => {
      socket.destroy();
      resolve({ status: statusCode ?? 0, location: undefined, body: '', values: 0 });
    });
    exchange.on('response', ({ statusCode, headers }: IncomingMessage) => {
      // From here on, the reader handles errors of the exchange, which it may have caused.
      exchange.off('error', reject).on('error', () => undefined);
      const { socket } = exchange;
      const before = socket?.bytesRead ?? 0;
      const read = () => (socket?.bytesRead ?? before) - before;
      const encoding = headers['content-encoding'];
      receive(exchange, { encoding, bounds, read, memory }).then(({ text, values }) => {
        resolve({ status: statusCode ?? 0, location: headers.location, body: text, values });
      }, reject);
    });
  });
}

function toTransportError(error: unknown, sent: boolean): TransportError {
  if (error instanceof ExpiredError || error instanceof TimeoutError)
    return new TransportError('timeout', sent);
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  return new TransportError(networkReasonOf(code), sent);
}

/**
 * Decided by how far the connection got, never by the name of the error: a route that fails under an established
 * connection has the same error code as one that never existed.
 *
 * @param tunnelled whether a request gets its connection only once that is secured
 */
function mayHaveBeenSent({ reusedSocket, timings }: Exchange, url: string, tunnelled: boolean): boolean {
  if (reusedSocket) return true;
  if (tunnelled) return timings?.socket !== undefined;
  return (url.startsWith('https:') ? timings?.secureConnect : timings?.connect) !== undefined;
}
