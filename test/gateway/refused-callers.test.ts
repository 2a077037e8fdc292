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

describe('in the media type that the request accepts', () => {
  it('401 goes to those who do not say who they are', async () => {
    const url = await start({ GATEWAY_API_KEYS: apiKeys({ web: undefined }) });
    const message = 'The key or token of this request is missing or not valid.';
    await expectRefusals(url, as('unknown'), { status: 401, code: 'UNAUTHENTICATED', message });
  });

  it('401 goes to those who show no token of their portal', async () => {
    gateway = await startGateway({
      webhookUrl: () => '',
      environment: { BITRIX24_PASSTHROUGH_PORTALS: '*.bitrix24.example' },
    });
    const message = 'Name your portal in the header X-Bitrix24-Portal';
    await expectRefusals(gateway.url, as('web'), { status: 401, code: 'UNAUTHENTICATED', message });
    const elsewhere = as('web', { 'x-bitrix24-portal': 'a.example.com', 'x-bitrix24-token': 'abcdefgh' });
    await expectRefusals(gateway.url, elsewhere, {
      status: 403,
      code: 'FORBIDDEN',
      message: 'This gateway does not call',
    });
  });

  it('403 goes to those whose key is for another portal', async () => {
    const url = await start({ GATEWAY_API_KEYS: apiKeys({ web: ['a.bitrix24.example'] }) });
    const message = 'This gateway has no such portal for you';
    await expectRefusals(url, as('web'), { status: 403, code: 'FORBIDDEN', message });
  });

  it('400 goes to those who name none of several portals', async () => {
    await using application = await startApplication({
      environment: { GATEWAY_API_KEYS: apiKeys({ web: '*' }) },
    });
    ({ gateway } = application);
    await application.install();
    await application.install(application.other);
    const message = 'There are several portals: name yours';
    await expectRefusals(gateway.url, as('web'), { status: 400, code: 'BAD_REQUEST', message });
  });

  it('429 goes to those who send too much, whatever they send', async () => {
    const url = await start({
      GATEWAY_API_KEYS: apiKeys({ web: undefined }),
      GATEWAY_REQUESTS_PER_MINUTE: '1',
    });
    const notJson = { ...as('web'), body: '{' };
    expect((await sendRaw(url, notJson)).status).toBe(400);
    const message = 'You send more requests than this gateway takes from one caller';
    await expectRefusals(url, notJson, { status: 429, code: 'RATE_LIMITED', message });
    const { headers, errors } = await sendRaw(url, as('web'));
    const retryAfterMs = Number(errors?.[0]?.extensions['retryAfterMs']);
    expect(headers.get('retry-after')).toBe(String(Math.ceil(retryAfterMs / 1000)));
  });

  it('503 goes to those whose token cannot be checked', async () => {
    await using issuer = await startIssuer();
    const url = await start({
      GATEWAY_JWT_JWKS_URL: issuer.jwksUrl,
      GATEWAY_JWT_ISSUER: ISSUER,
      GATEWAY_JWT_AUDIENCE: AUDIENCE,
    });
    issuer.setBroken(true);
    const token = await issuer.sign({ scope: 'telephony:read' });
    const message = 'Tokens cannot be checked at the moment. Send the operation again.';
    await expectRefusals(url, withToken(token), { status: 503, code: 'UNAUTHENTICATED', message });
  });
});

describe('a page of another origin', () => {
  const ORIGIN = 'https://app.example.com';

  it.each([
    ['a refused caller', 401, as('unknown')],
    ['a wrong method', 405, { ...as('web'), method: 'PUT' }],
    ['a body that is no JSON', 400, { ...as('web'), body: '{' }],
  ])('may read the refusal, its id and when to come back: %s', async (_name, status, request) => {
    const url = await start({ GATEWAY_API_KEYS: apiKeys({ web: undefined }), GATEWAY_CORS_ORIGINS: ORIGIN });
    const answer = await sendRaw(url, { ...request, headers: { ...request.headers, origin: ORIGIN } });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    const exposed = answer.headers.get('access-control-expose-headers')?.toLowerCase().split(/, ?/);
    expect(exposed?.toSorted()).toEqual(['retry-after', 'x-request-id']);
  });
});
