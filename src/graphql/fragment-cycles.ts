import { GraphQLError, Kind, visit, type DocumentNode, type FragmentDefinitionNode } from 'graphql';

/**
 * The error for the first fragment that spreads itself, directly or through others. graphql-js reports every cycle with every
 * fragment in it, and compares the fields of such fragments to a depth that may overflow the stack.
 */
export function endlessFragment(document: DocumentNode): GraphQLError | undefined {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);

  const finished = new Set<string>();
  const open = new Set<string>();

  /** Depth-first, no deeper than there are fragments. */
  function cycleFrom(name: string): FragmentDefinitionNode | undefined {
    const fragment = fragments.get(name);
    if (!fragment || finished.has(name)) return undefined;
    if (open.has(name)) return fragment;
    open.add(name);
    for (const spread of spreadsIn(fragment)) {
      const found = cycleFrom(spread);
      if (found) return found;
    }
    open.delete(name);
    finished.add(name);
    return undefined;
  }

  for (const name of fragments.keys()) {
    const found = cycleFrom(name);
    if (found)
      return new GraphQLError(
        `Cannot spread fragment "${found.name.value}" within itself, directly or through other fragments.`,
        { nodes: found.name },
      );
  }
  return undefined;
}

function spreadsIn(fragment: FragmentDefinitionNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(fragment, {
    FragmentSpread({ name }) {
      names.add(name.value);
    },
  });
  return names;
}
