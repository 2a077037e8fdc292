import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { startApplication } from '../support/application.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { AUDIENCE, ISSUER, startIssuer } from '../support/issuer.ts';
import { sendRaw, type RawRequest } from '../support/raw-request.ts';
import { expectRefusals } from '../support/refusals.ts';

const keyOf = (name: string) => `tg_${name}`;
const apiKeys = (portals: Readonly<Record<string, readonly string[] | '*' | undefined>>) =>
  JSON.stringify(
    Object.entries(portals).map(([name, names]) => ({
      name,
      sha256: createHash('sha256').update(keyOf(name)).digest('hex'),
      scopes: ['telephony:read'],
      portals: names,
    })),
  );
const as = (name: string, headers: RawRequest['headers'] = {}): RawRequest => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: `Bearer ${keyOf(name)}`, ...headers },
  body: JSON.stringify({ query: '{ __typename }' }),
});
const withToken = (token: string) => as('', { authorization: `Bearer ${token}` });

let gateway: TestGateway;
afterEach(() => gateway.close());

async function start(environment: Record<string, string>): Promise<string> {
  gateway = await startGateway({ environment });
  return gateway.url;
}

describe('a caller is refused in the accepted media type with', () => {
  it('401 without a valid key', async () => {
    const url = await start({ GATEWAY_API_KEYS: apiKeys({ web: undefined }) });
    const message = 'The request has no valid key or token.';
    await expectRefusals(url, as('unknown'), { status: 401, code: 'UNAUTHENTICATED', message });
  });

  it('401 without a token of its portal, and 403 for a portal that is not served', async () => {
    gateway = await startGateway({
      webhookUrl: () => '',
      environment: { BITRIX24_PASSTHROUGH_PORTALS: '*.bitrix24.example' },
    });
    const message = 'Send the host of your portal in the header X-Bitrix24-Portal';
    await expectRefusals(gateway.url, as('web'), { status: 401, code: 'UNAUTHENTICATED', message });
    const elsewhere = as('web', { 'x-bitrix24-portal': 'a.example.com', 'x-bitrix24-token': 'abcdefgh' });
    await expectRefusals(gateway.url, elsewhere, {
      status: 403,
      code: 'FORBIDDEN',
      message: 'This gateway does not serve this portal.',
    });
  });

  it('401 with a token that its portal has just refused', async () => {
    gateway = await startGateway({
      webhookUrl: () => '',
      environment: ({ webhookUrl }) => ({ BITRIX24_PASSTHROUGH_PORTALS: new URL(webhookUrl).host }),
    });
    const { host } = new URL(gateway.emulator.webhookUrl);
    const made = as('web', { 'x-bitrix24-portal': host, 'x-bitrix24-token': 'made-up-token' });
    const read = { ...made, body: JSON.stringify({ query: '{ sipLines { totalCount } }' }) };
    expect((await sendRaw(gateway.url, read)).status).toBe(200);
    const message = 'The portal rejected your token. Renew it, then send the operation again.';
    await expectRefusals(gateway.url, read, { status: 401, code: 'UNAUTHENTICATED', message });
  });

  it('403 if its key is for another portal', async () => {
    const url = await start({ GATEWAY_API_KEYS: apiKeys({ web: ['a.bitrix24.example'] }) });
    const message = 'You have no access to a portal with this name.';
    await expectRefusals(url, as('web'), { status: 403, code: 'FORBIDDEN', message });
  });

  it('403 if no portal has installed the application', async () => {
    await using application = await startApplication({
      environment: { GATEWAY_API_KEYS: apiKeys({ web: '*' }) },
    });
    ({ gateway } = application);
    const message = "No portal has installed the gateway's application yet. Its operator must set ";
    await expectRefusals(gateway.url, as('web'), { status: 403, code: 'FORBIDDEN', message });
  });

  it('400 if it names none of several portals', async () => {
    await using application = await startApplication({
      environment: { GATEWAY_API_KEYS: apiKeys({ web: '*' }) },
    });
    ({ gateway } = application);
    await application.install();
    await application.install(application.other);
    const message = 'This gateway serves several portals.';
    await expectRefusals(gateway.url, as('web'), { status: 400, code: 'BAD_REQUEST', message });
  });

  it('429 if it sends too many requests, whatever is in them', async () => {
    const url = await start({
      GATEWAY_API_KEYS: apiKeys({ web: undefined }),
      GATEWAY_REQUESTS_PER_MINUTE: '1',
    });
    const notJson = { ...as('web'), body: '{' };
    expect((await sendRaw(url, notJson)).status).toBe(400);
    const message = 'You have sent too many requests.';
    await expectRefusals(url, notJson, { status: 429, code: 'RATE_LIMITED', message });
  });

  it('429 if its address has guessed too often, unless its key was valid before', async () => {
    const url = await start({
      GATEWAY_API_KEYS: apiKeys({ web: undefined, other: undefined }),
      GATEWAY_REQUESTS_PER_MINUTE: '3',
    });
    expect((await sendRaw(url, as('web'))).status).toBe(200);
    for (let n = 0; n < 3; n += 1) expect((await sendRaw(url, as(`guess-${String(n)}`))).status).toBe(401);
    const message = 'You have sent too many requests.';
    await expectRefusals(url, as('guess-3'), { status: 429, code: 'RATE_LIMITED', message });
    // No guess is even checked, so a right one would be of no use.
    await expectRefusals(url, as('other'), { status: 429, code: 'RATE_LIMITED', message });
    expect((await sendRaw(url, as('web'))).status).toBe(200);
  });

  it('503 if its token cannot be checked', async () => {
    await using issuer = await startIssuer();
    const url = await start({
      GATEWAY_JWT_JWKS_URL: issuer.jwksUrl,
      GATEWAY_JWT_ISSUER: ISSUER,
      GATEWAY_JWT_AUDIENCE: AUDIENCE,
    });
    issuer.setState('failing');
    const token = await issuer.sign({ scope: 'telephony:read' });
    const message = 'Your token cannot be verified at the moment.';
    await expectRefusals(url, withToken(token), { status: 503, code: 'AUTHENTICATION_UNAVAILABLE', message });
  });
});

describe('a page of a listed origin', () => {
  const ORIGIN = 'https://app.example.com';

  it.each([
    ['an unknown caller', 401, as('unknown')],
    ['a wrong method', 405, { ...as('web'), method: 'PUT' }],
    ['a body that is not JSON', 400, { ...as('web'), body: '{' }],
  ])('may read the refusal of %s, X-Request-Id and Retry-After', async (_name, status, request) => {
    const url = await start({ GATEWAY_API_KEYS: apiKeys({ web: undefined }), GATEWAY_CORS_ORIGINS: ORIGIN });
    const answer = await sendRaw(url, { ...request, headers: { ...request.headers, origin: ORIGIN } });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    const exposed = answer.headers.get('access-control-expose-headers')?.toLowerCase().split(/, ?/);
    expect(exposed?.toSorted()).toEqual(['idempotency-replayed', 'retry-after', 'x-request-id']);
  });
});
