import {
  Kind,
  type DocumentNode,
  type GraphQLFormattedError,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** A root field of an operation and a code that it ended with. */
export interface FieldOutcome {
  /** `Query.sipLine`: that of the schema, not its alias. */
  readonly field: string;
  /** Its key in the response. */
  readonly key: string;
  /** `OK`, or a code of an error at the field or below it. */
  readonly code: string;
}

/** What the response to an executed operation says. */
export interface ExecutedResponse {
  readonly data?: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors?: readonly GraphQLFormattedError[] | undefined;
}

const TYPES = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' } as const;

/** Creates a function that lists what became of each root field. The fields of a cached document are found once. */
export function createFieldOutcomes() {
  const known = new WeakMap<OperationDefinitionNode, ReadonlyMap<string, string>>();

  function fieldsOf(document: DocumentNode, operation: OperationDefinitionNode): ReadonlyMap<string, string> {
    const found = known.get(operation) ?? rootFields(document, operation);
    known.set(operation, found);
    return found;
  }

  return (
    document: DocumentNode,
    operation: OperationDefinitionNode,
    { data, errors = [] }: ExecutedResponse,
  ): FieldOutcome[] => {
    const failed = codesByKey(errors);
    return [...fieldsOf(document, operation)].flatMap(([key, name]) => {
      const field = `${TYPES[operation.operation]}.${name}`;
      const codes = failed.get(key);
      if (codes) return [...codes].map((code) => ({ field, key, code }));
      // Others were skipped, or discarded together with the one that failed.
      return data && key in data ? [{ field, key, code: 'OK' }] : [];
    });
  };
}

export function codeOf({ extensions }: GraphQLFormattedError): string {
  const code = extensions?.['code'];
  return typeof code === 'string' ? code : 'none';
}

function codesByKey(errors: readonly GraphQLFormattedError[]): ReadonlyMap<string, ReadonlySet<string>> {
  const codes = new Map<string, Set<string>>();
  for (const error of errors) {
    const key = String(error.path?.[0]);
    codes.set(key, (codes.get(key) ?? new Set()).add(codeOf(error)));
  }
  return codes;
}

/** The names of an operation's root fields by their keys in the response. A key stands for one field only. */
function rootFields(
  { definitions }: DocumentNode,
  { selectionSet }: OperationDefinitionNode,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const spread = new Set<string>();

  function visit({ selections }: SelectionSetNode): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        names.set((selection.alias ?? selection.name).value, selection.name.value);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        visit(selection.selectionSet);
      } else if (!spread.has(selection.name.value)) {
        spread.add(selection.name.value);
        const fragment = definitions.find(
          (definition) =>
            definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value,
        );
        if (fragment?.kind === Kind.FRAGMENT_DEFINITION) visit(fragment.selectionSet);
      }
    }
  }

  visit(selectionSet);
  return names;
}
