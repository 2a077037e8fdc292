import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { Client, cacheExchange, fetchExchange } from '@urql/core';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { telephonyErrors, type TelephonyErrors } from '../../src/client/client.ts';
import { KEYS_BY_CODE } from '../../src/client/extension-keys.ts';
import { freePort } from '../support/free-port.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';
import { randomSeed, scaledRuns } from '../support/random-runs.ts';

const seed = randomSeed();
const KEYS = JSON.stringify([
  { name: 'web', sha256: createHash('sha256').update('tg_web').digest('hex'), scopes: ['telephony:read'] },
]);
const VARIABLES = { input: { ...NEW_LINE, type: 'OFFICE' } };

/** Sends a mutation, and returns what a screen is handed: a result, or what the client rejects with. */
type Send = (url: string, mutation: string) => Promise<unknown>;

const caught = (operation: PromiseLike<unknown>): PromiseLike<unknown> =>
  operation.then(undefined, (error: unknown) => error);

function apollo(options: { errorPolicy?: 'all'; accept?: string }): Send {
  return async (uri, mutation) => {
    const { errorPolicy = 'none', accept } = options;
    const link = new HttpLink({ uri, headers: accept ? { accept } : {} });
    const client = new ApolloClient({ link, cache: new InMemoryCache() });
    const outcome = await caught(
      client.mutate({ mutation: gql(mutation), variables: VARIABLES, errorPolicy }),
    );
    client.stop();
    return outcome;
  };
}

const urql: Send = (url, mutation) =>
  new Client({ url, exchanges: [cacheExchange, fetchExchange], preferGetMethod: false })
    .mutation(mutation, VARIABLES)
    .toPromise();

const CLIENTS: readonly (readonly [name: string, send: Send])[] = [
  ['an error of Apollo Client', apollo({})],
  ['a result of Apollo Client', apollo({ errorPolicy: 'all' })],
  ['Apollo Client that asks for application/json', apollo({ accept: 'application/json' })],
  ['a result of urql', urql],
  ['an error of urql', async (...sent) => ((await urql(...sent)) as { error?: unknown }).error],
  [
    'fetch',
    (url, query) =>
      Promise.resolve(
        caught(
          fetch(url, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ query, variables: VARIABLES }),
          }).then((response) => response.json()),
        ),
      ),
  ],
];

let gateway: TestGateway | undefined;
afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
});

describe.each(CLIENTS)('telephonyErrors, from %s', (_, send) => {
  it('returns none for what succeeded', async () => {
    gateway = await startGateway();
    const { errors, others, failure } = telephonyErrors(await send(gateway.url, ADD_SIP_LINE));
    expect([errors, others, failure]).toEqual([[], [], undefined]);
  });

  it('returns the errors of fields, with what belongs to their code', async () => {
    gateway = await startGateway();
    const { data } = await gateway.query(ADD_SIP_LINE, VARIABLES);
    const { configId } = data?.['addSipLine'] as { configId: string };
    const { errors, others, failure } = telephonyErrors(await send(gateway.url, ADD_SIP_LINE));
    expect(errors).toMatchObject([
      {
        message: 'A line with this title already exists. Choose another title.',
        path: ['addSipLine'],
        extensions: { code: 'TITLE_EXISTS', argument: ['input', 'title'], existingConfigId: configId },
      },
    ]);
    expect([others, failure]).toEqual([[], undefined]);
  });

  it('returns the error of a request that was refused (401)', async () => {
    gateway = await startGateway({ environment: { GATEWAY_API_KEYS: KEYS } });
    const { errors, others, failure } = telephonyErrors(await send(gateway.url, ADD_SIP_LINE));
    expect(errors).toMatchObject([{ path: [], extensions: { code: 'UNAUTHENTICATED', retryable: false } }]);
    expect([others, failure]).toEqual([[], undefined]);
  });

  it("keeps the server's own errors apart", async () => {
    gateway = await startGateway();
    const mutation = 'mutation Wrong($input: AddSipLineInput!) { addSipLine(input: $input) { nonsense } }';
    const { errors, others, failure } = telephonyErrors(await send(gateway.url, mutation));
    expect(others).toMatchObject([{ path: [], extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
    expect(others[0]?.message).toContain('nonsense');
    expect([errors, failure]).toEqual([[], undefined]);
  });

  it('reports that there was no response', async () => {
    const url = `http://127.0.0.1:${await freePort()}/graphql`;
    const { errors, others, failure } = telephonyErrors(await send(url, ADD_SIP_LINE));
    expect([errors, others]).toEqual([[], []]);
    expect(failure).toBeInstanceOf(Error);
  });
});

describe('telephonyErrors', () => {
  const REQUEST = { retryable: false, requestId: '7' };
  const ofOne = (extensions: unknown) => telephonyErrors({ errors: [{ message: 'No.', extensions }] });

  it.each([
    ['a code of a later version', { code: 'OUT_OF_LINES', ...REQUEST }],
    ['a code that another subgraph uses as well', { code: 'NOT_FOUND' }],
    ['a code without a key that belongs to it', { code: 'RATE_LIMITED', ...REQUEST }],
    ['a key of another type', { code: 'RATE_LIMITED', ...REQUEST, retryAfterMs: '1000' }],
    ['a name that all objects have', { code: 'constructor', ...REQUEST }],
    ['no extensions', undefined],
  ])('keeps errors with %s, apart', (_, extensions) => {
    const { errors, others } = ofOne(extensions);
    expect(errors).toEqual([]);
    expect(others).toMatchObject([{ message: 'No.', received: { message: 'No.' } }]);
  });

  it('ignores keys that it does not know', () => {
    expect(ofOne({ code: 'SHUTTING_DOWN', ...REQUEST, later: 1 }).errors).toHaveLength(1);
  });

  it.each([
    ['a page of a proxy, as JSON', { message: 'Forbidden' }],
    ['an empty object', {}],
    ['a text', 'Bad Gateway'],
    ['an error without data', { errors: [] }],
    ['a failure of several addresses', new AggregateError([new Error('refused')])],
    ['an error of urql without a cause', Object.assign(new Error('[Network] '), { graphQLErrors: [] })],
    ['any other error', new Error('aborted')],
  ])('reports as failure %s', (_, received) => {
    expect(telephonyErrors(received)).toEqual({ errors: [], others: [], failure: received });
  });

  it('keeps both causes of an error of urql', () => {
    const networkError = new Error('aborted');
    const received = { data: undefined, error: { graphQLErrors: [{ message: 'No.' }], networkError } };
    const { others, failure } = telephonyErrors(received);
    expect([others, failure]).toMatchObject([[{ message: 'No.' }], { message: 'aborted' }]);
  });

  it.each([undefined, null, { data: null }, { data: undefined, error: undefined, loading: true }])(
    'returns no error for %j',
    (received) => {
      expect(telephonyErrors(received)).toEqual({ errors: [], others: [], failure: undefined });
    },
  );

  const extensions = fc.record(
    {
      code: fc.oneof(fc.constantFrom(...Object.keys(KEYS_BY_CODE)), fc.anything()),
      retryable: fc.oneof(fc.boolean(), fc.anything()),
      requestId: fc.oneof(fc.string(), fc.anything()),
      argument: fc.anything(),
      problems: fc.array(fc.anything()),
      retryAfterMs: fc.oneof(fc.nat(), fc.anything()),
      bitrix24: fc.anything(),
    },
    { requiredKeys: [] },
  );
  const error = fc.oneof(
    fc.record({ message: fc.anything(), path: fc.anything(), extensions }),
    fc.anything(),
  );
  const handed = (errors: readonly unknown[]) =>
    fc.constantFrom<unknown>(
      { errors },
      { data: null, errors },
      { data: null, error: { errors } },
      { error: { graphQLErrors: errors, networkError: null }, data: undefined },
      Object.assign(new Error('of HTTP'), { bodyText: JSON.stringify({ errors }) }),
    );

  it(`loses no error and never throws, whatever it is handed (SEED=${seed})`, () => {
    const numRuns = scaledRuns(250);
    const count = ({ errors, others }: TelephonyErrors) => errors.length + others.length;
    fc.assert(
      fc.property(
        fc.array(error, { minLength: 1 }).chain((errors) => fc.tuple(fc.constant(errors), handed(errors))),
        ([errors, result]) => {
          const found = telephonyErrors(result);
          expect(count(found)).toBe(errors.length);
          for (const { message, path, extensions: read } of found.errors) {
            expect([typeof message, Array.isArray(path)]).toEqual(['string', true]);
            expect([typeof read.retryable, typeof read.requestId]).toEqual(['boolean', 'string']);
          }
        },
      ),
      { seed, numRuns },
    );
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        telephonyErrors(anything);
      }),
      { seed, numRuns },
    );
  });
});
