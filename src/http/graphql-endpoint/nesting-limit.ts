import type { FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { isNestedTooDeeply, MAX_NESTING } from '../../graphql/document-nesting.ts';
import { badRequest } from '../refusal.ts';

/**
 * Refuses a document with brackets nested too deeply. Apollo Server would report the overflow of the stack as a fault
 * of the gateway, and has no hook before validation that could refuse a document.
 */
export function limitNesting(
  { method, body, raw }: FastifyRequest,
  _reply: unknown,
  done: HookHandlerDoneFunction,
): void {
  const documents = method === 'GET' ? documentsInUrl(raw.url ?? '') : [documentIn(body)];
  const isRefused = documents.some((each) => typeof each === 'string' && isNestedTooDeeply(each));
  done(isRefused ? badRequest(400, TOO_DEEP) : undefined);
}

const TOO_DEEP = `Brackets in the document are nested more than ${MAX_NESTING} levels deep. Nest selections, values and types less deeply.`;

/** Decoded as Apollo Server does, which differs from Fastify where the encoding is malformed. */
function documentsInUrl(url: string): string[] {
  const at = url.indexOf('?');
  return at < 0 ? [] : new URLSearchParams(url.slice(at + 1)).getAll('query');
}

function documentIn(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'query' in body ? body.query : undefined;
}
