import { get as httpGet } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { deferred } from '../support/deferred.ts';
import { startGateway, type TestGateway, type TestGatewayOptions } from '../support/gateway.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';

let gateway: TestGateway;
const start = async (options?: TestGatewayOptions) => (gateway = await startGateway(options));
afterEach(() => gateway.close());

const json = { 'content-type': 'application/json' };
const post = (body: string, headers: Record<string, string> = json) =>
  gateway.send({ method: 'POST', headers, body });

describe('requests that never execute', () => {
  it.each([
    ['a syntax error', '{ sipLine(', 'GRAPHQL_PARSE_FAILED', /^Syntax Error: /],
    ['an unknown field', '{ line { id } }', 'GRAPHQL_VALIDATION_FAILED', /Cannot query field "line"/],
    [
      'a subscription',
      'subscription { a }',
      'GRAPHQL_VALIDATION_FAILED',
      /^The schema has no subscriptions\.$/,
    ],
    ['too many aliases', `{ ${aliases(31)} }`, 'GRAPHQL_VALIDATION_FAILED', /Aliases limit of 30 exceeded/],
    [
      'too deep a selection',
      `{ sipLines { ${'... { '.repeat(15)} totalCount ${'}'.repeat(15)} } }`,
      'GRAPHQL_VALIDATION_FAILED',
      /depth limit of 12 exceeded/,
    ],
    ['too many tokens', `{ ${aliases(1_000)} }`, 'GRAPHQL_PARSE_FAILED', /more tha[nt] 5000 tokens/],
    [
      'too many directives',
      `{ sipLine(configId: 1) { ${'id @include(if: true) '.repeat(51)} } }`,
      'GRAPHQL_VALIDATION_FAILED',
      /Directives limit/i,
    ],
  ])('keep the code of the server for %s', async (_name, query, code, message) => {
    await start();
    const { status, errors } = await gateway.query(query);
    expect(status).toBe(400);
    const error = errors?.find((candidate) => message.test(candidate.message));
    expect(error, JSON.stringify(errors)).toBeDefined();
    expect(error?.extensions).toEqual({ code, requestId: expect.any(String) as string });
    expect(error).not.toHaveProperty('path');
    expect(gateway.emulator.portal.journal.entries()).toEqual([]);
  });

  it.each([
    ['no JSON', '{"query":', json, 400],
    ['an empty body', '', json, 400],
    ['plain text', '{"query":"{__typename}"}', { 'content-type': 'text/plain' }, 415],
    ['a form', 'query={__typename}', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    [
      'a huge body',
      JSON.stringify({ query: '{__typename}', variables: { x: 'x'.repeat(1_100_000) } }),
      json,
      413,
    ],
    ['a polluting body', '{"query":"{__typename}","__proto__":{"x":1}}', json, 400],
    ['a batch', '[{"query":"{__typename}"}]', json, 400],
  ])('are BAD_REQUEST for %s', async (_name, body, headers, status) => {
    await start();
    const answer = await post(body, headers);
    expect(answer.status).toBe(status);
    expect(answer.errors?.[0]?.extensions['code']).toBe('BAD_REQUEST');
  });

  it('hide the schema in production', async () => {
    await start({
      environment: { NODE_ENV: 'production', BITRIX24_WEBHOOK_URL: 'http://127.0.0.1:1/rest/1/a/' },
    });
    const suggestion = await gateway.query('{ sipLin(configId: "1") { id } }');
    expect(suggestion.text).not.toContain('Did you mean');
    const introspection = await gateway.query('{ __schema { types { name } } }');
    expect(introspection.status).toBe(400);
    const page = await gateway.send({ method: 'GET', headers: { accept: 'text/html' } });
    expect(page.text).not.toContain('sandbox');
    for (const path of ['/', '/explorer', '/explorer/graphiql.js', '/docs', '/docs/reference.js']) {
      const { status } = await fetch(new URL(path, gateway.url), { headers: { accept: 'text/html' } });
      expect(status).toBe(404);
    }
  });
});

describe('the HTTP side', () => {
  it('shows Apollo Sandbox with the example operation to a browser', async () => {
    await start();
    const { status, text, headers } = await gateway.send({ method: 'GET', headers: { accept: 'text/html' } });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('text/html');
    expect(text).toContain('sandbox');
    expect(text).toContain('mutation AddSipLine');
    expect(text).toContain('sip.example.com');
  });

  it('never lets an answer be stored', async () => {
    await start();
    const { headers } = await gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('answers to names of this machine only', async () => {
    await start();
    const statusFor = (host: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        httpGet(new URL('/health/live', gateway.url), { headers: { host } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        }).on('error', reject);
      });
    expect(await statusFor('localhost:4000')).toBe(200);
    expect(await statusFor('evil.example.com')).toBe(403);
    expect(await statusFor('127.0.0.1.evil.example.com')).toBe(403);
    expect(await statusFor('a b')).toBe(400);
  });

  it('quotes no address that it cannot read', async () => {
    await start();
    const response = await fetch(`${gateway.url}%zz?query=sentinel`);
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain('sentinel');
  });

  it('is alive and ready', async () => {
    await start();
    for (const path of ['/health/live', '/health/ready']) {
      expect((await fetch(new URL(path, gateway.url))).status).toBe(200);
    }
    expect((await fetch(new URL('/nowhere', gateway.url))).status).toBe(404);
  });

  it('grants other origins nothing unless they are listed', async () => {
    await start({ environment: { GATEWAY_CORS_ORIGINS: 'https://app.example.com' } });
    const preflight = (origin: string) =>
      fetch(gateway.url, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        },
      });
    expect((await preflight('https://app.example.com')).headers.get('access-control-allow-origin')).toBe(
      'https://app.example.com',
    );
    expect(
      (await preflight('https://evil.example.com')).headers.get('access-control-allow-origin'),
    ).toBeNull();
  });

  it('lets listed pages send what clients and tracing send, and the headers of a setting', async () => {
    await start({
      environment: { GATEWAY_CORS_ORIGINS: 'https://app.example.com', GATEWAY_CORS_HEADERS: 'X-Tenant' },
    });
    const { headers } = await fetch(gateway.url, {
      method: 'OPTIONS',
      headers: { origin: 'https://app.example.com', 'access-control-request-method': 'POST' },
    });
    const allowed = headers.get('access-control-allow-headers')?.split(/, */);
    expect(allowed).toEqual(
      expect.arrayContaining([
        ...['content-type', 'authorization', 'apollo-require-preflight'],
        ...['apollographql-client-name', 'apollographql-client-version', 'x-apollo-operation-name'],
        ...['traceparent', 'tracestate', 'baggage', 'x-bitrix24-portal', 'x-bitrix24-token', 'x-tenant'],
      ]),
    );
  });

  it.each([
    ['a gateway that serves others', { GATEWAY_OPEN: 'yes' }, 'HTTP/1.1 200', 'HTTP/1.1 400'],
    ['a gateway for this machine only', {}, 'HTTP/1.1 400', 'HTTP/1.1 400'],
  ])('asks a probe without Host of %s for one where pages could attack', async (_name, env, health, rest) => {
    await start({ environment: env });
    for (const path of ['/health/live', '/health/ready']) {
      expect(await sendBytes(`GET ${path} HTTP/1.0\r\n\r\n`)).toContain(health);
      expect(await sendBytes(`GET ${path} HTTP/1.1\r\nConnection: close\r\n\r\n`)).toContain(health);
    }
    expect(await sendBytes('GET /graphql HTTP/1.0\r\n\r\n')).toContain(rest);
  });

  it('refuses queries by GET that a foreign page could send', async () => {
    await start();
    const url = `${gateway.url}?query=${encodeURIComponent('{__typename}')}`;
    expect((await fetch(url)).status).toBe(400);
    expect((await fetch(url, { headers: { 'apollo-require-preflight': '1' } })).status).toBe(200);
  });

  it('lets operations under way end when it stops, and refuses new ones', async () => {
    const arrived = deferred();
    const release = deferred();
    await start({
      emulator: {
        clock: {
          now: () => Date.now(),
          sleep: () => {
            arrived.resolve();
            return release.promise;
          },
        },
      },
    });
    const { faults, journal } = gateway.emulator.portal;
    faults.inject({ kind: 'slow', on: 'voximplant.sip.add', delayMs: 1 });

    const underWay = gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
    await arrived.promise;
    const closed = gateway.close();
    release.resolve();

    expect((await underWay).errors).toBeUndefined();
    await closed;
    expect(journal.entries('voximplant.sip.add')).toHaveLength(1);
    await expect(gateway.query(ADD_SIP_LINE, { input: NEW_LINE })).rejects.toThrow();
  });

  it('refuses an operation that arrives during shutdown, and reports that nothing was executed', async () => {
    await start();
    const { hostname, port } = new URL(gateway.url);
    const body = JSON.stringify({ query: ADD_SIP_LINE, variables: { input: NEW_LINE } });
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST /graphql HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\nExpect: 100-continue\r\n\r\n`,
    );
    // "100 Continue": the gateway has the request's head, and the connection is busy.
    await once(socket, 'data');
    const closed = gateway.close();
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.write(body);
    await once(socket, 'close');
    await closed;

    expect(answer).toContain('HTTP/1.1 503');
    expect(answer).toMatch(/^retry-after: 1\r$/m);
    expect(answer).toContain('"code":"SHUTTING_DOWN","retryable":true');
    expect(gateway.emulator.portal.journal.entries()).toEqual([]);
  });

  it.each(['PUT', 'DELETE', 'PATCH'])('lists the allowed methods instead of %s', async (method) => {
    await start();
    const { status, headers, errors } = await gateway.send({ method, headers: json, body: '{}' });
    expect([status, headers.get('allow')]).toEqual([405, 'GET, POST']);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
    const elsewhere = await fetch(new URL('/elsewhere', gateway.url), { method });
    expect(elsewhere.status).toBe(404);
  });

  it.each([
    ['its headers', 'POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n'],
    [
      'its body',
      'POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{',
    ],
  ])('does not wait for ever for a client that never sends the rest of %s', async (_name, beginning) => {
    await start({ app: { clientPatience: { headersMs: 100, requestMs: 200 } } });
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.write(beginning);
    await once(socket, 'close');
    expect(answer).toContain('HTTP/1.1 408');
    // Nothing was executed, and only the network was too slow.
    expect(answer).toContain('"code":"BAD_REQUEST","retryable":true,"requestId"');
  });

  it.each([
    '{"query": "{ __typename }", "__proto__": {"polluted": true}}',
    '{"query": "{ __typename }", "variables": {"__proto__": {"polluted": true}}}',
    '{"query": "{ __typename }", "variables": {"a": [{"constructor": {"prototype": {"polluted": true}}}]}}',
  ])('takes no body that reaches for a prototype: %s', async (body) => {
    await start();
    const { status, errors } = await post(body);
    expect(status).toBe(400);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
    expect({}).not.toHaveProperty('polluted');
  });
});

/** Sends these bytes on a connection of their own and returns all that comes back. */
async function sendBytes(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  socket.write(bytes);
  await once(socket, 'close');
  return answer;
}

function aliases(count: number): string {
  return Array.from({ length: count }, (_, index) => `a${index}: sipLine(configId: "1") { id }`).join(' ');
}
