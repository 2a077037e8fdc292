import type { FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { encodesUtf8 } from '../percent-encoding.ts';
import { badRequest } from '../refusal.ts';

/**
 * Refuses addresses whose parameters are not UTF-8, as bodies are refused. Node's parser refuses those that are not
 * percent-encoded.
 */
export function requireUtf8Parameters(
  { raw: { url = '' } }: FastifyRequest,
  _reply: unknown,
  done: HookHandlerDoneFunction,
): void {
  done(encodesUtf8(url) ? undefined : badRequest(400, 'The request URL is not percent-encoded UTF-8.'));
}
