import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';
import { sendRaw, type RawRequest } from '../support/raw-request.ts';
import { expectRefusal, expectRefusals, JSON_TYPE } from '../support/refusals.ts';

const json = { 'content-type': 'application/json' };
const post = (body: unknown, headers: RawRequest['headers'] = json): RawRequest => ({
  method: 'POST',
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const PREFLIGHT = { 'apollo-require-preflight': 'true' };
const query = (search: Record<string, string>) => `?${new URLSearchParams(search).toString()}`;
const OPERATION = { query: '{ __typename }' };
const BATCH = 'Send each operation in its own request: batched operations are not accepted.';

describe('a request is refused', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway.close());

  it.each<[string, RawRequest, number, string]>([
    ['a body that is not JSON', post('{"query":'), 400, 'The request body is not valid JSON.'],
    ['an empty body', post(''), 400, 'The request body is empty.'],
    ['no body', { method: 'POST', headers: json }, 400, 'The request body is empty.'],
    [
      'plain text',
      post(OPERATION, { 'content-type': 'text/plain' }),
      415,
      'Send the operation with "Content-Type: application/json".',
    ],
    [
      'a huge body',
      post({ ...OPERATION, variables: { x: 'x'.repeat(1_100_000) } }),
      413,
      'The request body is too large.',
    ],
    ['a wrong method', { ...post(OPERATION), method: 'PUT' }, 405, 'Use GET or POST here.'],
    [
      'a foreign host',
      { ...post(OPERATION, { ...json, host: 'evil.example.com' }) },
      403,
      'This gateway only serves this machine. Use 127.0.0.1 or localhost as the host.',
    ],
    ['no host', { ...post(OPERATION), setHost: false }, 400, 'The Host header is missing or not valid.'],
    [
      'a long host',
      { ...post(OPERATION, { ...json, host: `${'%D0%B6'.repeat(100)}.localhost` }) },
      400,
      'The Host header is missing or not valid.',
    ],
    [
      'a token that the gateway does not need',
      post(OPERATION, { ...json, 'x-bitrix24-token': 'sentinel' }),
      400,
      'This gateway calls the portal with its own credential. Remove the header X-Bitrix24-Token.',
    ],
    ['several operations', post([OPERATION]), 400, BATCH],
    ['no operations', post([]), 400, BATCH],
    ['an empty object', post({}), 400, 'Send a JSON object with the operation in "query".'],
    ['a text as body', post('"{ __typename }"'), 400, 'Send a JSON object with the operation in "query".'],
    ['no operation', post({ variables: {} }), 400, 'The request has no operation in "query".'],
    [
      'an operation that is not text',
      post({ query: 5 }),
      400,
      '"query" must be a string that contains the operation.',
    ],
    [
      'a parsed operation',
      post({ query: { kind: 'Document' } }),
      400,
      '"query" must be a string that contains the operation.',
    ],
    ['variables as text', post({ ...OPERATION, variables: '{}' }), 400, '"variables" must be a JSON object.'],
    [
      'variables as a list',
      post({ ...OPERATION, variables: [7] }),
      400,
      '"variables" must be a JSON object.',
    ],
    [
      'extensions as text',
      post({ ...OPERATION, extensions: '' }),
      400,
      '"extensions" must be a JSON object.',
    ],
    [
      'extensions as a number',
      post({ ...OPERATION, extensions: 1 }),
      400,
      '"extensions" must be a JSON object.',
    ],
    [
      'a name that is not text',
      post({ ...OPERATION, operationName: 1 }),
      400,
      '"operationName" must be a string.',
    ],
  ])('in the accepted media type for %s', async (_name, request, status, message) => {
    await expectRefusals(gateway.url, request, { status, code: 'BAD_REQUEST', message });
  });

  it.each<[string, string, RawRequest['headers'], number, string]>([
    [
      'that a page of another origin could send',
      query(OPERATION),
      {},
      400,
      'A web page of another origin could have sent this request. Add the header "Apollo-Require-Preflight: true", or send the operation as a POST request with "Content-Type: application/json".',
    ],
    [
      'with a mutation',
      query({ query: 'mutation { __typename }' }),
      PREFLIGHT,
      405,
      'Send mutations as POST requests: GET requests can only execute queries.',
    ],
    ['without an operation', '', PREFLIGHT, 400, 'The request has no operation in "query".'],
    [
      'with two operations',
      `${query(OPERATION)}&query=x`,
      PREFLIGHT,
      400,
      '"query" may occur only once in the URL.',
    ],
    [
      'with variables that are not JSON',
      query({ ...OPERATION, variables: '{' }),
      PREFLIGHT,
      400,
      '"variables" in the URL must be a JSON object.',
    ],
    [
      'with extensions that are not an object',
      query({ ...OPERATION, extensions: '[]' }),
      PREFLIGHT,
      400,
      '"extensions" in the URL must be a JSON object.',
    ],
    [
      'of another media type',
      query(OPERATION),
      { 'content-type': 'application/graphql' },
      415,
      'Send GET requests without "Content-Type", or with "Content-Type: application/json".',
    ],
    ['with an address that cannot be read', '%zz?query=sentinel', {}, 400, 'The request URL is not valid.'],
  ])(
    'in the accepted media type if it comes by GET %s',
    async (_name, search, headers = {}, status, message) => {
      await expectRefusals(gateway.url + search, { headers }, { status, code: 'BAD_REQUEST', message });
    },
  );

  it('before it is executed if it accepts no media type of a response', async () => {
    const request = post(
      { query: ADD_SIP_LINE, variables: { input: NEW_LINE } },
      { ...json, accept: 'text/html' },
    );
    const answer = await sendRaw(gateway.url, request);
    const message =
      'Accept "application/graphql-response+json" or "application/json": responses have no other media type.';
    expectRefusal(answer, { status: 406, code: 'BAD_REQUEST', message });
    expect(answer.headers.get('content-type')).toBe(JSON_TYPE);
    expect(gateway.emulator.portal.journal.entries()).toEqual([]);
  });

  it('in JSON for an address that does not exist', async () => {
    const url = new URL('/nowhere', gateway.url).href;
    const answer = await sendRaw(url, { headers: { accept: 'application/graphql-response+json' } });
    const message = 'Nothing is served at this path. The GraphQL endpoint is /graphql.';
    expectRefusal(answer, { status: 404, code: 'BAD_REQUEST', message });
    expect(answer.headers.get('content-type')).toBe(JSON_TYPE);
  });

  it.each([
    ['is not HTTP', 'nonsense\r\n\r\n', 400, 'This is not a valid HTTP request.'],
    [
      'has endless headers',
      `GET / HTTP/1.1\r\nx: ${'x'.repeat(20_000)}`,
      431,
      'The request headers are too large.',
    ],
  ])('with an id in the body if it %s', async (_name, sent, status, message) => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    let received = '';
    socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
    socket.write(sent);
    await once(socket, 'close');
    const [head = '', body = ''] = received.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const [, requestId] = /^x-request-id: (.*)$/m.exec(head) ?? [];
    expect(JSON.parse(body)).toEqual({
      errors: [
        {
          message,
          extensions: { code: 'BAD_REQUEST', requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
        },
      ],
    });
    expect(body).toContain(requestId);
  });
});
