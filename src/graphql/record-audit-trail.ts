import { defaultFieldResolver, isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import type { Scope } from '../config/scopes.ts';
import type { GatewayContext } from './context.ts';
import { requirementsOf } from './enforce-scopes.ts';

const SECRETS: Scope = 'telephony:secrets';

/** The properties and arguments that identify an object of the portal. */
const IDS = ['configId', 'lineId', 'userId', 'callId'];

/**
 * An ID as most portals write it. A caller may send any text instead, which must not get into the log; those of a result
 * are the portal's, in any form.
 */
const PLAIN_ID = /^(reg|sip|\+)?\d{1,20}$/;

/** Makes every mutation, and every field that takes the scope for passwords, leave a trail. */
export function recordAuditTrail(schema: GraphQLSchema): GraphQLSchema {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const resolve: GraphQLFieldResolver<unknown, GatewayContext> = field.resolve ?? defaultFieldResolver;
    field.resolve = async (source, args, context: GatewayContext, info): Promise<unknown> => {
      const { targets } = context.audit;
      const key = String(info.path.key);
      note(targets, key, args, (id) => PLAIN_ID.test(id));
      const result = await resolve(source, args, context, info);
      note(targets, key, result);
      return result;
    };
  }
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    for (const field of Object.values(type.getFields())) {
      if (!requirementsOf(field.astNode).flat(2).includes(SECRETS)) continue;
      const name = `${type.name}.${field.name}`;
      const resolve: GraphQLFieldResolver<unknown, GatewayContext> = field.resolve ?? defaultFieldResolver;
      field.resolve = (source, args, context: GatewayContext, info): unknown => {
        const value = resolve(source, args, context, info);
        if (value !== null && value !== undefined) note(context.audit.secretsRead, name, source);
        return value;
      };
    }
  }
  return schema;
}

type Accept = (id: string) => boolean;

function note(trail: Map<string, Set<string>>, key: string, value: unknown, accept?: Accept): void {
  const ids = trail.get(key) ?? new Set();
  trail.set(key, ids);
  if (!Array.isArray(value)) noteOne(ids, value, accept);
  else for (const each of value) noteOne(ids, each, accept);
}

function noteOne(ids: Set<string>, value: unknown, accept?: Accept): void {
  if (value instanceof Promise)
    void value.then(
      (entry) => {
        addIdsOf(ids, entry, accept);
      },
      // An entry that fails is in the response.
      () => undefined,
    );
  else addIdsOf(ids, value, accept);
}

/** Adds the IDs of an object and of its `input`. Called for each password that is read, so it makes no lists. */
function addIdsOf(ids: Set<string>, value: unknown, accept?: Accept): void {
  if (typeof value !== 'object' || value === null) return;
  const object = value as Readonly<Record<string, unknown>>;
  for (const name of IDS) {
    const id = object[name];
    if (typeof id !== 'string' && typeof id !== 'number') continue;
    if (!accept || accept(String(id))) ids.add(`${name} ${id}`);
  }
  addIdsOf(ids, object['input'], accept);
}
