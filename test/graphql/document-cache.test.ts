import { parse } from 'graphql';
import { Parser } from 'graphql/language/parser.js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDocumentCache } from '../../src/graphql/document-cache.ts';
import { startGateway, type GraphQLAnswer } from '../support/gateway.ts';
import { ADD_SIP_LINE, NEW_LINE, SIP_LINE } from '../support/operations.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** How many documents are parsed from now on, by the parser that Apollo Server uses. */
function countParsed(): () => number {
  const parseDocument = vi.spyOn(Parser.prototype, 'parseDocument');
  return () => parseDocument.mock.calls.length;
}

function codesOf({ errors = [] }: GraphQLAnswer): unknown[] {
  return errors.map(({ extensions }) => extensions['code']);
}

describe('documents', () => {
  it('are parsed once, whatever the variables are', async () => {
    await using gateway = await startGateway();
    const parsed = countParsed();
    const titles = ['One', 'Two', 'Three'];
    for (const title of titles) {
      const { data } = await gateway.query(ADD_SIP_LINE, { input: { ...NEW_LINE, title } });
      expect(data).toMatchObject({ addSipLine: { title, login: NEW_LINE.login } });
    }
    expect(parsed()).toBe(1);
    for (const configId of ['1', '2']) await gateway.query(SIP_LINE, { configId });
    expect(parsed()).toBe(2);
  });

  it('are forgotten with their request if they hold a literal string, which may be a password', async () => {
    await using gateway = await startGateway();
    const parsed = countParsed();
    const documents = [
      `mutation ($title: String!) {
        addSipLine(input: { title: $title, server: "s.example.com", login: "l", password: "Pa55" }) { id }
      }`,
      `mutation ($title: String!) {
        addSipLine(input: { title: $title, server: """s.example.com""", login: """l""", password: """Pa55""" }) { id }
      }`,
      'query Line($title: String = "default") { sipLines(filter: { title: $title }) { totalCount } }',
      '{ sipConnector { isPaid: __typename } } # "Pa55"',
    ];
    for (const document of documents) {
      await gateway.query(document, { title: 'First' });
      const { data } = await gateway.query(document, { title: 'Second' });
      expect(data).toBeDefined();
    }
    expect(parsed()).toBe(2 * documents.length);
  });

  it('are forgotten with their request if they have several operations, each of which would have a formula', async () => {
    await using gateway = await startGateway();
    const parsed = countParsed();
    const query = 'query A { ...F } query B { ...F } fragment F on Query { __typename }';
    for (const operationName of ['A', 'B', 'A', 'B']) {
      const { data } = await gateway.send({
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, operationName }),
      });
      expect(data).toEqual({ __typename: 'Query' });
    }
    expect(parsed()).toBe(4);
  });

  it('are checked again if they were refused', async () => {
    await using gateway = await startGateway();
    const parsed = countParsed();
    const refused = [
      `{ ${Array.from({ length: 31 }, (_, index) => `a${index}: sipConnector { __typename }`).join(' ')} }`,
      '{ sipLine(configId: 5) { noSuchField } }',
      '{ sipLine(',
    ];
    for (const document of refused) {
      const [first, second] = [await gateway.query(document), await gateway.query(document)];
      expect(codesOf(second)).toEqual(codesOf(first));
      expect(codesOf(first)).not.toEqual([]);
    }
    expect(parsed()).toBe(2 * refused.length);
  });

  it('cost what the variables of each request make of them', async () => {
    await using gateway = await startGateway({ environment: { GATEWAY_COST_LIMIT: '1000' } });
    const document =
      'query ($first: Int!) { sipLines(first: $first) { nodes { id title calls { nodes { id } } } } }';
    const parsed = countParsed();
    const ask = async (first: unknown) => codesOf(await gateway.query(document, { first }));
    expect(await ask(1)).toEqual([]);
    expect(await ask(200)).toEqual(['OPERATION_TOO_COSTLY']);
    expect(await ask('many')).toEqual(['BAD_USER_INPUT']);
    expect(await ask(1)).toEqual([]);
    expect(parsed()).toBe(1);
  });
});

describe('createDocumentCache', () => {
  it('drops the documents used least recently where all of them would take too much memory', async () => {
    const document = (name: string) => parse(`{ ${`${name} `.repeat(97)}}`);
    // Each has a hundred tokens, so two fit.
    const cache = createDocumentCache(250_000);
    await cache.set('first', document('a'));
    await cache.set('second', document('b'));
    expect(await cache.get('first')).toBeDefined();
    await cache.set('third', document('c'));
    expect(await cache.get('second')).toBeUndefined();
    expect(await cache.get('first')).toBeDefined();
    expect(await cache.get('third')).toBeDefined();
  });

  it('keeps no document that is larger than all may be', async () => {
    const cache = createDocumentCache(50_000);
    await cache.set('large', parse(`{ ${'a '.repeat(100)}}`));
    expect(await cache.get('large')).toBeUndefined();
  });
});
