import type { FastifyReply } from 'fastify';
import type { ClientError } from '../graphql/errors/client-error.ts';
import { JSON_MEDIA_TYPE, responseMediaType } from './media-type.ts';

/** What the client is told: an error of ours, or one without a code of the contract. */
type RefusalError =
  ClientError | { readonly message: string; readonly extensions: { readonly code: 'BAD_REQUEST' } };

/**
 * A request that never becomes an operation. Whatever checks requests throws it; the error handler sends it in the shape
 * of a GraphQL response.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly error: RefusalError;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, error: RefusalError, headers: Readonly<Record<string, string>> = {}) {
    super(error.message);
    this.status = status;
    this.error = error;
    this.headers = headers;
  }
}

/** A refusal for a mistake in the request itself, which has no code in the contract. */
export function badRequest(
  status: number,
  message: string,
  headers?: Readonly<Record<string, string>>,
): Refusal {
  return new Refusal(status, { message, extensions: { code: 'BAD_REQUEST' } }, headers);
}

/** Sends a refusal in the media type that the request accepts, or in JSON if it accepts neither. */
export function sendRefusal(reply: FastifyReply, { status, error, headers }: Refusal): void {
  const { id, headers: requestHeaders } = reply.request;
  void reply
    .code(status)
    .headers(headers)
    .type(responseMediaType(requestHeaders.accept) ?? JSON_MEDIA_TYPE)
    .send(refusalBody(error, id));
}

/** The body of a refusal. */
export function refusalBody({ message, extensions }: RefusalError, requestId: string): object {
  return { errors: [{ message, extensions: { ...extensions, requestId } }] };
}
