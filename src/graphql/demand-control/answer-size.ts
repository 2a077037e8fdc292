import {
  getDirectiveValues,
  getNamedType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isObjectType,
  Kind,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type SelectionNode,
} from 'graphql';
import type { OperationRun } from './operation-run.ts';

/** What a selection adds to each object. */
interface ObjectSize {
  readonly values: number;
  /** Characters of its response keys. */
  readonly characters: number;
}

/** Counts what a field adds to the response of an operation: values, and characters of strings and response keys. */
export type CountAnswer = (run: OperationRun, value: unknown, info: GraphQLResolveInfo) => void;

/**
 * Counts an object's fields together with the field that returns the object, and so a whole list before graphql-js
 * visits it. Later would be too late: a field that fails still leaves its response key and null, and graphql-js
 * resolves `__typename` without calling any resolver.
 *
 * @returns how to count the fields of a type
 */
export function createCountAnswer(): (returned: GraphQLOutputType) => CountAnswer {
  // graphql-js passes the same array for every object of a list, and a different one in the next execution.
  const known = new WeakMap<readonly FieldNode[], ObjectSize>();

  function sizeOfObject(type: GraphQLObjectType, info: GraphQLResolveInfo): ObjectSize {
    const size = known.get(info.fieldNodes) ?? measureSelections(type, info);
    known.set(info.fieldNodes, size);
    return size;
  }

  return (returned) => {
    const type = getNamedType(returned);
    // Only entities are abstract, and they are as many as the representations, whose cost is exact.
    if (!isObjectType(type)) return countLeaf;
    return (run, value, info) => {
      const isList = Array.isArray(value);
      const entries = isList ? value.length : value === null || value === undefined ? 0 : 1;
      const ofObject = sizeOfObject(type, info);
      run.count('values', (isList ? entries : 0) + entries * ofObject.values);
      run.count('characters', entries * ofObject.characters);
    };
  };
}

function countLeaf(run: OperationRun, value: unknown): void {
  if (typeof value === 'string') run.count('characters', value.length);
  else if (Array.isArray(value)) {
    run.count('values', value.length);
    run.count('characters', lengthOfTexts(value));
  }
}

/** The values and response keys that a selection adds to each object, without the content of the values. */
function measureSelections(type: GraphQLObjectType, info: GraphQLResolveInfo): ObjectSize {
  const names = new Map<string, string>();
  const seenFragments = new Set<string>();

  function collect(selections: readonly SelectionNode[] = []): void {
    for (const node of selections) {
      if (!isIncluded(node, info)) continue;
      if (node.kind === Kind.FIELD) {
        names.set((node.alias ?? node.name).value, node.name.value);
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        const condition = node.typeCondition?.name.value;
        if (condition === undefined || isOfType(type, condition, info)) collect(node.selectionSet.selections);
      } else if (!seenFragments.has(node.name.value)) {
        seenFragments.add(node.name.value);
        const fragment = info.fragments[node.name.value];
        if (fragment && isOfType(type, fragment.typeCondition.name.value, info))
          collect(fragment.selectionSet.selections);
      }
    }
  }

  for (const { selectionSet } of info.fieldNodes) collect(selectionSet?.selections);
  let characters = 0;
  for (const [key, name] of names) characters += key.length + (name === '__typename' ? type.name.length : 0);
  return { values: names.size, characters };
}

function isIncluded(node: SelectionNode, { variableValues }: GraphQLResolveInfo): boolean {
  const skip = getDirectiveValues(GraphQLSkipDirective, node, variableValues);
  const include = getDirectiveValues(GraphQLIncludeDirective, node, variableValues);
  return skip?.['if'] !== true && include?.['if'] !== false;
}

function isOfType(type: GraphQLObjectType, condition: string, { schema }: GraphQLResolveInfo): boolean {
  if (condition === type.name) return true;
  const conditional = schema.getType(condition);
  return isAbstractType(conditional) && schema.isSubType(conditional, type);
}

function lengthOfTexts(value: unknown): number {
  if (typeof value === 'string') return value.length;
  return Array.isArray(value) ? value.reduce<number>((total, each) => total + lengthOfTexts(each), 0) : 0;
}
