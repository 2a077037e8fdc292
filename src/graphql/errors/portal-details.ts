import type { PortalDetails } from '../../client/error-details.ts';
import { executionOf, type Bitrix24Error, type Failure } from '../../bitrix24/protocol/errors.ts';

/** `extensions.bitrix24`: the portal's error, or what is known if the portal did not respond. */
export function portalDetails({ method, failure }: Bitrix24Error): PortalDetails {
  return { method: method.name, ...describeFailure(failure) };
}

function describeFailure(failure: Failure): Omit<PortalDetails, 'method'> {
  switch (failure.kind) {
    case 'lost-write':
      return describeFailure(failure.attempt);
    case 'portal':
      return { error: failure.code, description: failure.description, status: failure.status };
    case 'unreadable':
      return {
        error: null,
        description: 'The response did not come from the REST service.',
        status: failure.status,
      };
    case 'redirect':
      return {
        error: null,
        description: 'The response was a redirect to another address.',
        status: failure.status,
      };
    case 'unexpected-shape':
      return { error: null, description: `The response had ${failure.detail}.`, status: 200 };
    case 'displaced':
      return { error: null, description: 'The response was not read to its end.', status: null };
    case 'missing':
      return {
        error: null,
        description: 'The batch response has no result for this command.',
        status: 200,
      };
    case 'no-credential':
      // It may have been sent with a token that had expired.
      return {
        error: failure.code ?? null,
        description: 'The call had no valid token, so the portal did not execute it.',
        status: null,
      };
    case 'refused-here':
    case 'taken':
      return { error: null, description: 'Determined without a response from the portal.', status: null };
    case 'network':
      return {
        error: null,
        description: `No response (${failure.reason}); ${executionOf(failure) === 'unknown' ? 'the request may have arrived' : 'the request did not arrive'}.`,
        status: null,
      };
  }
}
