import {
  defaultFieldResolver,
  getNamedType,
  isObjectType,
  valueFromASTUntyped,
  type ASTNode,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { Caller } from '../callers/caller.ts';
import type { GatewayContext } from './context.ts';
import { ScopeError } from './errors/argument-error.ts';

/** Lists of scopes: a caller needs all scopes of one list. */
type Requirement = readonly (readonly string[])[];

/**
 * Makes every field require the scopes that the schema declares: those of the field, of its parent type and of its
 * return type. Routers enforce the same directive, but the gateway does not rely on a router.
 */
export function enforceScopes(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    const ofType = requirementsOf(type.astNode);
    for (const field of Object.values(type.getFields())) {
      const answered = getNamedType(field.type);
      const requirements = [
        ...ofType,
        ...requirementsOf(field.astNode),
        ...requirementsOf(isObjectType(answered) ? answered.astNode : undefined),
      ];
      if (requirements.length === 0) continue;
      const demand = demandOnce(requirements);
      const resolve: GraphQLFieldResolver<unknown, GatewayContext> = field.resolve ?? defaultFieldResolver;
      field.resolve = (source, args, context: GatewayContext, info): unknown => {
        demand(context.caller);
        return resolve(source, args, context, info);
      };
    }
    guardReference(type, ofType);
  }
  return schema;
}

/** Routers resolve entities without going through the fields that return them. */
function guardReference(type: GraphQLObjectType, requirements: readonly Requirement[]): void {
  const { apollo } = type.extensions as { apollo?: { subgraph?: Subgraph } };
  const resolve = apollo?.subgraph?.resolveReference;
  if (!apollo?.subgraph || !resolve) return;
  const demand = demandOnce(requirements);
  // If thrown synchronously, the error would fail all other entities too.
  apollo.subgraph.resolveReference = async (reference, context, info) => {
    demand(context.caller);
    return await resolve(reference, context, info);
  };
}

/** Where the subgraph library stores the reference resolver of an entity. */
interface Subgraph {
  resolveReference?: (reference: unknown, context: GatewayContext, info: unknown) => unknown;
}

/**
 * Checks the scopes of a caller, which are the same for every row of a list, once in a row. The errors are made once, because
 * making them takes more than a third of the time to refuse a field of every row.
 */
function demandOnce(requirements: readonly Requirement[]): (caller: Caller) => void {
  const refusals = requirements.map((required) => new ScopeError(required));
  let granted: Caller['scopes'] | undefined;
  return ({ scopes }) => {
    if (scopes === granted) return;
    const refusal = refusals.find(({ required }) => !isGranted(required, scopes));
    if (refusal) throw refusal;
    granted = scopes;
  };
}

function isGranted(requirement: Requirement, scopes: ReadonlySet<string>): boolean {
  return requirement.some((list) => list.every((scope) => scopes.has(scope)));
}

/** The scopes that a type or field declares in the schema. */
export function requirementsOf(
  node: (ASTNode & { readonly directives?: readonly DirectiveNode[] }) | null | undefined,
): Requirement[] {
  return (node?.directives ?? [])
    .filter(({ name }) => /^(federation__)?requiresScopes$/.test(name.value))
    .flatMap(({ arguments: given }) => given ?? [])
    .map(({ value }) => valueFromASTUntyped(value) as Requirement);
}

type DirectiveNode = NonNullable<GraphQLObjectType['astNode']>['directives'] extends
  readonly (infer Node)[] | undefined
  ? Node
  : never;
