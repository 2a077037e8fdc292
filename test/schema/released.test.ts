import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';

const released = readFileSync('schema.released.graphql', 'utf8');

/** What would break clients of the released contract. */
async function breakingChanges(sdl: string): Promise<string[]> {
  const [before, after] = [released, sdl].map((text) => buildSubgraphSchema(parse(text)));
  if (!before || !after) throw new Error('no schema');
  const changes = await diff(before, after);
  return changes
    .filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
    .map(({ message }) => message);
}

describe('the contract', () => {
  // Meant to be broken? Say so in CHANGELOG.md, then copy schema.graphql to schema.released.graphql.
  it('breaks no client of the released one', async () => {
    expect(await breakingChanges(readFileSync('schema.graphql', 'utf8'))).toEqual([]);
  });

  it.each([
    ['a field that is gone', '  settingsUrl: String\n', '  settingsPage: String\n'],
    [
      'an argument that is newly required',
      'sipConnector: SipConnector',
      'sipConnector(of: ID!): SipConnector',
    ],
    ['a type that may be null now', '  totalCount: Int!\n', '  totalCount: Int\n'],
    ['an enum value that is gone', '  OUTCOME_UNKNOWN\n', '  OUTCOME_LOST\n'],
  ])('is noticed to break them by %s', async (_name, before, after) => {
    expect(released).toContain(before);
    expect(await breakingChanges(released.replace(before, after))).not.toEqual([]);
  });
});
