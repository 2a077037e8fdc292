import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * How often validation may compare two fields. A document that selects 300 fields under one name needs about as many; those
 * that user interfaces send, a few hundred.
 */
export const MAX_COMPARISONS = 50_000;

/** The fields of one level of the response that have the same name. */
interface SameName {
  count: number;
  readonly selectionSets: SelectionSetNode[];
}

/**
 * Whether validating the document means more than MAX_COMPARISONS comparisons: fields with the same response name are
 * compared in pairs, and so are the fields that they select. Stops there, and never visits more selections than that.
 * Expects fragments without cycles.
 */
export function tooManyComparisons(document: DocumentNode): boolean {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  let comparisons = 0;

  /** Selection sets whose fields become one level of the response. */
  function addLevel(selectionSets: readonly SelectionSetNode[]): void {
    const names = new Map<string, SameName>();
    const spread = new Set<string>();
    for (const { selections } of selectionSets) addSelections(selections, names, spread);
    for (const { selectionSets: below } of names.values()) if (below.length > 0) addLevel(below);
  }

  function addSelections(
    selections: readonly SelectionNode[],
    names: Map<string, SameName>,
    spread: Set<string>,
  ): void {
    for (const selection of selections) {
      comparisons += 1;
      if (comparisons > MAX_COMPARISONS) return;
      if (selection.kind === Kind.INLINE_FRAGMENT)
        addSelections(selection.selectionSet.selections, names, spread);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const name = selection.name.value;
        if (!spread.has(name))
          addSelections(fragments.get(name)?.selectionSet.selections ?? [], names, spread.add(name));
      } else {
        const key = selection.alias?.value ?? selection.name.value;
        const same = names.get(key) ?? { count: 0, selectionSets: [] };
        names.set(key, same);
        comparisons += same.count;
        same.count += 1;
        if (selection.selectionSet) same.selectionSets.push(selection.selectionSet);
      }
    }
  }

  for (const definition of document.definitions)
    if ('selectionSet' in definition) addLevel([definition.selectionSet]);
  return comparisons > MAX_COMPARISONS;
}
