import { ApolloClient, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { AUDIENCE, ISSUER, startIssuer } from '../support/issuer.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';

const API_KEYS = JSON.stringify([
  {
    name: 'web',
    sha256: createHash('sha256').update('tg_web').digest('hex'),
    scopes: ['telephony:read', 'telephony:write', 'telephony:secrets'],
  },
]);

let gateway: TestGateway;
afterEach(() => gateway.close());

/** The client as a front end makes it: only the address and the headers are set. */
function clientWith(headers: Record<string, string>): ApolloClient {
  return new ApolloClient({
    link: new HttpLink({ uri: gateway.url, headers }),
    cache: new InMemoryCache(),
  });
}

/** What a screen gets when it sends a mutation. */
async function errorOf(headers: Record<string, string>): Promise<unknown> {
  const mutation = gql(ADD_SIP_LINE);
  return clientWith(headers)
    .mutate({ mutation, variables: { input: NEW_LINE } })
    .then(
      () => undefined,
      (error: unknown) => error,
    );
}

/** The extensions of the one error, if it arrives as typed errors of GraphQL instead of a failure of HTTP. */
async function extensionsOf(headers: Record<string, string>): Promise<Readonly<Record<string, unknown>>> {
  const error = await errorOf(headers);
  if (!CombinedGraphQLErrors.is(error)) throw new Error('not errors of GraphQL', { cause: error });
  expect(error.errors).toHaveLength(1);
  return error.errors[0]?.extensions ?? {};
}

const requestId = expect.stringMatching(/^[0-9a-f-]{36}$/) as string;

describe('Apollo Client 4 gets typed errors', () => {
  it('of a missing key (401)', async () => {
    gateway = await startGateway({ environment: { GATEWAY_API_KEYS: API_KEYS } });
    expect(await extensionsOf({})).toEqual({ code: 'UNAUTHENTICATED', retryable: false, requestId });
  });

  it("of a portal that is not the caller's (403)", async () => {
    gateway = await startGateway();
    expect(await extensionsOf({ 'x-bitrix24-portal': 'other.bitrix24.com' })).toEqual({
      code: 'FORBIDDEN',
      retryable: false,
      requestId,
    });
  });

  it('of too many requests (429)', async () => {
    gateway = await startGateway({
      environment: { GATEWAY_API_KEYS: API_KEYS, GATEWAY_REQUESTS_PER_MINUTE: '1' },
    });
    const headers = { authorization: 'Bearer tg_web' };
    expect(await errorOf(headers)).toBeUndefined();
    expect(await extensionsOf(headers)).toEqual({
      code: 'RATE_LIMITED',
      retryable: true,
      retryAfterMs: expect.any(Number) as number,
      requestId,
    });
  });

  it('of a token that cannot be checked (503)', async () => {
    await using issuer = await startIssuer();
    gateway = await startGateway({
      environment: {
        GATEWAY_JWT_JWKS_URL: issuer.jwksUrl,
        GATEWAY_JWT_ISSUER: ISSUER,
        GATEWAY_JWT_AUDIENCE: AUDIENCE,
      },
    });
    issuer.setState('failing');
    const token = await issuer.sign({ scope: 'telephony:read' });
    expect(await extensionsOf({ authorization: `Bearer ${token}` })).toMatchObject({
      retryable: true,
      retryAfterMs: 5_000,
      requestId,
    });
  });

  it('of an operation that was executed (200)', async () => {
    gateway = await startGateway();
    expect(await errorOf({})).toBeUndefined();
    expect(await extensionsOf({})).toMatchObject({ code: 'TITLE_EXISTS', retryable: false, requestId });
  });
});
