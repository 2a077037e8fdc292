import { afterEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../src/emulator/faults/fault.ts';
import { startApplication } from '../support/application.ts';
import { startCollector, startTracedGateway } from '../support/collector.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { hurriedClock } from '../support/hurried-clock.ts';
import { MEASURED, valuesOf } from '../support/metrics.ts';
import { ADD_SIP_LINE, NEW_LINE, SIP_LINE } from '../support/operations.ts';

let gateway: TestGateway | undefined;
afterEach(() => gateway?.close());

async function start(settings: Readonly<Record<string, string>> = {}): Promise<TestGateway> {
  const environment = { ...MEASURED, ...settings };
  gateway = await startGateway({ app: { clock: hurriedClock(20) }, environment });
  return gateway;
}

const outcomes = async ({ app }: TestGateway) =>
  Object.keys(await valuesOf(app, 'gateway_upstream_calls_total')).map((labels) =>
    labels.replace(/^.*outcome=/, ''),
  );

describe('the outcome of a call to the portal', () => {
  const on = 'voximplant.sip.get';
  it.each<[string, Fault]>([
    ['portal-error', { kind: 'error', status: 400, code: 'ERROR_CORE', on }],
    ['rate-limited', { kind: 'error', status: 503, code: 'QUERY_LIMIT_EXCEEDED', on }],
    ['method-limited', { kind: 'error', status: 429, code: 'OPERATION_TIME_LIMIT', on }],
    ['unreadable', { kind: 'body', status: 502, on }],
    ['unexpected-shape', { kind: 'result', result: 'no list', on }],
    ['redirect', { kind: 'redirect', location: 'https://elsewhere.example.com/', on }],
    ['network-connection-lost', { kind: 'drop', on }],
    ['network-timeout', { kind: 'hang', on }],
  ])('is counted as %s', async (outcome, fault) => {
    const running = await start();
    running.emulator.portal.faults.inject(fault);
    await running.query(SIP_LINE, { configId: '1' });
    await expect.poll(() => outcomes(running)).toContain(outcome);
  });

  it('is counted as no-credential, and the exchange as unavailable, where a token cannot be renewed', async () => {
    await using application = await startApplication({ environment: MEASURED });
    await application.install();
    const { app } = application.gateway;
    application.portal.portal.faults.inject({ kind: 'error', status: 401, code: 'expired_token' });
    application.portal.portal.faults.inject({ kind: 'body', status: 502, on: 'oauth/token', times: 1 });
    await application.ask('{ sipConnector { freeMinutes } }');
    expect(await outcomes(application.gateway)).toContain('no-credential');
    expect(await valuesOf(app, 'gateway_token_refreshes_total')).toMatchObject({ 'outcome=unavailable': 1 });
  });

  it('is counted as no-credential, and the exchange as refused, where the application was removed', async () => {
    await using application = await startApplication({ environment: MEASURED });
    await application.install();
    const { app } = application.gateway;
    application.portal.portal.authorizationServer.setRevokedError('invalid_grant');
    application.portal.portal.uninstallApplication();
    application.portal.portal.faults.inject({ kind: 'error', status: 401, code: 'expired_token' });
    await application.ask('{ sipConnector { freeMinutes } }');
    expect(await outcomes(application.gateway)).toContain('no-credential');
    expect(await valuesOf(app, 'gateway_token_refreshes_total')).toMatchObject({ 'outcome=refused': 1 });
  });

  it('is counted as missing where a batch has neither a result nor an error for it', async () => {
    const environment = { ...MEASURED, BITRIX24_RATE_LIMIT: '2/1' };
    // Nineteen wait for half a second, however slow the machine is.
    const running = await startGateway({ app: { clock: hurriedClock(2) }, environment });
    gateway = running;
    running.emulator.portal.faults.inject({ kind: 'batch-missing', on });
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => running.query(SIP_LINE, { configId: String(index + 1) })),
    );
    expect(await outcomes(running)).toContain('missing');
  });
});

describe('a command that is never sent', () => {
  it('is counted as cancelled where its client has gone', async () => {
    // The clock all but stands, so that the bucket has one token and no more.
    const environment = { ...MEASURED, BITRIX24_RATE_LIMIT: '2/1' };
    const running = await startGateway({ app: { clock: hurriedClock(0.001) }, environment });
    gateway = running;
    const client = new AbortController();
    const read = (configId: string) =>
      fetch(running.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: SIP_LINE, variables: { configId } }),
        signal: client.signal,
      });
    await (await read('1')).text();
    const waiting = read('2');
    waiting.catch(() => undefined);
    await expect.poll(() => valuesOf(running.app, 'gateway_queue_length')).toEqual({ '': 1 });
    client.abort();
    await expect
      .poll(() => valuesOf(running.app, 'gateway_unsent_commands_total'))
      .toMatchObject({ 'reason=cancelled': 1 });
  });
});

describe('the outcome of a lost write', () => {
  const on = 'voximplant.sip.add';
  it.each<[string, readonly Fault[]]>([
    ['succeeded', [{ kind: 'drop', stage: 'after', on }]],
    [
      'failed',
      [
        { kind: 'drop', stage: 'before', on },
        { kind: 'error', status: 400, code: 'MAX_CLOUD_PBX', on },
      ],
    ],
    [
      'unknown',
      [
        { kind: 'drop', stage: 'after', on },
        { kind: 'body', status: 502, on: 'voximplant.sip.get', times: Infinity },
      ],
    ],
  ])('is counted as %s', async (outcome, faults) => {
    // Six seconds by the machine's clock, so that a slow one settles in time, too.
    const running = await start(outcome === 'unknown' ? {} : { BITRIX24_WRITE_DEADLINE_MS: '120000' });
    for (const fault of faults) running.emulator.portal.faults.inject(fault);
    await running.query(ADD_SIP_LINE, { input: NEW_LINE });
    expect(await valuesOf(running.app, 'gateway_settlements_total')).toEqual({
      [`method=${on} outcome=${outcome}`]: 1,
    });
  });
});

describe('the spans of a call that is repeated', () => {
  it('name the field and the attempt', async () => {
    await using collector = await startCollector();
    const traced = await startTracedGateway(collector);
    gateway = traced;
    traced.emulator.portal.faults.inject({ kind: 'error', status: 503, code: 'QUERY_LIMIT_EXCEEDED' });
    await traced.query(SIP_LINE, { configId: '1' });
    await traced.app.close();
    const all = collector.spans();
    expect(all.find(({ name }) => name === 'Query.sipLine')?.attributes).toMatchObject({
      'graphql.field.name': 'Query.sipLine',
    });
    const attempts = all.filter(({ name }) => name === 'POST /rest/voximplant.sip.get');
    expect(attempts.map(({ attributes }) => attributes['http.request.resend_count'])).toEqual([undefined, 1]);
  });
});
