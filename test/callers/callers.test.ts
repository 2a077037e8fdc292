import { createHash } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AppOptions } from '../../src/app/app.ts';
import { startGateway, type GraphQLAnswer, type TestGateway } from '../support/gateway.ts';
import { AUDIENCE, ISSUER, startIssuer, type Issuer, type IssuerState } from '../support/issuer.ts';
import { sentMethods } from '../support/journal.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';
import { steppedClock } from '../support/stepped-clock.ts';

const ALL = ['telephony:read', 'telephony:write', 'telephony:call', 'telephony:secrets'];
const KEYS = {
  all: ALL,
  reader: ['telephony:read'],
  writer: ['telephony:read', 'telephony:write'],
  caller: ['telephony:call'],
  blind: ['telephony:write'],
};
const keyOf = (name: string) => `tg_sentinel-${name}`;

const API_KEYS = JSON.stringify(
  Object.entries(KEYS).map(([name, scopes]) => ({
    name,
    sha256: createHash('sha256').update(keyOf(name)).digest('hex'),
    scopes,
  })),
);

let gateway: TestGateway;
afterEach(() => gateway.close());

async function start(environment: Record<string, string> = { GATEWAY_API_KEYS: API_KEYS }): Promise<void> {
  gateway = await startGateway({ environment, emulator: { usersByWebhook: true } });
}

function ask(
  authorization: string | undefined,
  query: string,
  variables?: Record<string, unknown>,
): Promise<GraphQLAnswer> {
  return gateway.send({
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
    body: JSON.stringify({ query, variables }),
  });
}

const as = (name: keyof typeof KEYS, query: string, variables?: Record<string, unknown>) =>
  ask(`Bearer ${keyOf(name)}`, query, variables);

describe('without a key that the gateway knows', () => {
  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Bearer wrong',
    keyOf('all'),
    `Basic ${keyOf('all')}`,
    `Bearer ${keyOf('all')}x`,
    `Bearer ${keyOf('all')}, Bearer ${keyOf('all')}`,
    'Bearer a.b.c',
    `Bearer ${'a'.repeat(9000)}`,
  ])('nothing is answered: %j', async (authorization) => {
    await start();
    for (const query of ['{ sipConnector { paid } }', '{ __typename }', '{ _service { sdl } }', '{']) {
      const { status, headers, data, errors } = await ask(authorization, query);
      expect(status).toBe(401);
      expect(headers.get('www-authenticate')).toBe('Bearer');
      expect(data).toBeUndefined();
      expect(errors).toMatchObject([
        { extensions: { code: 'UNAUTHENTICATED', retryable: false, requestId: headers.get('x-request-id') } },
      ]);
    }
    expect(sentMethods(gateway)).toEqual([]);
    expect(gateway.log()).not.toContain('sentinel');
  });

  it('a GET with an operation is refused, and the page for browsers and the probes are there', async () => {
    await start();
    const get = (path: string, accept = 'text/html') =>
      fetch(new URL(path, gateway.url), { headers: { accept, 'apollo-require-preflight': 'x' } });
    expect((await get('/graphql?query={__typename}')).status).toBe(401);
    expect((await get('/graphql')).status).toBe(200);
    expect((await get('/health/live')).status).toBe(200);
  });
});

describe('a key', () => {
  it('lets its caller do what its scopes say', async () => {
    await start();
    const { data, errors } = await as('all', ADD_SIP_LINE, { input: NEW_LINE });
    expect(errors).toBeUndefined();
    expect(data?.['addSipLine']).toMatchObject({ title: 'Sales', password: NEW_LINE.password });
    expect(gateway.log()).not.toContain('sentinel');
  });

  it.each<[keyof typeof KEYS, string, string[][]]>([
    ['reader', 'mutation { deleteSipLine(configId: 1) { id } }', [['telephony:read', 'telephony:write']]],
    ['blind', 'mutation { deleteSipLine(configId: 1) { id } }', [['telephony:read', 'telephony:write']]],
    ['blind', '{ sipLines { totalCount } }', [['telephony:read']]],
    ['caller', '{ telephonyCalls { totalCount } }', [['telephony:read']]],
    ['caller', '{ telephonyAccess { scopes } }', [['telephony:read']]],
    [
      'writer',
      'mutation { startCallback(input: { lineId: "1", phoneNumber: "123", text: "a" }) { callId } }',
      [['telephony:call']],
    ],
  ])('of "%s" does not allow %s', async (name, query, requiredScopes) => {
    await start();
    const { status, data, errors } = await as(name, query);
    expect(status).toBe(200);
    expect(Object.values(data ?? {})).toEqual([null]);
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', retryable: false, requiredScopes } }]);
    expect(errors?.[0]?.path).toHaveLength(1);
    expect(sentMethods(gateway)).toEqual([]);
  });

  it('without the scope for secrets gets all but them', async () => {
    await start();
    const { data, errors } = await as(
      'writer',
      `mutation Add($input: AddSipLineInput!) {
        addSipLine(input: $input) { title password incomingPassword server }
      }`,
      { input: { ...NEW_LINE, type: 'OFFICE' } },
    );
    expect(data?.['addSipLine']).toEqual({
      title: 'Sales',
      password: null,
      incomingPassword: null,
      server: 'sip.example.com',
    });
    expect(errors?.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
      [['addSipLine', 'password'], 'FORBIDDEN'],
      [['addSipLine', 'incomingPassword'], 'FORBIDDEN'],
    ]);
    gateway.emulator.portal.putUser({ id: 1, sipPassword: 'sentinel-of-user' });
    const user = await as('writer', '{ telephonyUser(userId: 1) { userId sipPassword } }');
    expect(user.data?.['telephonyUser']).toEqual({ userId: '1', sipPassword: null });
    expect(user.text).not.toContain('sentinel');
  });

  it('opens no way past its scopes through _entities', async () => {
    await start();
    await as('all', ADD_SIP_LINE, { input: NEW_LINE });
    gateway.emulator.portal.putUser({ id: 1 });
    gateway.emulator.portal.journal.clear();
    const ENTITIES = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on SipLine { title password } ... on TelephonyUser { userId } ... on OutgoingLine { name }
    } }`;
    const representations = [
      { __typename: 'SipLine', configId: '1' },
      { __typename: 'TelephonyUser', userId: '1' },
      { __typename: 'OutgoingLine', lineId: 'reg150907' },
    ];
    const refused = await as('caller', ENTITIES, { representations });
    expect(refused.data?.['_entities']).toEqual([null, null, null]);
    expect(refused.errors?.map(({ extensions }) => extensions['code'])).toEqual(Array(3).fill('FORBIDDEN'));
    expect(sentMethods(gateway)).toEqual([]);
    const answered = await as('reader', ENTITIES, { representations });
    expect(answered.data?.['_entities']).toEqual([
      { title: 'Sales', password: null },
      { userId: '1' },
      { name: 'Sales' },
    ]);
    expect(answered.errors?.map(({ path }) => path)).toEqual([['_entities', 0, 'password']]);
  });

  it('gets what its own scopes allow, whoever asked for the same just before or asks at the same time', async () => {
    await start();
    const { data } = await as('all', ADD_SIP_LINE, { input: NEW_LINE });
    const { configId } = data?.['addSipLine'] as { configId: string };
    const query = 'query Line($configId: ID!) { sipLine(configId: $configId) { title password } }';
    const names = ['all', 'reader', 'all', 'all', 'reader', 'blind', 'reader', 'all'] as const;
    const shown = { all: NEW_LINE.password, reader: null, blind: undefined };
    const expectShown = (name: (typeof names)[number], answer: GraphQLAnswer) => {
      const line = answer.data?.['sipLine'] as { password: string | null } | null;
      expect(line?.password).toBe(shown[name]);
      expect(answer.errors?.map(({ extensions }) => extensions['code'])).toEqual(
        name === 'all' ? undefined : ['FORBIDDEN'],
      );
    };
    for (const name of names) expectShown(name, await as(name, query, { configId }));
    const answers = await Promise.all(names.map((name) => as(name, query, { configId })));
    answers.forEach((answer, index) => {
      expectShown(names[index] ?? 'blind', answer);
    });
  });

  it('publishes the scopes of every field to routers', async () => {
    await start();
    const { data } = await as('caller', '{ _service { sdl } }');
    const { sdl } = data?.['_service'] as { sdl: string };
    expect(sdl).toMatch(/password: String @requiresScopes\(scopes: \[\["telephony:secrets"\]\]\)/);
    expect(sdl.match(/@requiresScopes/g)?.length).toBeGreaterThan(25);
  });
});

describe('a caller', () => {
  it('that sends too much waits, and keeps nobody else waiting', async () => {
    await start({ GATEWAY_API_KEYS: API_KEYS, GATEWAY_REQUESTS_PER_MINUTE: '3' });
    const statuses: number[] = [];
    for (let sent = 0; sent < 4; sent += 1) statuses.push((await as('reader', '{ __typename }')).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    const { headers, errors } = await as('reader', '{ __typename }');
    expect(headers.get('retry-after')).toMatch(/^\d+$/);
    expect(errors).toMatchObject([
      { extensions: { code: 'RATE_LIMITED', retryable: true, requestId: headers.get('x-request-id') } },
    ]);
    expect(errors?.[0]?.extensions['retryAfterMs']).toBeGreaterThan(0);
    expect(errors?.[0]?.extensions['retryAfterMs']).toBeLessThanOrEqual(60_000);
    expect((await as('writer', '{ __typename }')).status).toBe(200);
    expect((await fetch(new URL('/health/live', gateway.url))).status).toBe(200);
  });
});

describe('a token', () => {
  let issuer: Issuer;
  afterEach(() => issuer[Symbol.asyncDispose]());

  async function startWithIssuer(app: Partial<AppOptions> = {}): Promise<void> {
    issuer = await startIssuer();
    const environment = {
      GATEWAY_API_KEYS: API_KEYS,
      GATEWAY_JWT_JWKS_URL: issuer.jwksUrl,
      GATEWAY_JWT_ISSUER: ISSUER,
      GATEWAY_JWT_AUDIENCE: AUDIENCE,
    };
    gateway = await startGateway({ environment, app });
  }
  const statusOf = async (token: string) => (await ask(`Bearer ${token}`, '{ __typename }')).status;
  const VOICES = '{ telephonyVoices { id } }';
  const READ = { sub: 'sentinel-subject', scope: 'telephony:read openid' };

  it('of the issuer is taken with its scopes, beside keys, and its keys are asked for once', async () => {
    await startWithIssuer();
    for (const claims of [READ, { scp: ['telephony:read'] }]) {
      const { status, data } = await ask(`Bearer ${await issuer.sign(claims)}`, VOICES);
      expect(status).toBe(200);
      expect(data?.['telephonyVoices']).not.toHaveLength(0);
    }
    const none = await ask(`Bearer ${await issuer.sign({ scope: 'openid telephony:*' })}`, VOICES);
    expect(none.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect((await as('reader', VOICES)).errors).toBeUndefined();
    expect(issuer.requests()).toBe(1);
  });

  const soon = Math.floor(Date.now() / 1000) + 3600;
  it.each<[string, Record<string, unknown>]>([
    ['for another audience', { ...READ, aud: 'another' }],
    ['of another issuer', { ...READ, iss: 'https://another.example' }],
    ['that is expired', { ...READ, exp: soon - 7200 }],
    ['that is not valid yet', { ...READ, nbf: soon }],
    ['that never expires', { ...READ, exp: undefined }],
  ])('%s is refused', async (_name, claims) => {
    await startWithIssuer();
    expect(await statusOf(await issuer.sign(claims))).toBe(401);
  });

  it('with a key that the issuer does not have is refused', async () => {
    await startWithIssuer();
    expect(await statusOf(await issuer.sign(READ, { kid: 'unknown' }))).toBe(401);
  });

  it('that is not signed, or by the public key as if it were a shared secret, is refused', async () => {
    await startWithIssuer();
    const valid = await issuer.sign({ ...READ, exp: soon });
    const [, payload = ''] = valid.split('.');
    const header = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    expect(await statusOf(`${header({ alg: 'none' })}.${payload}.`)).toBe(401);
    expect(await statusOf(`${header({ alg: 'none' })}.${payload}.x`)).toBe(401);
    const forged = await new SignJWT({ ...READ, iss: ISSUER, aud: AUDIENCE, exp: soon })
      .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
      .sign(Buffer.from(JSON.stringify(issuer.publicKey())));
    expect(await statusOf(forged)).toBe(401);
    expect(await statusOf(`${valid.slice(0, -4)}AAAA`)).toBe(401);
  });

  it.each([
    ['stands', 0],
    ['jumps back by an hour', -3_600_000],
    ['jumps forward by an hour', 3_600_000],
  ])(
    'of a new key of the issuer is taken, and the old key no longer, while the wall clock %s',
    async (_way, jumpMs) => {
      const clock = steppedClock();
      await startWithIssuer({ clock });
      vi.useFakeTimers({ toFake: ['Date'] });
      try {
        const exp = soon + 7_200;
        const old = await issuer.sign({ ...READ, exp });
        expect(await statusOf(old)).toBe(200);
        await issuer.rotate();
        const renewed = await issuer.sign({ ...READ, exp });
        vi.setSystemTime(Date.now() + jumpMs);
        // The issuer is not asked for every unknown key at once.
        expect(await statusOf(renewed)).toBe(401);
        clock.advance(10_000);
        expect(await statusOf(renewed)).toBe(200);
        expect(await statusOf(old)).toBe(401);
        expect(issuer.requests()).toBe(2);
      } finally {
        vi.useRealTimers();
      }
    },
  );

  it.each<IssuerState>(['failing', 'garbled', 'gone', 'endless', 'endlessly-failing', 'deep'])(
    'cannot be checked while the issuer is %s, which is not the fault of the caller, and forged tokens do not wake it',
    async (state) => {
      const clock = steppedClock();
      await startWithIssuer({ clock });
      issuer.setState(state);
      const token = await issuer.sign(READ);
      for (const sent of [token, await issuer.sign(READ, { kid: 'forged' }), token]) {
        const { status, headers, errors } = await ask(`Bearer ${sent}`, VOICES);
        expect([status, headers.get('retry-after')]).toEqual([503, '5']);
        expect(errors).toMatchObject([
          { extensions: { code: 'AUTHENTICATION_UNAVAILABLE', retryable: true, retryAfterMs: 5_000 } },
        ]);
      }
      expect(issuer.requests()).toBe(1);
      // Some is under way when the connection is closed.
      expect(issuer.taken()).toBeLessThan(16 * 2 ** 20);
      expect((await as('reader', '{ __typename }')).status).toBe(200);
      issuer.setState('well');
      clock.advance(5_000);
      expect(await statusOf(token)).toBe(200);
    },
  );

  it('is refused if the key that signed it is too weak', async () => {
    await startWithIssuer();
    const weak = await crypto.subtle.generateKey(
      {
        name: 'RSASSA-PKCS1-v1_5',
        modulusLength: 1024,
        publicExponent: new Uint8Array([1, 0, 1]),
        hash: 'SHA-256',
      },
      true,
      ['sign', 'verify'],
    );
    expect(await statusOf(await issuer.signWith(weak, 'RS256', READ))).toBe(401);
    expect(await statusOf(await issuer.sign(READ))).toBe(200);
  });

  it.each([
    { scope: 'openid telephony:read' },
    { scope: ['openid', 'telephony:read'] },
    { scp: 'openid telephony:read' },
    { scp: ['telephony:read'] },
    { scope: 'openid', scp: 'telephony:read' },
    { scope: ['telephony:write'], scp: ['telephony:read', 7, null] },
  ])('may read with the scopes %j', async (claims) => {
    await startWithIssuer();
    const { errors } = await ask(`Bearer ${await issuer.sign(claims)}`, VOICES);
    expect(errors).toBeUndefined();
  });

  it('never reaches the log, nor does what it says', async () => {
    await startWithIssuer();
    const token = await issuer.sign(READ);
    await ask(`Bearer ${token}`, VOICES);
    expect(gateway.log()).not.toContain(token.split('.')[2]);
  });
});
