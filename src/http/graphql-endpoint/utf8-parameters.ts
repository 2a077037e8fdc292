import type { FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { badRequest } from '../refusal.ts';

/** What stands for itself where it is not followed by two hexadecimal digits. Source: URL Standard, "percent-decode". */
const LONE_PERCENT = /%(?![\da-f]{2})/gi;

/**
 * Refuses addresses whose parameters are not UTF-8, as bodies are refused: a lenient decoder replaces such bytes by
 * U+FFFD. Node's parser refuses those that are not percent-encoded.
 */
export function requireUtf8Parameters(
  { raw: { url = '' } }: FastifyRequest,
  _reply: unknown,
  done: HookHandlerDoneFunction,
): void {
  done(isUtf8(url) ? undefined : badRequest(400, 'The request URL is not percent-encoded UTF-8.'));
}

function isUtf8(url: string): boolean {
  try {
    decodeURIComponent(url.replaceAll(LONE_PERCENT, '%25'));
    return true;
  } catch {
    return false;
  }
}
