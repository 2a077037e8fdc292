import type { ApolloServerPlugin } from '@apollo/server';
import { OperationTypeNode, type GraphQLFormattedError } from 'graphql';
import type { Logger } from '../../observability/logger.ts';
import type { GatewayContext } from '../context.ts';
import type { createFieldOutcomes, FieldOutcome } from '../root-fields.ts';

/** How many objects one line names. */
const MAX_TARGETS = 50;

/**
 * Writes one line for each root field of a mutation, whatever became of it, and one for each operation that has read a
 * password. They name the caller, the portal and the objects, and hold no value of them.
 */
export function auditLog(
  logger: Logger,
  outcomesOf: ReturnType<typeof createFieldOutcomes>,
): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: ({ contextValue }) =>
      Promise.resolve({
        willSendResponse({ document, operation, response }) {
          const { requestId, caller, portalKey, audit } = contextValue;
          const who = { requestId, caller: caller.name, portalKey };
          if (audit.secretsRead.size > 0) {
            const objects = new Set<string>();
            for (const ids of audit.secretsRead.values()) for (const id of ids) objects.add(id);
            const what = { fields: [...audit.secretsRead.keys()], ...named(objects) };
            logger.info({ ...who, ...what }, 'audit: secrets were read');
          }
          if (!document || operation?.operation !== OperationTypeNode.MUTATION) return Promise.resolve();
          if (response.body.kind !== 'single' || response.body.singleResult.data === undefined)
            return Promise.resolve();
          const { data, errors } = response.body.singleResult;
          const outcomes = outcomesOf(document, operation, { data, errors: errors?.filter(isOfMutation) });
          for (const [key, { field, codes }] of byKey(outcomes)) {
            const targets = named(audit.targets.get(key) ?? new Set());
            const replayed = audit.replayed.has(key) && { replayed: true };
            logger.info(
              { ...who, field, ...targets, outcome: codes.join(' '), ...replayed },
              'audit: mutation',
            );
          }
          return Promise.resolve();
        },
      }),
  };
}

/** Whether the mutation failed, or one of its entries did, as opposed to a field of what it has changed. */
function isOfMutation({ path = [] }: GraphQLFormattedError): boolean {
  return path.length === 1 || (path.length === 2 && typeof path[1] === 'number');
}

/** A mutation of several things may end with several codes. */
function byKey(outcomes: readonly FieldOutcome[]): Map<string, { field: string; codes: string[] }> {
  const fields = new Map<string, { field: string; codes: string[] }>();
  for (const { key, field, code } of outcomes) {
    const known = fields.get(key) ?? { field, codes: [] };
    known.codes.push(code);
    fields.set(key, known);
  }
  return fields;
}

function named(objects: ReadonlySet<string>) {
  if (objects.size === 0) return {};
  const more = objects.size - MAX_TARGETS;
  return { objects: [...objects].slice(0, MAX_TARGETS), ...(more > 0 && { more }) };
}
