import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { startGateway, type GraphQLAnswer, type TestGateway } from '../../support/gateway.ts';
import { AUDIENCE, ISSUER, startIssuer } from '../../support/issuer.ts';
import { codeOf, isReplayed, KEYED, timesRun } from '../../support/keyed-operations.ts';
import { linesOf } from '../../support/log-lines.ts';
import { NEW_LINE } from '../../support/operations.ts';
import { slowPortalClock } from '../../support/slow-portal-clock.ts';

const ADD = 'voximplant.sip.add';
const WRITER = ['telephony:read', 'telephony:write'];
const apiKeys = (scopes: Readonly<Record<string, readonly string[]>>) =>
  JSON.stringify(
    Object.entries(scopes).map(([name, list]) => ({
      name,
      sha256: createHash('sha256').update(`tg_${name}`).digest('hex'),
      scopes: list,
    })),
  );

let gateway: TestGateway;
afterEach(() => gateway.close());

const send = (
  headers: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, unknown>> = {},
  query: string = KEYED.addSipLine,
): Promise<GraphQLAnswer> =>
  gateway.send({
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables: { key: 'key-1', input: NEW_LINE, ...variables } }),
  });
const as = (name: string) => ({ authorization: `Bearer tg_${name}` });
const titles = () => gateway.emulator.portal.lines().map(({ title }) => title);

describe('the keys of a caller', () => {
  it('are those of its API key', async () => {
    const scopes = { one: [...WRITER, 'telephony:secrets'], two: [...WRITER, 'telephony:secrets'] };
    gateway = await startGateway({ environment: { GATEWAY_API_KEYS: apiKeys(scopes) } });
    expect(codeOf(await send(as('one')))).toBe('OK');
    expect(isReplayed(await send(as('one')))).toBe(true);
    // For another caller, it is a key like any other.
    const other = { ...NEW_LINE, title: 'Other' };
    const added = await send(as('two'), { input: other });
    expect([codeOf(added), isReplayed(added)]).toEqual(['OK', false]);
    expect(codeOf(await send(as('one'), { input: other }))).toBe('IDEMPOTENCY_CONFLICT');
    expect(titles()).toEqual(['Sales', 'Other']);
  });

  it('are those of the subject of its token, whichever token that is', async () => {
    await using issuer = await startIssuer();
    gateway = await startGateway({
      environment: {
        GATEWAY_JWT_JWKS_URL: issuer.jwksUrl,
        GATEWAY_JWT_ISSUER: ISSUER,
        GATEWAY_JWT_AUDIENCE: AUDIENCE,
      },
    });
    const token = async (sub: string, jti: string) => ({
      authorization: `Bearer ${await issuer.sign({ sub, jti, scope: 'telephony:read telephony:write telephony:secrets' })}`,
    });
    expect(codeOf(await send(await token('ann', '1')))).toBe('OK');
    expect(isReplayed(await send(await token('ann', '2')))).toBe(true);
    expect(codeOf(await send(await token('bob', '3')))).toBe('TITLE_EXISTS');
  });

  it('are those of the portal for callers that bring its tokens, which change', async () => {
    gateway = await startGateway({
      webhookUrl: () => '',
      environment: ({ origin }) => ({ BITRIX24_PASSTHROUGH_PORTALS: new URL(origin).host }),
    });
    const { portal, origin } = gateway.emulator;
    for (const accessToken of ['token-of-nine', 'token-of-ten'])
      portal.addToken({ accessToken, applicationId: 'app.1' });
    const passing = (token: string) => ({
      'x-bitrix24-portal': new URL(origin).host,
      'x-bitrix24-token': token,
    });
    expect(codeOf(await send(passing('token-of-nine')))).toBe('OK');
    expect(isReplayed(await send(passing('token-of-ten')))).toBe(true);
    expect(timesRun(gateway, ADD)).toBe(1);
    // Whoever makes a token up learns nothing about keys.
    for (const variables of [{}, { input: { ...NEW_LINE, title: 'Other' } }, { key: 'unused' }])
      expect(codeOf(await send(passing('token-made-up'), variables))).toBe('UNAUTHENTICATED');
  });

  it('are looked up only for what the caller may do', async () => {
    const scopes = { writer: WRITER, reader: ['telephony:read'], admin: [...WRITER, 'telephony:secrets'] };
    gateway = await startGateway({ environment: { GATEWAY_API_KEYS: apiKeys(scopes) } });
    expect(codeOf(await send(as('reader')))).toBe('FORBIDDEN');
    // A password that a caller may not read stays unread in a replay.
    const first = await send(as('writer'));
    const repeated = await send(as('writer'));
    for (const answer of [first, repeated]) {
      expect(answer.data?.['addSipLine']).toMatchObject({ title: 'Sales', password: null });
      expect(answer.errors).toMatchObject([
        { path: ['addSipLine', 'password'], extensions: { code: 'FORBIDDEN' } },
      ]);
    }
    expect([isReplayed(first), isReplayed(repeated)]).toEqual([false, true]);
  });

  it('take up the room of that caller only, and none is forgotten for another', async () => {
    const scopes = { busy: WRITER, other: WRITER };
    gateway = await startGateway({
      environment: { GATEWAY_API_KEYS: apiKeys(scopes), GATEWAY_IDEMPOTENCY_KEYS: '1000' },
      emulator: { cloudLimit: 1_000 },
    });
    const list = (from: number) => ({
      inputs: Array.from({ length: 100 }, (_, index) => ({ ...NEW_LINE, title: `Line ${from + index}` })),
    });
    // A quarter of the room.
    for (const from of [0, 100])
      expect(codeOf(await send(as('busy'), { ...list(from), key: `list ${from}` }, KEYED.addSipLines))).toBe(
        'OK',
      );
    const refused = await send(as('busy'), { ...list(200), key: 'list 200' }, KEYED.addSipLines);
    expect(refused.errors).toMatchObject([
      {
        path: ['addSipLines'],
        message: expect.stringContaining('forgets none before its time') as string,
        extensions: { code: 'RATE_LIMITED', retryable: true, argument: ['idempotencyKey'] },
      },
    ]);
    const { retryAfterMs } = refused.errors?.[0]?.extensions ?? {};
    expect(retryAfterMs).toBe(600_000);
    expect(linesOf(gateway.log()).filter(({ level }) => level === 'warn')).toMatchObject([
      {
        caller: 'busy',
        remembered: 200,
        maxOutcomes: 1_000,
        msg: expect.stringContaining('no room for more idempotency keys') as string,
      },
    ]);
    expect(isReplayed(await send(as('busy'), { ...list(0), key: 'list 0' }, KEYED.addSipLines))).toBe(true);
    const unkeyed = { input: { ...NEW_LINE, title: 'No key' }, key: null };
    const plain =
      'mutation ($input: AddSipLineInput!, $key: String) { addSipLine(input: $input, idempotencyKey: $key) { title } }';
    expect(codeOf(await send(as('busy'), unkeyed, plain))).toBe('OK');
    expect(codeOf(await send(as('other'), { ...list(200), key: 'list 0' }, KEYED.addSipLines))).toBe('OK');
  });
});

describe('while the gateway stops', () => {
  it('an operation that waits for the first one with its key gets its result', async () => {
    const { clock, arrived, release } = slowPortalClock();
    gateway = await startGateway({ emulator: { clock, latency: { [ADD]: 1 } } });
    const first = send({});
    await arrived;
    const second = send({});
    await gateway.query('{ __typename }');
    const closed = gateway.app.close();
    release();
    expect((await first).text).toBe((await second).text);
    expect(await closed).toBe(true);
    expect(timesRun(gateway, ADD)).toBe(1);
  });

  it('what has waited for one that was refused, and has no time left, may be sent again', async () => {
    const { clock, arrived, release } = slowPortalClock();
    const UPDATE = 'voximplant.sip.update';
    gateway = await startGateway({
      environment: { GATEWAY_DRAIN_TIMEOUT_MS: '30000' },
      emulator: { clock },
    });
    gateway.emulator.portal.faults.inject({ kind: 'slow', on: UPDATE, delayMs: 1 });
    const text = `mutation { updateSipLine(configId: "7", input: { login: "new" }, idempotencyKey: "a") { title } }`;
    const first = gateway.query(text);
    await arrived;
    const second = gateway.query(text);
    await gateway.query('{ __typename }');
    const closed = gateway.app.close();
    release();
    expect(codeOf(await first)).toBe('NOT_FOUND');
    expect((await second).errors).toMatchObject([{ extensions: { code: 'SHUTTING_DOWN', retryable: true } }]);
    expect(await closed).toBe(true);
    expect(gateway.emulator.portal.journal.entries(UPDATE)).toHaveLength(1);
  });

  it('what has no time left is refused', async () => {
    const { clock, arrived, release } = slowPortalClock();
    gateway = await startGateway({
      environment: { GATEWAY_DRAIN_TIMEOUT_MS: '30000' },
      emulator: { clock, latency: { [ADD]: 1 } },
    });
    const text = `mutation ($input: AddSipLineInput!, $other: AddSipLineInput!) {
      a: addSipLine(input: $input, idempotencyKey: "a") { title }
      again: addSipLine(input: $input, idempotencyKey: "a") { title }
      b: addSipLine(input: $other, idempotencyKey: "b") { title }
    }`;
    const answer = send({}, { other: { ...NEW_LINE, title: 'Other' } }, text);
    await arrived;
    const closed = gateway.app.close();
    release();
    const { data, errors } = await answer;
    expect(data).toEqual({ a: { title: 'Sales' }, again: { title: 'Sales' }, b: null });
    expect(errors).toMatchObject([{ path: ['b'], extensions: { code: 'SHUTTING_DOWN' } }]);
    expect(await closed).toBe(true);
    expect(titles()).toEqual(['Sales']);
  });
});
