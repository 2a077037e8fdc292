import type { onRequestAsyncHookHandler } from 'fastify';
import type { Authenticate } from '../../callers/authenticate.ts';
import { ANONYMOUS, type Caller } from '../../callers/caller.ts';
import { KEYS_RETRY_MS, KeysUnavailableError } from '../../callers/keys-unavailable.ts';
import { clientError } from '../../graphql/errors/client-error.ts';
import { Refusal } from '../refusal.ts';
import type { Guesses } from './guesses.ts';
import type { RequestValue } from './request-value.ts';

/**
 * Makes the hook that finds the caller of a request and lets only known ones through.
 *
 * @param authenticate undefined where callers do not have to authenticate
 * @param guesses undefined for no limit
 */
export function authentication(
  authenticate: Authenticate | undefined,
  callers: RequestValue<Caller>,
  guesses: Guesses | undefined,
): onRequestAsyncHookHandler {
  return async (request) => {
    if (authenticate) guesses?.check(request);
    const caller = authenticate ? await identify(authenticate, request.headers.authorization) : ANONYMOUS;
    if (!caller) guesses?.failed(request);
    else if (authenticate) guesses?.succeeded(request);
    if (!caller) throw new Refusal(401, clientError('UNAUTHENTICATED'), { 'www-authenticate': 'Bearer' });
    callers.set(request, caller);
  };
}

async function identify(
  authenticate: Authenticate,
  authorization: string | undefined,
): Promise<Caller | undefined> {
  try {
    return await authenticate(authorization);
  } catch (error) {
    if (error instanceof KeysUnavailableError) throw new Refusal(503, KEYS_UNAVAILABLE);
    throw error;
  }
}

const KEYS_UNAVAILABLE = clientError('AUTHENTICATION_UNAVAILABLE', {}, { retryAfterMs: KEYS_RETRY_MS });
