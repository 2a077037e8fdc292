import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { ChangeType, CriticalityLevel, diff } from '@graphql-inspector/core';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';

const released = readFileSync('schema.released.graphql', 'utf8');
const contract = readFileSync('schema.graphql', 'utf8');
const changelog = readFileSync('CHANGELOG.md', 'utf8');

const OF_ARGUMENTS: ReadonlySet<unknown> = new Set([
  ChangeType.FieldArgumentAdded,
  ChangeType.FieldArgumentRemoved,
  ChangeType.FieldArgumentTypeChanged,
]);

/** What would break clients of the released contract, as schema coordinates. */
async function breakingChanges(sdl: string): Promise<string[]> {
  const [before, after] = [released, sdl].map((text) => buildSubgraphSchema(parse(text)));
  if (!before || !after) throw new Error('no schema');
  const changes = await diff(before, after);
  return changes
    .filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
    .map(({ type, path = '' }) => (OF_ARGUMENTS.has(type) ? path.replace(/\.(\w+)$/, '($1:)') : path))
    .toSorted();
}

/** The coordinates that the points marked as breaking of the unreleased part name. */
function announced(text: string): string[] {
  const unreleased = /^## \[.*\] - Unreleased\n([^]*?)(?=^## |(?![^]))/m.exec(text)?.[1] ?? '';
  return [...unreleased.matchAll(/^- \*\*Breaking:\*\* ([^]*?)(?=^- |^$)/gm)]
    .flatMap(([, point = '']) => [...point.matchAll(/`([A-Z]\w+(?:\.\w+)?(?:\(\w+:\))?)`/g)])
    .map(([, coordinate = '']) => coordinate)
    .toSorted();
}

describe('the contract', () => {
  // With a release, copy schema.graphql to schema.released.graphql: nothing is to be announced from then on.
  it('breaks clients of the released one only where the changelog says so', async () => {
    const broken = await breakingChanges(contract);
    const names = announced(changelog);
    expect(broken.filter((coordinate) => !names.includes(coordinate))).toEqual([]);
  });

  it.each([
    ['a field that is gone', '  settingsUrl: String\n', '  settingsPage: String\n', 'SipLine.settingsUrl'],
    [
      'an argument that is newly required',
      'sipConnector: SipConnector',
      'sipConnector(of: ID!): SipConnector',
      'Query.sipConnector(of:)',
    ],
    [
      'a type that may be null now',
      '  totalCount: Int!\n',
      '  totalCount: Int\n',
      'SipLineConnection.totalCount',
    ],
    [
      'an enum value that is gone',
      '  OUTCOME_UNKNOWN\n',
      '  OUTCOME_LOST\n',
      'TelephonyErrorCode.OUTCOME_UNKNOWN',
    ],
  ])('is noticed to break them by %s', async (_name, before, after, coordinate) => {
    expect(released).toContain(before);
    expect(await breakingChanges(released.replace(before, after))).toContain(coordinate);
  });

  it('is not announced to break by what an earlier version says, or by what is no breaking point', () => {
    const text = [
      '## [1.2.0] - Unreleased',
      '',
      '- `Query.a` is new.',
      '- **Breaking:** gone is `Query.b`',
      '  and `Query.c(d:)`, by `orderBy: {}`.',
      '- `Query.e`',
      '',
      '## [0.1.0]',
      '',
      '- **Breaking:** `Query.f`',
    ].join('\n');
    expect(announced(text)).toEqual(['Query.b', 'Query.c(d:)']);
  });
});
