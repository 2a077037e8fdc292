import { readFileSync } from 'node:fs';
import composition from '@apollo/composition';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';

const telephony = readFileSync('schema.graphql', 'utf8');

/**
 * A subgraph of somebody else, who refers to each entity by each of its keys and pages in the same way and has scalars
 * of the same names.
 */
const other = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])
  scalar DateTime @specifiedBy(url: "https://example.com/another-specification-of-date-time")
  scalar URL
  type Query { people: [Person!] page: PageInfo hiredSince(moment: DateTime): [URL!] }
  type Person @key(fields: "id") {
    id: ID! user: TelephonyUser line: SipLine outgoing: OutgoingLine
  }
  type TelephonyUser @key(fields: "userId") @key(fields: "id") { userId: ID! id: ID! person: Person }
  type SipLine @key(fields: "configId", resolvable: false) { configId: ID! }
  type OutgoingLine @key(fields: "lineId", resolvable: false) { lineId: ID! }
  type PageInfo @shareable {
    hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String
  }
`;

/** One who needs a field that the contract does not have. */
const impossible = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires"])
  type SipLine @key(fields: "configId") {
    configId: ID! colour: String @external paint: String @requires(fields: "colour")
  }
`;

const COMPOSERS = {
  '@theguild/federation-composition': (services: Parameters<typeof composeServices>[0]) =>
    composeServices(services),
  '@apollo/composition': (services: Parameters<typeof composeServices>[0]) =>
    composition.composeServices(services.map((service) => ({ url: '', ...service }))),
};

describe.each(Object.entries(COMPOSERS))('%s', (_name, compose) => {
  const subgraphs = (...sdls: string[]) =>
    sdls.map((sdl, index) => ({ name: `s${index}`, url: `http://s${index}.example`, typeDefs: parse(sdl) }));

  it.each([
    ['alone', [telephony]],
    ['with another subgraph', [telephony, other]],
  ])('composes the contract %s', (_case, sdls) => {
    const { errors, supergraphSdl } = compose(subgraphs(...sdls));
    expect(errors?.map(({ message }) => message) ?? []).toEqual([]);
    expect(supergraphSdl).toContain('addSipLine');
    expect(supergraphSdl).toContain('requiresScopes');
    expect(supergraphSdl).toMatch(
      /scalar DateTime\b[^]{0,200}@specifiedBy\(url: "https:\/\/www.rfc-editor.org/,
    );
    expect(supergraphSdl).toMatch(/scalar URL\b[^]{0,200}@specifiedBy\(url: "https:\/\/url.spec.whatwg.org/);
  });

  it('would notice what does not compose', () => {
    expect(compose(subgraphs(telephony, impossible)).errors).not.toHaveLength(0);
  });
});
