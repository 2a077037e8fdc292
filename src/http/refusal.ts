import type { FastifyReply } from 'fastify';
import type { ClientError } from '../graphql/errors/client-error.ts';
import { tooMuchHeld as tooMuchHeldError } from '../graphql/errors/too-much-held.ts';
import { JSON_MEDIA_TYPE, responseMediaType } from './media-type.ts';
import { reasonOf } from './request-notes.ts';

/** The error that the client gets: one of the contract, or `BAD_REQUEST`, which is not part of it. */
type RefusalError =
  | ClientError
  | {
      readonly message: string;
      readonly extensions: { readonly code: 'BAD_REQUEST'; readonly retryable?: true };
    };

/**
 * Refuses a request before it becomes an operation. Every check of requests throws it, and the error handler sends it
 * in the shape of a GraphQL response.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly error: RefusalError;
  readonly headers: Readonly<Record<string, string>>;
  /** Its name in metrics and in the log. */
  readonly reason: string;

  /** @param reason by default, the error's code or what the status stands for */
  constructor(
    status: number,
    error: RefusalError,
    headers: Readonly<Record<string, string>> = {},
    reason = defaultReason(status, error),
  ) {
    super(error.message);
    this.status = status;
    this.error = error;
    this.headers = headers;
    this.reason = reason;
  }
}

function defaultReason(status: number, { extensions: { code } }: RefusalError): string {
  return code === 'BAD_REQUEST'
    ? (reasonOf(status) ?? 'bad-request')
    : code.toLowerCase().replaceAll('_', '-');
}

/** A refusal for a mistake in the request itself. The contract has no code for those. */
export function badRequest(
  status: number,
  message: string,
  headers?: Readonly<Record<string, string>>,
  reason?: string,
): Refusal {
  return new Refusal(status, { message, extensions: { code: 'BAD_REQUEST' } }, headers, reason);
}

/** A refusal of a request that did not arrive in time, for which its client need not be at fault. */
export function tooSlowToArrive(): Refusal {
  const message = 'The request took too long to arrive. Nothing was executed: send it again.';
  return new Refusal(408, { message, extensions: { code: 'BAD_REQUEST', retryable: true } });
}

/** A refusal because requests that are not done yet hold too much memory. */
export function tooMuchHeld(): Refusal {
  return new Refusal(503, tooMuchHeldError(), {}, 'too-much-held');
}

/** Sends a refusal in the media type that the request accepts, or in JSON if it accepts neither. */
export function sendRefusal(reply: FastifyReply, { status, error, headers }: Refusal): void {
  const { id, headers: requestHeaders } = reply.request;
  void reply
    .code(status)
    .headers({ ...headers, ...retryAfter(error) })
    .type(responseMediaType(requestHeaders.accept) ?? JSON_MEDIA_TYPE)
    .send(refusalBody(error, id));
}

/** `Retry-After`, in seconds, for clients and proxies that do not read the body. */
function retryAfter({ extensions }: RefusalError): Readonly<Record<string, number>> {
  const retryAfterMs = 'retryAfterMs' in extensions ? extensions.retryAfterMs : undefined;
  return retryAfterMs !== undefined ? { 'retry-after': Math.ceil(retryAfterMs / 1000) } : {};
}

/** The body of a refusal. */
export function refusalBody({ message, extensions }: RefusalError, requestId: string): object {
  return { errors: [{ message, extensions: { ...extensions, requestId } }] };
}

/** Refuses a request for what does not exist. Always JSON: this is not the GraphQL endpoint. */
export function sendNotFound(reply: FastifyReply): void {
  const { error } = badRequest(404, 'Nothing is served at this path. The GraphQL endpoint is /graphql.');
  void reply.code(404).type(JSON_MEDIA_TYPE).send(refusalBody(error, reply.request.id));
}
