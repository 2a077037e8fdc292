import { afterEach, describe, expect, it } from 'vitest';
import { startApplication } from '../support/application.ts';
import { openConnection } from '../support/client-connection.ts';
import { startGateway, type TestGateway, type TestGatewayOptions } from '../support/gateway.ts';
import { hurriedClock } from '../support/hurried-clock.ts';
import { MEASURED, readMetrics, valuesOf } from '../support/metrics.ts';
import { ADD_SIP_LINE, NEW_LINE, SIP_LINE } from '../support/operations.ts';
import { sendRaw } from '../support/raw-request.ts';
import type { TestRequest } from '../support/send-request.ts';
import { listensOnOther, twoLocalhosts } from '../support/two-localhosts.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

interface Options extends TestGatewayOptions {
  readonly environment?: Readonly<Record<string, string>>;
}

async function start({ environment, ...options }: Options = {}): Promise<void> {
  gateway = await startGateway({ ...options, environment: { ...MEASURED, ...environment } });
}

const read = (name: string) => valuesOf(gateway.app, name);

describe('the metrics', () => {
  it('are not served unless a port is set', async () => {
    gateway = await startGateway();
    expect(gateway.app.metricsUrl).toBeUndefined();
    expect((await fetch(new URL('/metrics', gateway.url))).status).toBe(404);
  });

  it('are served on their own port only, in the format of Prometheus', async () => {
    await start();
    expect((await fetch(new URL('/metrics', gateway.url))).status).toBe(404);
    const url = gateway.app.metricsUrl ?? '';
    const response = await fetch(url);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect((await fetch(new URL('/graphql', url), { method: 'POST' })).status).toBe(404);
    expect((await fetch(url, { method: 'POST' })).status).toBe(404);
  });

  it('are kept from pages that point their host name at this machine', async () => {
    await start();
    const { status } = await sendRaw(gateway.app.metricsUrl ?? '', { headers: { host: 'evil.example.com' } });
    expect(status).toBe(403);
  });

  it.each(['localhost', 'LOCALHOST'])(
    'are served to a limited number of connections, on one address of METRICS_HOST=%s',
    async (host) => {
      using _localhosts = twoLocalhosts();
      await start({ environment: { METRICS_HOST: host } });
      const url = gateway.app.metricsUrl ?? '';
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:/);
      const connections = await Promise.all(Array.from({ length: 60 }, () => openConnection(url)));
      await expect.poll(() => connections.filter(({ isClosed }) => isClosed()).length).toBe(10);
      for (const { socket } of connections) socket.destroy();
      expect(await listensOnOther(url)).toBe(false);
    },
  );

  it('are those of one gateway, also where several run in one process', async () => {
    await start();
    await using other = await startGateway({ environment: MEASURED });
    await other.query('{ __typename }');
    expect(await read('gateway_fields_total')).toEqual({});
    expect(await valuesOf(other.app, 'gateway_fields_total')).toEqual({
      'field=Query.__typename code=OK': 1,
    });
  });

  it('have no label whose values callers or portals choose', async () => {
    await start();
    gateway.emulator.portal.faults.inject({ kind: 'error', status: 400, code: 'SENTINEL_CODE' });
    await gateway.query(
      'query SentinelName($configId: ID!) { sentinelAlias: sipLine(configId: $configId) { title } }',
      // No figure may happen to contain it.
      { configId: '47114711471147114711' },
    );
    await gateway.query('{ sentinelField }');
    await gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
    await sendRaw(new URL('/sentinel', gateway.url).href, { method: 'PROPFIND' });
    const text = await (await fetch(gateway.app.metricsUrl ?? '')).text();
    expect(text).not.toMatch(/sentinel|47114711471147114711|SENTINEL/);
    expect(text).not.toContain(gateway.emulator.origin);
    expect(text).not.toContain(new URL(gateway.emulator.webhookUrl).pathname.split('/')[3]);
  });
});

describe('the metrics count', () => {
  it('root fields by field and code, whatever their aliases and fragments', async () => {
    await start();
    await gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
    await gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
    await gateway.query(`
      query { a: sipLine(configId: "1") { title } ...Others skipped: sipConnector @skip(if: true) { freeMinutes } }
      fragment Others on Query { b: sipLine(configId: "999") { title } ... { sipConnector { freeMinutes } } }
    `);
    expect(await read('gateway_fields_total')).toEqual({
      'field=Mutation.addSipLine code=OK': 1,
      'field=Mutation.addSipLine code=TITLE_EXISTS': 1,
      'field=Query.sipLine code=OK': 2,
      'field=Query.sipConnector code=OK': 1,
    });
    expect(await read('gateway_operation_duration_seconds_count')).toEqual({
      'kind=mutation': 2,
      'kind=query': 1,
    });
  });

  it('requests that were refused, by reason', async () => {
    await start({ environment: { GATEWAY_REQUESTS_PER_MINUTE: '6' } });
    const json = { 'content-type': 'application/json' };
    const send = (init: TestRequest) => gateway.send({ method: 'POST', headers: json, ...init });
    await gateway.query('{ nothing }');
    await send({ body: '{' });
    await send({ headers: { 'content-type': 'text/plain' }, body: '{}' });
    await send({ headers: { ...json, 'x-bitrix24-portal': 'other.example.com' }, body: '{}' });
    await send({ headers: { ...json, 'x-bitrix24-token': 'token' }, body: '{}' });
    await send({ body: `"${'x'.repeat(1_100_000)}"` });
    await send({ body: '{}' });
    await gateway.send({ method: 'PUT' });
    await sendRaw(gateway.url, { headers: { host: 'evil.example.com' } });
    await fetch(new URL('/nothing', gateway.url));
    await expect
      .poll(() => read('gateway_refused_requests_total'))
      .toEqual({
        'reason=graphql-validation-failed': 1,
        'reason=bad-request': 1,
        'reason=media-type': 1,
        'reason=unknown-portal': 1,
        'reason=token-not-accepted': 1,
        'reason=body-too-large': 1,
        'reason=too-many-requests': 1,
        'reason=method-not-allowed': 1,
        'reason=other-host': 1,
        'reason=not-found': 1,
      });
    // Nothing of that was executed.
    expect(await read('gateway_fields_total')).toEqual({});
  });

  it('commands by method and outcome, retries, and writes that had to be settled', async () => {
    await start({ app: { clock: hurriedClock(20) } });
    const { faults } = gateway.emulator.portal;
    faults.inject({ kind: 'error', status: 503, code: 'QUERY_LIMIT_EXCEEDED', on: 'voximplant.sip.add' });
    await gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
    faults.inject({ kind: 'drop', stage: 'after', on: 'voximplant.sip.add' });
    await gateway.query(ADD_SIP_LINE, { input: { ...NEW_LINE, title: 'Support' } });
    expect(await read('gateway_upstream_calls_total')).toMatchObject({
      'method=voximplant.sip.add outcome=rate-limited': 1,
      'method=voximplant.sip.add outcome=network-connection-lost': 1,
      'method=voximplant.sip.get outcome=ok': expect.any(Number) as number,
    });
    expect(await read('gateway_upstream_call_duration_seconds_count')).toMatchObject({
      'method=voximplant.sip.add': 3,
    });
    expect(await read('gateway_retries_total')).toEqual({ 'method=voximplant.sip.add': 1 });
    expect(await read('gateway_settlements_total')).toEqual({
      'method=voximplant.sip.add outcome=succeeded': 1,
    });
  });

  it('commands in each request, and how long they waited', async () => {
    await start({ environment: { BITRIX24_RATE_LIMIT: '5/9' } });
    const inputs = Array.from({ length: 12 }, (_, index) => ({ ...NEW_LINE, title: `Line ${index}` }));
    await gateway.query('mutation($inputs: [AddSipLineInput!]!) { addSipLines(inputs: $inputs) { title } }', {
      inputs,
    });
    const requests = await read('gateway_batch_commands_count');
    const commands = await read('gateway_batch_commands_sum');
    expect(commands['']).toBeGreaterThanOrEqual(12);
    expect(requests['']).toBeLessThan(commands[''] ?? 0);
    expect(await read('gateway_queue_wait_seconds_count')).toEqual({ 'lane=bulk': commands[''] });
  });

  it('reads that were shared, and commands that were never sent', async () => {
    await start({ environment: { BITRIX24_RATE_LIMIT: '2/1', BITRIX24_READ_DEADLINE_MS: '1000' } });
    const line = { configId: '1' };
    await Promise.all([gateway.query(SIP_LINE, line), gateway.query(SIP_LINE, line)]);
    await Promise.all(
      ['2', '3', '4', '5', '6', '7', '8', '9'].map((regId) =>
        gateway.query(`{ sipLine(configId: "${regId}") { title } }`),
      ),
    );
    const shared = await read('gateway_shared_reads_total');
    expect(shared['method=voximplant.sip.get']).toBeGreaterThanOrEqual(1);
    const unsent = await read('gateway_unsent_commands_total');
    expect(unsent['reason=too-slow']).toBeGreaterThanOrEqual(1);
  });

  it('exchanges of tokens', async () => {
    await start();
    await using application = await startApplication({ environment: MEASURED });
    await application.install();
    expect(await valuesOf(application.gateway.app, 'gateway_token_refreshes_total')).toEqual({
      'outcome=granted': 1,
    });
    application.portal.portal.faults.inject({ kind: 'body', status: 502, on: 'oauth/token', times: 5 });
    await application.sendEvent(application.other.portal.installApplication());
    const after = await valuesOf(application.gateway.app, 'gateway_token_refreshes_total');
    expect(Object.values(after).reduce((sum, count) => sum + count, 0)).toBe(2);
  });
});

describe('the metrics show at the moment', () => {
  it('the queue, the requests in flight, the rate bucket and the portals', async () => {
    // It all but stands, so that the bucket stays as full as it becomes.
    const clock = hurriedClock(0.001);
    await start({ environment: { BITRIX24_RATE_LIMIT: '3/1' }, app: { clock } });
    expect(await read('gateway_portals')).toEqual({ '': 1 });
    expect(await read('gateway_rate_bucket_level')).toEqual({ '': 0 });
    gateway.emulator.portal.faults.inject({ kind: 'hang', times: Infinity });
    const abort = new AbortController();
    const body = JSON.stringify({ query: '{ sipConnector { freeMinutes } telephonyVoices { id } }' });
    const asked = gateway
      .send({ method: 'POST', headers: { 'content-type': 'application/json' }, body, signal: abort.signal })
      .catch(() => undefined);
    await expect.poll(() => read('gateway_requests_in_flight')).not.toEqual({ '': 0 });
    expect((await read('gateway_rate_bucket_level'))['']).toBeGreaterThan(0);
    expect(Object.keys(await read('gateway_queue_length'))).toEqual(['']);
    abort.abort();
    await asked;
  });

  it('operating seconds by method, as the portal reports them', async () => {
    await start({ emulator: { latency: 'realistic' } });
    await gateway.query(SIP_LINE, { configId: '1' });
    const seconds = await read('gateway_operating_seconds');
    expect(Object.keys(seconds)).toEqual(['method=voximplant.sip.get']);
  });

  it('lines of the log that were dropped, and the event loop', async () => {
    await start({ app: { logDestination: { write: () => undefined, dropped: () => 3 } } });
    expect(await read('gateway_log_lines_dropped_total')).toEqual({ '': 3 });
    expect(await read('gateway_log_lines_dropped_total')).toEqual({ '': 3 });
    const metrics = await readMetrics(gateway.app);
    expect([...metrics.keys()]).toEqual(
      expect.arrayContaining(['nodejs_eventloop_lag_p99_seconds', 'process_resident_memory_bytes']),
    );
  });
});
