import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway, type TestGatewayOptions } from '../support/gateway.ts';
import { hurriedClock } from '../support/hurried-clock.ts';
import { AUDIENCE, ISSUER, startIssuer } from '../support/issuer.ts';
import { linesOf, type LogLine } from '../support/log-lines.ts';
import { ADD_SIP_LINE, NEW_LINE, SIP_LINE } from '../support/operations.ts';
import { sendRaw } from '../support/raw-request.ts';
import type { TestRequest } from '../support/send-request.ts';

const KEY = 'tg_sentinel-key';
const API_KEYS = JSON.stringify([
  {
    name: 'front end',
    sha256: createHash('sha256').update(KEY).digest('hex'),
    scopes: ['telephony:read', 'telephony:write', 'telephony:secrets'],
  },
]);
const JSON_TYPE = { 'content-type': 'application/json' };
const AUTHORIZED = { ...JSON_TYPE, authorization: `Bearer ${KEY}` };
const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

let gateway: TestGateway;
afterEach(() => gateway.close());

async function start(options: TestGatewayOptions = {}): Promise<void> {
  gateway = await startGateway({ environment: { GATEWAY_API_KEYS: API_KEYS }, ...options });
}

const send = (init: TestRequest = {}) =>
  gateway.send({ method: 'POST', headers: AUTHORIZED, body: '{}', ...init });
const ask = (query: string, variables?: object, headers: Record<string, string> = AUTHORIZED) =>
  send({ headers, body: JSON.stringify({ query, variables }) });
const lines = (...messages: string[]) =>
  linesOf(gateway.log()).filter(({ msg }) => messages.includes(String(msg)));
const requestLines = () => lines('operation', 'request', 'request refused');

/** The line of the only request so far, which may be written after its response. */
async function onlyLine(): Promise<LogLine | undefined> {
  await expect.poll(requestLines).toHaveLength(1);
  return requestLines()[0];
}

describe('an operation is logged in one line', () => {
  it('with its caller, portal, name, codes, cost, time and calls', async () => {
    await start({ app: { clock: hurriedClock(20) } });
    gateway.emulator.portal.faults.inject({ kind: 'error', status: 503, code: 'QUERY_LIMIT_EXCEEDED' });
    await ask('query Lines { sipLine(configId: "404") { title } updated: sipConnector { freeMinutes } }');
    expect(await onlyLine()).toEqual({
      level: 'info',
      time: expect.any(Number) as number,
      requestId: expect.stringMatching(UUID) as string,
      caller: 'front end',
      portalKey: expect.any(String) as string,
      operation: 'Lines',
      kind: 'query',
      ms: expect.any(Number) as number,
      cost: expect.any(Number) as number,
      // One of them was sent again.
      calls: 3,
      queuedMs: expect.any(Number) as number,
      msg: 'operation',
    });
    await ask(ADD_SIP_LINE, { input: NEW_LINE });
    await ask(ADD_SIP_LINE, { input: NEW_LINE });
    expect(requestLines().at(-1)).toMatchObject({
      kind: 'mutation',
      errors: { TITLE_EXISTS: 1 },
      upstream: [{ method: 'voximplant.sip.add', kind: 'portal' }],
    });
  });

  it('with the number of each code, also of those that have the name of a secret', async () => {
    await start();
    gateway.emulator.portal.faults.inject({ kind: 'error', status: 401, code: 'NO_AUTH_FOUND' });
    await ask('{ sipConnector { freeMinutes } }');
    expect(await onlyLine()).toMatchObject({ errors: { PORTAL_CREDENTIAL_REJECTED: 1 } });
  });

  it('with the longest time that one of its commands waited', async () => {
    await start({ environment: { GATEWAY_API_KEYS: API_KEYS, BITRIX24_RATE_LIMIT: '1/1' } });
    await Promise.all(['1', '2'].map((id) => ask(`{ sipLine(configId: "${id}") { title } }`)));
    const waits = requestLines().map(({ queuedMs }) => Number(queuedMs));
    expect(Math.max(...waits)).toBeGreaterThan(0);
  });

  it('also if it was not executed, or the client is gone', async () => {
    await start();
    await ask('query Wrong { nothing }');
    expect(await onlyLine()).toMatchObject({
      caller: 'front end',
      errors: { GRAPHQL_VALIDATION_FAILED: 1 },
      calls: 0,
      msg: 'operation',
    });
    gateway.emulator.portal.faults.inject({ kind: 'hang', on: 'voximplant.sip.get' });
    const asked = request(gateway.url, { method: 'POST', headers: AUTHORIZED, agent: false });
    asked.on('error', () => undefined).end(JSON.stringify({ query: SIP_LINE, variables: { configId: '1' } }));
    await expect.poll(() => gateway.emulator.portal.journal.entries('voximplant.sip.get')).toHaveLength(1);
    asked.destroy();
    await expect.poll(requestLines).toHaveLength(2);
    expect(requestLines().at(-1)).toMatchObject({ msg: 'operation', stopped: 'client-gone' });
  });

  it('with the subject of a token', async () => {
    await using issuer = await startIssuer();
    await start({
      environment: {
        GATEWAY_JWT_JWKS_URL: issuer.jwksUrl,
        GATEWAY_JWT_ISSUER: ISSUER,
        GATEWAY_JWT_AUDIENCE: AUDIENCE,
      },
    });
    const token = await issuer.sign({ sub: 'alice@example.com', scope: 'telephony:read' });
    await ask('{ __typename }', {}, { ...JSON_TYPE, authorization: `Bearer ${token}` });
    expect(await onlyLine()).toMatchObject({ caller: 'token of alice@example.com' });
    expect(gateway.log()).not.toContain(token);
  });
});

describe('a request that is refused is logged in one line', () => {
  it.each<[string, number, string, () => Promise<unknown>]>([
    ['without a key', 401, 'unauthenticated', () => send({ headers: JSON_TYPE })],
    [
      'with a wrong key',
      401,
      'unauthenticated',
      () => ask('{ __typename }', {}, { ...JSON_TYPE, authorization: 'Bearer tg_sentinel' }),
    ],
    [
      'for another portal',
      403,
      'unknown-portal',
      () => ask('{ __typename }', {}, { ...AUTHORIZED, 'x-bitrix24-portal': 'sentinel.example.com' }),
    ],
    [
      'with a token that nobody wants',
      400,
      'token-not-accepted',
      () => ask('{ __typename }', {}, { ...AUTHORIZED, 'x-bitrix24-token': 'sentinel' }),
    ],
    ['with a wrong method', 405, 'method-not-allowed', () => send({ method: 'PUT' })],
    ['for something else', 404, 'not-found', () => fetch(new URL('/sentinel', gateway.url))],
    [
      'that accepts nothing we have',
      406,
      'not-acceptable',
      () => send({ headers: { ...AUTHORIZED, accept: 'image/png' } }),
    ],
    [
      'that is too large',
      413,
      'body-too-large',
      () => send({ body: JSON.stringify({ query: 'x'.repeat(1_100_000) }) }),
    ],
    [
      'of another type',
      415,
      'media-type',
      () => send({ headers: { ...AUTHORIZED, 'content-type': 'text/plain' } }),
    ],
    ['that is no JSON', 400, 'bad-request', () => send({ body: '{"sentinel' })],
    ['that is no operation', 400, 'bad-request', () => send({ body: '[]' })],
    [
      'with an address that is none',
      400,
      'bad-request',
      () => sendRaw(new URL('/%sentinel', gateway.url).href, {}),
    ],
  ])('%s', async (_name, status, reason, refused) => {
    await start();
    await refused();
    const line = await onlyLine();
    expect(line).toMatchObject({
      level: 'info',
      msg: 'request refused',
      status,
      reason,
      ms: expect.any(Number) as number,
    });
    expect(line?.['requestId']).toMatch(UUID);
    if (status !== 401 && status !== 404 && status !== 405 && reason !== 'bad-request')
      expect(line).toMatchObject({ caller: 'front end', method: 'POST', route: '/graphql' });
    expect(gateway.log()).not.toContain('sentinel');
  });

  it('when there are too many, and when it is another host', async () => {
    gateway = await startGateway({ environment: { GATEWAY_REQUESTS_PER_MINUTE: '1' } });
    await sendRaw(gateway.url, { headers: { host: 'sentinel.example.com' } });
    await gateway.query('{ __typename }');
    await gateway.query('{ __typename }');
    await expect
      .poll(() => lines('request refused'))
      .toMatchObject([
        { status: 403, reason: 'other-host' },
        { status: 429, reason: 'too-many-requests', caller: 'anonymous' },
      ]);
  });

  it('while the gateway stops', async () => {
    const clock = hurriedClock(1);
    await start({ app: { clock } });
    gateway.emulator.portal.faults.inject({ kind: 'slow', on: 'voximplant.sip.get', delayMs: 300 });
    const { hostname, port } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);
    const body = JSON.stringify({ query: '{ __typename }' });
    const head = `POST /graphql HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nAuthorization: Bearer ${KEY}\r\nContent-Length: ${body.length}\r\n\r\n`;
    socket.write(head);
    await ask('{ __typename }');
    const closed = gateway.app.close();
    socket.write(body);
    await once(socket, 'data');
    await closed;
    expect(lines('operation').at(-1)).toMatchObject({ errors: { SHUTTING_DOWN: 1 }, caller: 'front end' });
  });

  it('if the issuer of tokens cannot be reached', async () => {
    await using issuer = await startIssuer();
    await start({
      environment: {
        GATEWAY_JWT_JWKS_URL: issuer.jwksUrl,
        GATEWAY_JWT_ISSUER: ISSUER,
        GATEWAY_JWT_AUDIENCE: AUDIENCE,
      },
    });
    const token = await issuer.sign({ sub: 'alice' });
    issuer.setState('failing');
    await ask('{ __typename }', {}, { ...JSON_TYPE, authorization: `Bearer ${token}` });
    expect(await onlyLine()).toMatchObject({
      level: 'warn',
      status: 503,
      reason: 'authentication-unavailable',
    });
  });

  it('that is no HTTP', async () => {
    await start();
    const { hostname, port } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);
    socket.resume().end('sentinel\r\n\r\n');
    await once(socket, 'close');
    expect(await onlyLine()).toEqual({
      level: 'info',
      time: expect.any(Number) as number,
      requestId: expect.stringMatching(UUID) as string,
      status: 400,
      reason: 'bad-request',
      ms: 0,
      msg: 'request refused',
    });
  });

  it('whose client hangs up before its body is complete', async () => {
    await start();
    const asked = request(gateway.url, {
      method: 'POST',
      headers: { ...AUTHORIZED, 'content-length': '100' },
      agent: false,
    });
    asked.on('error', () => undefined).write('{');
    await new Promise((resolve) => asked.once('socket', (socket) => socket.once('connect', resolve)));
    // The gateway has read the headers once it answers a later request.
    await ask('{ __typename }');
    asked.destroy();
    await expect
      .poll(() => lines('request refused'))
      .toMatchObject([{ reason: 'client-gone', caller: 'front end' }]);
    expect(lines('request refused')[0]).not.toHaveProperty('status');
  });
});

describe('a request that is served without an operation', () => {
  it('is logged at debug', async () => {
    await start();
    await fetch(new URL('/health/ready', gateway.url));
    expect(await onlyLine()).toMatchObject({
      level: 'debug',
      msg: 'request',
      route: '/health/ready',
      status: 200,
    });
  });
});

describe('the id of a request', () => {
  const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
  it.each([
    ['its X-Request-Id', { 'x-request-id': '01JCV0M4-a.b_c' }, '01JCV0M4-a.b_c'],
    ['the trace of its traceparent', { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` }, TRACE],
    [
      'its X-Request-Id rather than its trace',
      { 'x-request-id': 'mine', traceparent: `00-${TRACE}-00f067aa0ba902b7-01` },
      'mine',
    ],
    ['a trace of a later version', { traceparent: `cc-${TRACE}-00f067aa0ba902b7-01-more` }, TRACE],
  ])('is %s', async (_name, headers: Record<string, string>, id) => {
    await start();
    const answer = await ask('{ nothing }', {}, { ...AUTHORIZED, ...headers });
    expect(answer.headers.get('x-request-id')).toBe(id);
    expect(answer.errors?.[0]?.extensions['requestId']).toBe(id);
    expect(await onlyLine()).toMatchObject({ requestId: id });
  });

  it.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['an X-Request-Id with other characters', { 'x-request-id': 'a b' }],
    ['an X-Request-Id that is too long', { 'x-request-id': 'x'.repeat(65) }],
    ['a traceparent that is cut', { traceparent: `00-${TRACE}-00f067aa0ba902b7` }],
    ['a traceparent without a trace', { traceparent: `00-${'0'.repeat(32)}-00f067aa0ba902b7-01` }],
  ])('is new for %s', async (_name, headers) => {
    await start();
    const answer = await ask('{ __typename }', {}, { ...AUTHORIZED, ...headers });
    expect(answer.headers.get('x-request-id')).toMatch(UUID);
  });
});

it('a request that takes too long to arrive is logged once, as refused', async () => {
  await start({
    app: { clientPatience: { requestMs: 200 } },
    environment: { GATEWAY_HEADERS_TIMEOUT_MS: '1000', GATEWAY_API_KEYS: API_KEYS },
  });
  const { hostname, port } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  socket
    .resume()
    .write(
      `POST /graphql HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nAuthorization: Bearer ${KEY}\r\nContent-Length: 100\r\n\r\n{`,
    );
  await once(socket, 'close');
  expect(await onlyLine()).toMatchObject({ status: 408, reason: 'too-slow-to-arrive', caller: 'front end' });
});
