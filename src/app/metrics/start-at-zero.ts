import { resolvers } from '../../graphql/resolvers/resolvers.ts';
import { WRITE_METHODS } from '../../telephony/write-methods.ts';
import type { Instruments } from './instruments.ts';

/** Codes that an operator acts on when they occur once. */
const URGENT_CODES = ['INTERNAL_SERVER_ERROR', 'PORTAL_CREDENTIAL_REJECTED'];

/** Root fields with their types. Federation adds the last one. */
const ROOT_FIELDS = [
  ...Object.keys(resolvers.Query ?? {}).map((name) => `Query.${name}`),
  ...Object.keys(resolvers.Mutation ?? {}).map((name) => `Mutation.${name}`),
  'Query._entities',
];

/**
 * Lets what should never happen, and what happens rarely, start at zero. Prometheus sees no increase in a series that
 * begins with one, so an alert would miss the first time.
 */
export function startAtZero({
  fields,
  refusedRequests,
  unsentCommands,
  settlements,
  tokenExchanges,
}: Instruments): void {
  for (const field of ROOT_FIELDS) for (const code of URGENT_CODES) fields.inc({ field, code }, 0);
  refusedRequests.inc({ reason: 'too-much-held' }, 0);
  for (const reason of ['too-slow', 'queue-full', 'cancelled']) unsentCommands.inc({ reason }, 0);
  for (const method of WRITE_METHODS)
    for (const outcome of ['succeeded', 'failed', 'unknown']) settlements.inc({ method, outcome }, 0);
  for (const outcome of ['granted', 'refused', 'unavailable']) tokenExchanges.inc({ outcome }, 0);
}
