import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../src/emulator/faults/fault.ts';
import {
  authOf,
  grantOf,
  OTHER_MEMBER_ID,
  startApplication,
  type ApplicationGateway,
} from '../support/application.ts';
import type { GraphQLAnswer } from '../support/gateway.ts';
import { AUDIENCE, ISSUER, startIssuer } from '../support/issuer.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';
import { sampled, scaledRuns } from '../support/random-runs.ts';

const LINES = '{ sipLines { nodes { id title } } }';
const titlesOf = ({ data }: GraphQLAnswer) =>
  (data?.['sipLines'] as { nodes: { title: string }[] } | undefined)?.nodes.map(({ title }) => title);
const codesOf = ({ errors }: GraphQLAnswer) => errors?.map(({ extensions }) => extensions['code']);

let application: ApplicationGateway;
beforeEach(async () => {
  application = await startApplication();
});
afterEach(() => application[Symbol.asyncDispose]());

async function restart(environment: Record<string, string>): Promise<void> {
  await application[Symbol.asyncDispose]();
  application = await startApplication({ environment });
}

describe('a portal that installs the application', () => {
  it('is served from then on, with a token in the body', async () => {
    expect(codesOf(await application.ask(LINES))).toEqual(['FORBIDDEN']);
    await application.install();
    const added = await application.ask(ADD_SIP_LINE, { variables: { input: NEW_LINE } });
    expect(added.errors).toBeUndefined();
    expect(titlesOf(await application.ask(LINES))).toEqual(['Sales']);
    const [call] = application.portal.portal.journal.entries('voximplant.sip.add');
    expect(call).toMatchObject({ path: '/rest/voximplant.sip.add', status: 200 });
    expect(application.portal.portal.lines()).toMatchObject([{ applicationId: 'local.emulated' }]);
    expect(application.refreshes()).toBe(1);
  });

  it('leaves no token in the log, an answer or in clear text on disk', async () => {
    const form = await application.install();
    const added = await application.ask(ADD_SIP_LINE, { variables: { input: NEW_LINE } });
    const stored = await readFile(application.tokenFile, 'utf8');
    expect((await stat(application.tokenFile)).mode & 0o777).toBe(0o600);
    for (const secret of [
      authOf(form, 'access_token'),
      authOf(form, 'refresh_token'),
      authOf(form, 'application_token'),
      'emulatedsecret',
    ]) {
      expect(application.gateway.log() + added.text + stored).not.toContain(secret);
    }
  });

  it('is served by another process of the same settings too', async () => {
    await application.install();
    await using second = await startApplication({ environment: application.environment });
    expect(titlesOf(await second.ask(LINES))).toEqual([]);
  });

  it('may send its installation again, as it does after an update', async () => {
    const form = await application.install();
    await application.ask(ADD_SIP_LINE, { variables: { input: NEW_LINE } });
    const again = application.portal.portal.installApplication();
    again.set('auth[application_token]', authOf(form, 'application_token'));
    expect((await application.sendEvent(again)).status).toBe(200);
    expect(titlesOf(await application.ask(LINES))).toEqual(['Sales']);
  });
});

describe('an installation that is forged', () => {
  const forgeries: [string, (form: URLSearchParams) => void][] = [
    [
      'has an unknown refresh token',
      (form) => {
        form.set('auth[refresh_token]', 'f'.repeat(70));
      },
    ],
    [
      'has no refresh token',
      (form) => {
        form.delete('auth[refresh_token]');
      },
    ],
    [
      'has a text for auth',
      (form) => {
        form.set('auth', 'x');
      },
    ],
    [
      'has no application token',
      (form) => {
        form.delete('auth[application_token]');
      },
    ],
    [
      'has an odd refresh token',
      (form) => {
        form.set('auth[refresh_token]', "' or 1=1 --");
      },
    ],
  ];
  it.each(forgeries)('%s', async (name, forge) => {
    const form = application.portal.portal.installApplication();
    if (name === 'has a text for auth')
      for (const key of [...form.keys()]) if (key !== 'event') form.delete(key);
    forge(form);
    const { status, errors } = await application.sendEvent(form);
    expect(status).toBe(403);
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect(application.gateway.log()).toContain('"event":"ONAPPINSTALL","outcome":"refused"');
    expect(codesOf(await application.ask(LINES))).toEqual(['FORBIDDEN']);
  });

  it('says whose portal it is, and is not believed', async () => {
    await application.install();
    await application.ask(ADD_SIP_LINE, { variables: { input: NEW_LINE } });
    // Somebody who does have the application on a portal of theirs.
    const form = application.other.portal.installApplication();
    const lies = {
      member_id: application.portal.portal.memberId,
      domain: 'evil.example',
      client_endpoint: 'https://evil.example/rest/',
      access_token: 'f'.repeat(70),
    };
    for (const [field, value] of Object.entries(lies)) form.set(`auth[${field}]`, value);
    expect((await application.sendEvent(form)).status).toBe(200);
    expect(titlesOf(await application.ask(LINES, { portal: OTHER_MEMBER_ID }))).toEqual([]);
    const { memberId } = application.portal.portal;
    expect(titlesOf(await application.ask(LINES, { portal: memberId }))).toEqual(['Sales']);
  });

  it('cannot put the token of a mere user in the place of one that works', async () => {
    const form = await application.install();
    const forged = application.portal.portal.installApplication({ userId: 666, canManageLines: false });
    expect((await application.sendEvent(forged)).status).toBe(403);
    expect((await application.ask(ADD_SIP_LINE, { variables: { input: NEW_LINE } })).errors).toBeUndefined();
    // Nor end it with the application token that it brought.
    const end = application.portal.portal.uninstallApplication();
    end.set('auth[application_token]', authOf(forged, 'application_token'));
    expect((await application.sendEvent(end)).status).toBe(403);
    end.set('auth[application_token]', authOf(form, 'application_token'));
    expect((await application.sendEvent(end)).status).toBe(200);
  });

  it('costs the installation that works nothing, whatever the vendor answers meanwhile', async () => {
    await application.install();
    const { portal } = application.portal;
    const forge = async () =>
      (await application.sendEvent(portal.installApplication({ userId: 666 }))).status;
    const brokenAnswers: Fault[] = [
      { kind: 'body', status: 502 },
      { kind: 'body', status: 200, body: grantOf(application, { member_id: OTHER_MEMBER_ID }) },
      { kind: 'body', status: 401, body: '{"error": "invalid_client"}' },
    ];
    for (const broken of brokenAnswers) {
      // The forged token is exchanged first, then the one that is kept.
      portal.faults.inject({ ...broken, on: 'oauth/token', skip: 1 });
      expect(await forge()).toBe(503);
      expect(titlesOf(await application.ask(LINES))).toEqual([]);
    }
    expect(await forge()).toBe(403);
    // The refresh token that was exchanged to see whether it works is worth nothing: its successor was kept.
    portal.expireAccessTokens();
    expect((await application.ask(ADD_SIP_LINE, { variables: { input: NEW_LINE } })).errors).toBeUndefined();
    expect(portal.lines()).toMatchObject([{ title: 'Sales' }]);
  });

  it.each(['../../etc', '', 'a'.repeat(65), '__proto__', 'a b', 'ä'])(
    'is for the portal %j, which no vendor has',
    async (member_id) => {
      const form = application.portal.portal.installApplication();
      const body = grantOf(application, { member_id });
      application.portal.portal.faults.inject({ on: 'oauth/token', kind: 'body', status: 200, body });
      expect((await application.sendEvent(form)).status).toBe(503);
      expect(await readdir(dirname(application.tokenFile))).toEqual([]);
      expect((await application.ask(LINES, { portal: member_id })).status).toBe(403);
    },
  );

  it('comes as something else than a form', async () => {
    const form = application.portal.portal.installApplication();
    const json = await application.sendEvent(form, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ event: 'ONAPPINSTALL', auth: { refresh_token: authOf(form, 'refresh_token') } }),
    });
    expect(json.status).toBe(415);
    const text = await application.sendEvent(form, {
      headers: { 'content-type': 'text/plain' },
      body: form.toString(),
    });
    expect(text.status).toBe(415);
    const other = new URLSearchParams(form);
    other.set('event', 'ONCRMLEADADD');
    expect((await application.sendEvent(other)).status).toBe(400);
    const large = new URLSearchParams(form);
    large.set('data[x]', 'x'.repeat(70_000));
    expect((await application.sendEvent(large)).status).toBe(413);
    const get = await fetch(new URL('/bitrix24/install', application.gateway.url));
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
    expect(application.refreshes()).toBe(0);
  });

  it.each(['%ff', '%C3', '%ed%a0%80', '%c0%af', '\xff'])(
    'comes with a value that is not UTF-8: %j',
    async (value) => {
      const form = application.portal.portal.installApplication();
      const body = Buffer.from(`${form.toString()}&data%5BLANGUAGE_ID%5D=${value}`, 'latin1');
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const { status, errors } = await application.sendEvent(form, { headers, body });
      expect([status, errors?.[0]?.message]).toEqual([400, 'The request body is not percent-encoded UTF-8.']);
      expect(application.refreshes()).toBe(0);
    },
  );

  it('comes too often', async () => {
    const form = new URLSearchParams({ event: 'ONAPPINSTALL' });
    form.set('auth[refresh_token]', 'f'.repeat(70));
    form.set('auth[application_token]', 'f'.repeat(32));
    const statuses: number[] = [];
    for (let sent = 0; sent < 32; sent += 1) statuses.push((await application.sendEvent(form)).status);
    expect(statuses.slice(0, 30)).toEqual(Array<number>(30).fill(403));
    expect(statuses.slice(30)).toEqual([429, 429]);
    expect(application.refreshes()).toBe(30);
  });

  it.each(
    sampled<[string, string[]]>(
      [
        ['installs', ['ONAPPINSTALL']],
        ['updates', ['ONAPPUPDATE']],
        ['both', ['ONAPPINSTALL', 'ONAPPUPDATE']],
      ],
      1,
    ),
  )('comes from many addresses as %s, which leaves newcomers their installation', async (_name, events) => {
    await restart({ GATEWAY_TRUSTED_PROXIES: '127.0.0.1' });
    const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
    const form = new URLSearchParams();
    form.set('auth[refresh_token]', 'f'.repeat(70));
    form.set('auth[application_token]', 'f'.repeat(32));
    for (let n = 0; n < 8 * 30; n += 1) {
      form.set('event', events[Math.floor(n / 8) % events.length] ?? '');
      await application.sendEvent(form, from(`203.0.113.${n % 8}`));
    }
    expect(application.refreshes()).toBeGreaterThan(80);
    expect(application.refreshes()).toBeLessThan(120);
    const genuine = application.portal.portal.installApplication();
    expect((await application.sendEvent(genuine, from('203.0.113.0'))).status).toBe(429);
    expect((await application.sendEvent(genuine, from('198.51.100.1'))).status).toBe(200);
  });

  it('cannot be told from a genuine one while the vendor does not answer', async () => {
    const form = application.portal.portal.installApplication();
    application.portal.portal.faults.inject({ on: 'oauth/token', kind: 'body', status: 502 });
    const { status, headers, errors } = await application.sendEvent(form);
    expect([status, headers.get('retry-after')]).toEqual([503, '30']);
    expect(errors).toMatchObject([{ extensions: { code: 'PORTAL_UNAVAILABLE', retryable: true } }]);
    expect((await application.sendEvent(form)).status).toBe(200);
  });
});

it.each(['%C3%A9', '100%', '%25ff', '%F0%9F%93%9E', 'é'])(
  'an installation may come with any text in UTF-8: %j',
  async (value) => {
    const form = application.portal.portal.installApplication();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = `${form.toString()}&data%5BLANGUAGE_ID%5D=${value}`;
    expect((await application.sendEvent(form, { headers, body })).status).toBe(200);
  },
);

describe('an end of the application', () => {
  it('has to show the application token', async () => {
    const form = await application.install();
    const end = application.portal.portal.uninstallApplication();
    for (const wrong of ['', 'f'.repeat(32), authOf(form, 'application_token').toUpperCase()]) {
      const forged = new URLSearchParams(end);
      forged.set('auth[application_token]', wrong);
      expect((await application.sendEvent(forged)).status).toBe(403);
    }
    const unknown = new URLSearchParams(end);
    unknown.set('auth[member_id]', 'constructor');
    expect((await application.sendEvent(unknown)).status).toBe(403);
    expect((await application.sendEvent(end)).status).toBe(200);
    const { status, errors } = await application.ask(LINES);
    expect([status, errors?.[0]?.extensions['code']]).toEqual([403, 'FORBIDDEN']);
    expect((await application.ready()).body).toEqual({
      status: 'ready',
      portals: [{ state: 'NOTHING_INSTALLED' }],
    });
  });
});

describe('two portals', () => {
  beforeEach(async () => {
    await application.install();
    await application.install(application.other);
  });
  const here = () => application.portal.portal.memberId;
  const add = (portal: string, title: string) =>
    application.ask(ADD_SIP_LINE, { portal, variables: { input: { ...NEW_LINE, title } } });

  it('have to be told apart by the request', async () => {
    const { status, errors } = await application.ask(LINES);
    expect(status).toBe(400);
    expect(errors?.[0]?.message).toContain('X-Bitrix24-Portal');
    for (const unknown of ['c'.repeat(32), 'constructor', '', new URL(application.portal.origin).host]) {
      expect((await application.ask(LINES, { portal: unknown })).status).toBe(403);
    }
    expect((await application.ask(LINES, { portal: here().toUpperCase() })).status).toBe(200);
  });

  it('see nothing of each other, even at the same moment', async () => {
    expect((await add(here(), 'here')).errors).toBeUndefined();
    expect((await add(OTHER_MEMBER_ID, 'there')).errors).toBeUndefined();
    const portals = [here(), OTHER_MEMBER_ID, here(), OTHER_MEMBER_ID];
    const answers = await Promise.all(portals.map((portal) => application.ask(LINES, { portal })));
    expect(answers.map(titlesOf)).toEqual([['here'], ['there'], ['here'], ['there']]);
    const [mine, theirs] = answers.map(
      ({ data }) => (data?.['sipLines'] as { nodes: { id: string }[] }).nodes[0]?.id,
    );
    expect(mine).not.toBe(theirs);
    const entity = await application.ask(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on SipLine { title } } }',
      { portal: here(), variables: { r: [mine, theirs].map((id) => ({ __typename: 'SipLine', id })) } },
    );
    expect(entity.data?.['_entities']).toEqual([{ title: 'here' }, null]);
    // Nor their tokens: what one portal was sent is nothing that the other knows.
    const tokensOf = ({ portal }: typeof application.portal) =>
      new Set(portal.journal.entries('voximplant.sip.get').map(({ status }) => status));
    expect([tokensOf(application.portal), tokensOf(application.other)]).toEqual([
      new Set([200]),
      new Set([200]),
    ]);
  });

  it('have no use for a token of the caller', async () => {
    const headers = { 'x-bitrix24-token': 'sentinel-token' };
    const { status, text } = await application.ask(LINES, { portal: here(), headers });
    expect(status).toBe(400);
    expect(text).not.toContain('sentinel');
  });
});

describe('callers', () => {
  const keyOf = (name: string) => `tg_sentinel-${name}`;
  const keys = (portalsOf: Record<string, unknown>) =>
    JSON.stringify(
      Object.entries(portalsOf).map(([name, portals]) => ({
        name,
        sha256: createHash('sha256').update(keyOf(name)).digest('hex'),
        scopes: ['telephony:read'],
        portals,
      })),
    );
  const as = (name: string) => ({ authorization: `Bearer ${keyOf(name)}` });

  it('with a key may use the portals that it lists', async () => {
    const HERE = 'e0a1b2c3d4e5f60718293a4b5c6d7e8f';
    await restart({
      GATEWAY_API_KEYS: keys({
        here: [HERE],
        both: [HERE, OTHER_MEMBER_ID],
        none: ['c'.repeat(32)],
        all: '*',
      }),
    });
    expect(application.portal.portal.memberId).toBe(HERE);
    await application.install();
    const statusOf = async (name: string, portal?: string) =>
      (await application.ask(LINES, { headers: as(name), ...(portal && { portal }) })).status;
    expect(await statusOf('here')).toBe(200);
    expect(await statusOf('all')).toBe(200);
    // Which one is meant does not depend on which one happens to be installed.
    expect(await statusOf('both')).toBe(400);
    expect(await statusOf('both', HERE)).toBe(200);
    expect(await statusOf('none')).toBe(403);
    await application.install(application.other);
    expect(await statusOf('here')).toBe(200);
    expect(await statusOf('here', OTHER_MEMBER_ID)).toBe(403);
    expect(await statusOf('none', HERE)).toBe(403);
    expect(await statusOf('both', OTHER_MEMBER_ID)).toBe(200);
    expect(await statusOf('all')).toBe(400);
    expect((await application.ask(LINES)).status).toBe(401);
  });

  it('get nowhere by headers that are made up', async () => {
    await application.install();
    const headers = fc.record(
      {
        'x-bitrix24-portal': fc.oneof(
          fc.string(),
          fc.constantFrom(OTHER_MEMBER_ID, '__proto__', 'a'.repeat(5_000)),
        ),
        'x-bitrix24-token': fc.string(),
        'x-forwarded-for': fc.string(),
        authorization: fc.oneof(fc.string(), fc.constantFrom('Bearer a.b.c', 'Basic eA==')),
      },
      { requiredKeys: ['x-bitrix24-portal'] },
    );
    await fc.assert(
      fc.asyncProperty(headers, async (made) => {
        const sent = Object.entries(made).map(([name, value]) => [name, value.replace(/[^ -~]/g, '')]);
        const { status } = await application.ask(LINES, { headers: Object.fromEntries(sent) as typeof made });
        expect([400, 403]).toContain(status);
      }),
      { numRuns: scaledRuns(25) },
    );
    expect(application.portal.portal.journal.entries('voximplant.sip.get')).toEqual([]);
  });

  it('with a token may use the portals of its claim', async () => {
    await using issuer = await startIssuer();
    await restart({
      GATEWAY_JWT_JWKS_URL: issuer.jwksUrl,
      GATEWAY_JWT_ISSUER: ISSUER,
      GATEWAY_JWT_AUDIENCE: AUDIENCE,
    });
    await application.install();
    const { memberId } = application.portal.portal;
    const statusWith = async (portals: unknown) => {
      const token = await issuer.sign({ scope: 'telephony:read', ...(portals !== undefined && { portals }) });
      return (await application.ask(LINES, { headers: { authorization: `Bearer ${token}` } })).status;
    };
    expect(await statusWith([memberId])).toBe(200);
    expect(await statusWith('*')).toBe(200);
    for (const claim of [undefined, [], [OTHER_MEMBER_ID], memberId, [42], { 0: memberId }, null, ['*']]) {
      expect([claim, await statusWith(claim)]).toEqual([claim, 403]);
    }
    await application.install(application.other);
    expect(await statusWith(undefined)).toBe(403);
    expect(await statusWith([memberId])).toBe(200);
    expect(await statusWith('*')).toBe(400);
  });
});
