import type { Contract, Definition } from './contract.ts';

/** What a name in a description belongs to. */
interface Named {
  readonly name: string;
}

/** Finds the address, within the page, of what a name stands for. */
export type FindAnchor = (name: string, within?: Named) => string | undefined;

export const anchorOf = ({ kind, name }: Pick<Definition, 'kind' | 'name'>): string => `${kind}-${name}`;

/** The names that descriptions may contain: types, their fields and values, root fields, and error codes. */
export function findAnchors({ query, mutation, types, codes }: Contract): FindAnchor {
  const anchors = new Map<string, string>([
    [query.name, 'queries'],
    [mutation.name, 'mutations'],
    [codes.name, 'errors'],
  ]);
  for (const [{ name: owner, members }, prefix] of [
    [query, 'query'],
    [mutation, 'mutation'],
    [codes, 'error'],
  ] as const) {
    for (const { name } of members) {
      anchors.set(name, `${prefix}-${name}`);
      anchors.set(`${owner}.${name}`, `${prefix}-${name}`);
    }
  }
  for (const type of types) {
    anchors.set(type.name, anchorOf(type));
    for (const { name } of type.members) anchors.set(`${type.name}.${name}`, `${anchorOf(type)}-${name}`);
  }
  return (name, within) => (within && anchors.get(`${within.name}.${name}`)) ?? anchors.get(name);
}
