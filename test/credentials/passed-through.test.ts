import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmulator, type Emulator } from '../../src/emulator/emulator.ts';
import { deferred } from '../support/deferred.ts';
import { startGateway, type GraphQLAnswer, type TestGateway } from '../support/gateway.ts';
import { hurriedClock } from '../support/hurried-clock.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';

let gateway: TestGateway;
let other: Emulator;
const hostOf = ({ webhookUrl }: Emulator) => new URL(webhookUrl).host;

/** By how much the gateway's clock is ahead, in milliseconds. */
let lateBy = 0;

async function start(environment: Record<string, string> = {}): Promise<void> {
  lateBy = 0;
  const hurried = hurriedClock(20);
  other = await startEmulator();
  gateway = await startGateway({
    webhookUrl: () => '',
    environment: (emulator) => ({
      BITRIX24_PASSTHROUGH_PORTALS: `${hostOf(emulator)}, ${hostOf(other)}, *.bitrix24.example, localhost:1`,
      ...environment,
    }),
    app: {
      clock: { ...hurried, now: () => hurried.now() + lateBy },
      // Whatever is asked for is in this network.
      lookup: (_host, _options, callback) => {
        callback(null, [
          { address: '203.0.113.7', family: 4 },
          { address: '10.1.2.3', family: 4 },
        ]);
      },
    },
  });
  for (const { portal } of [gateway.emulator, other]) {
    portal.addToken({ accessToken: 'sentinel-token-a', applicationId: 'app.a' });
    portal.addToken({ accessToken: 'sentinel-token-b', applicationId: 'app.b' });
  }
}
beforeEach(() => start());
afterEach(async () => {
  await gateway.close();
  await other.close();
});

const TOKEN_A = 'sentinel-token-a';
const TOKEN_B = 'sentinel-token-b';

function ask(
  portal: string | undefined,
  token: string | undefined,
  query: string,
  variables: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<GraphQLAnswer> {
  return gateway.send({
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(portal !== undefined && { 'x-bitrix24-portal': portal }),
      ...(token !== undefined && { 'x-bitrix24-token': token }),
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
  });
}

const here = () => hostOf(gateway.emulator);
const paths = () => gateway.emulator.portal.journal.entries().map(({ path }) => path);
const LINES = '{ sipLines { nodes { id title password } } }';
const titlesOf = ({ data }: GraphQLAnswer) =>
  (data?.['sipLines'] as { nodes: { title: string }[] }).nodes.map(({ title }) => title);

describe('a token of a portal', () => {
  it('is passed on in the body, and shows its own lines, with their secrets', async () => {
    const added = await ask(here(), TOKEN_A, ADD_SIP_LINE, { input: NEW_LINE });
    expect(added.errors).toBeUndefined();
    expect(added.data?.['addSipLine']).toMatchObject({ title: 'Sales', password: NEW_LINE.password });
    expect(paths()).toEqual(['/rest/profile', '/rest/voximplant.sip.add']);
    expect(titlesOf(await ask(here(), TOKEN_A, LINES))).toEqual(['Sales']);
    expect(gateway.log()).not.toContain('sentinel');
  });

  it('sees nothing of another portal or another token, even at the same moment', async () => {
    const add = async (host: string, token: string, title: string) => {
      const { errors } = await ask(host, token, ADD_SIP_LINE, { input: { ...NEW_LINE, title } });
      expect(errors).toBeUndefined();
    };
    await add(here(), TOKEN_A, 'here a');
    await add(here(), TOKEN_B, 'here b');
    await add(hostOf(other), TOKEN_A, 'there a');
    const answers = await Promise.all([
      ask(here(), TOKEN_A, LINES),
      ask(here(), TOKEN_B, LINES),
      ask(hostOf(other), TOKEN_A, LINES),
      ask(here(), TOKEN_A, LINES),
    ]);
    expect(answers.map(titlesOf)).toEqual([['here a'], ['here b'], ['there a'], ['here a']]);
    const ids = answers.map(({ data }) => (data?.['sipLines'] as { nodes: { id: string }[] }).nodes[0]?.id);
    expect(new Set(ids).size).toBe(3);
    // A line of one portal is nothing on another, and nothing for another token.
    const ENTITY = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on SipLine { title } } }';
    const r = [{ __typename: 'SipLine', id: ids[0] }];
    expect((await ask(hostOf(other), TOKEN_A, ENTITY, { r })).data?.['_entities']).toEqual([null]);
    expect((await ask(here(), TOKEN_B, ENTITY, { r })).data?.['_entities']).toEqual([null]);
    expect((await ask(here(), TOKEN_A, ENTITY, { r })).data?.['_entities']).toEqual([{ title: 'here a' }]);
  });

  it.each([
    ['that is unknown', 'sentinel-unknown', () => undefined],
    [
      'that has expired',
      TOKEN_A,
      () => {
        gateway.emulator.portal.setTokenState(TOKEN_A, 'expired');
      },
    ],
  ])('%s is the fault of the caller', async (_name, token, arrange) => {
    arrange();
    const { status, data, errors } = await ask(here(), token, LINES);
    expect([status, data]).toEqual([200, { sipLines: null }]);
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED', retryable: false } }]);
    expect(JSON.stringify(errors) + gateway.log()).not.toContain('sentinel');
  });

  it.each([
    ['user-blocked', /the user of your token/],
    ['application-missing', /the application of your token/],
  ] as const)('that is %s on the portal is the fault of the caller too', async (state, message) => {
    gateway.emulator.portal.setTokenState(TOKEN_A, state);
    const { errors } = await ask(here(), TOKEN_A, LINES);
    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(message) as string,
        extensions: { code: 'UNAUTHENTICATED', retryable: false },
      },
    ]);
    // It is not sent again for a while.
    expect((await ask(here(), TOKEN_A, LINES)).status).toBe(401);
    expect(paths()).toHaveLength(1);
  });

  it('that was refused is refused here for a while, on that portal', async () => {
    await ask(here(), 'sentinel-unknown', LINES);
    const { status, errors } = await ask(here(), 'sentinel-unknown', LINES);
    expect([status, errors?.[0]?.extensions['code']]).toEqual([401, 'UNAUTHENTICATED']);
    expect(paths()).toHaveLength(1);
    // Another token is asked about, and the same one on another portal.
    other.portal.addToken({ accessToken: 'sentinel-unknown', applicationId: 'app.a' });
    for (const [host, token] of [
      [hostOf(other), 'sentinel-unknown'],
      [here(), TOKEN_A],
    ]) {
      expect((await ask(host, token, LINES)).errors).toBeUndefined();
    }
    gateway.emulator.portal.addToken({ accessToken: 'sentinel-unknown', applicationId: 'app.a' });
    lateBy = 61_000;
    expect((await ask(here(), 'sentinel-unknown', LINES)).errors).toBeUndefined();
  });

  it('that is new is proven once before its first write, unless it has read before', async () => {
    const add = async (token: string, title: string) => {
      const { errors } = await ask(here(), token, ADD_SIP_LINE, { input: { ...NEW_LINE, title } });
      expect(errors).toBeUndefined();
    };
    await add(TOKEN_A, 'one');
    await add(TOKEN_A, 'two');
    await ask(here(), TOKEN_B, LINES);
    await add(TOKEN_B, 'three');
    expect(paths().filter((path) => path.endsWith('profile'))).toHaveLength(1);
  });

  it('that nobody gave out changes nothing, however many writes it wants', async () => {
    const inputs = ['one', 'two', 'three'].map((title) => ({ ...NEW_LINE, title }));
    const { data, errors } = await ask(
      here(),
      'sentinel-unknown',
      `mutation ($inputs: [AddSipLineInput!]!) {
        addSipLines(inputs: $inputs) { title }
        deleteSipLine(configId: 1) { configId }
      }`,
      { inputs },
    );
    expect(data).toEqual({ addSipLines: [null, null, null], deleteSipLine: null });
    expect(errors).toHaveLength(4);
    for (const error of errors ?? [])
      expect(error.extensions).toMatchObject({ code: 'UNAUTHENTICATED', retryable: false });
    expect(paths()).toEqual(['/rest/profile']);
  });

  it('of which nothing is known locks no title for others', async () => {
    await ask(here(), TOKEN_A, LINES);
    const asked = deferred();
    gateway.emulator.portal.faults.inject({
      kind: 'hang',
      when: () => {
        asked.resolve();
        return true;
      },
    });
    const unknown = ask(here(), 'sentinel-unknown', ADD_SIP_LINE, { input: NEW_LINE });
    await asked.promise;
    const { data } = await ask(here(), TOKEN_A, ADD_SIP_LINE, { input: NEW_LINE });
    expect(data?.['addSipLine']).toMatchObject({ title: 'Sales' });
    expect((await unknown).errors).toMatchObject([{ extensions: { code: 'PORTAL_UNAVAILABLE' } }]);
  });

  it('that cannot be proven for the moment leaves no doubt about a write', async () => {
    gateway.emulator.portal.faults.inject({ on: 'profile', kind: 'body', status: 502, times: Infinity });
    const { errors } = await ask(here(), TOKEN_A, ADD_SIP_LINE, { input: NEW_LINE });
    expect(errors).toMatchObject([{ extensions: { code: 'PORTAL_UNAVAILABLE', retryable: true } }]);
    expect(paths().filter((path) => !path.endsWith('profile'))).toEqual([]);
  });

  it.each([
    [undefined, TOKEN_A],
    ['here', undefined],
    [undefined, undefined],
    ['here', 'a b'],
    ['here', 'short'],
  ])('or a portal that is missing is asked for: %s, %s', async (portal, token) => {
    const { status, errors } = await ask(portal && here(), token, LINES);
    expect(status).toBe(401);
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(errors?.[0]?.message).toContain('X-Bitrix24-Portal');
  });

  it.each([
    'portal.example.com',
    'a.b.bitrix24.example',
    'bitrix24.example',
    '.bitrix24.example',
    'a.bitrix24.example.evil.com',
    'evil.com#.bitrix24.example',
    'evil.com/.bitrix24.example',
    'user@a.bitrix24.example',
    'a.bitrix24.example:8080',
    '127.0.0.1',
    '127.0.0.1:1',
    '169.254.169.254',
    '[::1]:80',
  ])('never goes to %s', async (portal) => {
    const { status, errors } = await ask(portal, TOKEN_A, LINES);
    expect(status).toBe(403);
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('never goes to an allowed name that leads into this network', async () => {
    const { errors } = await ask('a.bitrix24.example', TOKEN_A, LINES);
    expect(errors).toMatchObject([
      {
        extensions: {
          code: 'PORTAL_UNAVAILABLE',
          bitrix24: { description: expect.stringMatching(/address-not-allowed/) as string },
        },
      },
    ]);
  });

  it('never follows a portal to another address', async () => {
    gateway.emulator.portal.rename(hostOf(other));
    const { errors } = await ask(here(), TOKEN_A, LINES);
    expect(errors).toMatchObject([{ extensions: { code: 'PORTAL_UNAVAILABLE', retryable: false } }]);
    expect(other.portal.journal.entries()).toEqual([]);
  });

  it('leaves Authorization to the gateway, which may ask for a key beside it', async () => {
    await gateway.close();
    await other.close();
    const key = 'tg_key';
    const sha256 = createHash('sha256').update(key).digest('hex');
    await start({ GATEWAY_API_KEYS: JSON.stringify([{ name: 'web', sha256, scopes: ['telephony:read'] }]) });
    expect((await ask(here(), TOKEN_A, LINES)).status).toBe(401);
    const { data } = await ask(here(), TOKEN_A, LINES, {}, { authorization: `Bearer ${key}` });
    expect(data).toEqual({ sipLines: { nodes: [] } });
  });

  it('is of no use on a portal that is not the one of the key beside it', async () => {
    await gateway.close();
    const key = 'tg_key';
    const sha256 = createHash('sha256').update(key).digest('hex');
    const entry = { name: 'web', sha256, scopes: ['telephony:read'], portals: ['a.bitrix24.example'] };
    await start({ GATEWAY_API_KEYS: JSON.stringify([entry]) });
    const { status, errors } = await ask(here(), TOKEN_A, LINES, {}, { authorization: `Bearer ${key}` });
    expect([status, errors?.[0]?.extensions['code']]).toEqual([403, 'FORBIDDEN']);
    expect(gateway.emulator.portal.journal.entries()).toEqual([]);
  });

  it('is not needed to look at the page for browsers, but for any other GET without an operation', async () => {
    const page = await fetch(gateway.url, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    const bare = await fetch(gateway.url, { headers: { 'apollo-require-preflight': 'x' } });
    expect(bare.status).toBe(401);
  });
});
