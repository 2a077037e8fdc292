import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startApplication } from '../support/application.ts';
import {
  KIND,
  startCollector,
  startTracedGateway,
  tracedTo,
  type Collector,
  type ReceivedSpan,
  type TracedGatewayOptions,
} from '../support/collector.ts';
import type { TestGateway } from '../support/gateway.ts';
import { hurriedClock } from '../support/hurried-clock.ts';
import { linesOf } from '../support/log-lines.ts';
import { MEASURED, valuesOf } from '../support/metrics.ts';
import { ADD_SIP_LINE, NEW_LINE, SIP_LINE } from '../support/operations.ts';
import { skippingClock } from '../support/skipping-clock.ts';

let collector: Collector;
let gateway: TestGateway | undefined;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
  await collector[Symbol.asyncDispose]();
});

async function start(options: TracedGatewayOptions = {}): Promise<TestGateway> {
  gateway = await startTracedGateway(collector, options);
  return gateway;
}

/** All spans, once the gateway has stopped. */
async function spans(): Promise<ReceivedSpan[]> {
  await gateway?.app.close();
  return collector.spans();
}

const named = (all: readonly ReceivedSpan[], name: string) => all.filter((span) => span.name === name);
function only(all: readonly ReceivedSpan[], name: string): ReceivedSpan {
  const found = named(all, name);
  expect(found, name).toHaveLength(1);
  const [span] = found;
  if (!span) throw new Error(`no ${name}`);
  return span;
}

/** The names of what a span is part of, from the outermost on. */
function pathOf(span: ReceivedSpan, all: readonly ReceivedSpan[]): string[] {
  const parent = all.find(({ spanId }) => spanId === span.parentSpanId);
  return parent ? [...pathOf(parent, all), parent.name] : [];
}

const ADD_SIP_LINES = 'mutation ($inputs: [AddSipLineInput!]!) { addSipLines(inputs: $inputs) { configId } }';

const idOf = (n: number, digits: number) => n.toString(16).padStart(digits, '0');
const traceparent = (n: number, flags = '01') => `00-${idOf(n, 32)}-${idOf(n, 16)}-${flags}`;

describe('the trace of a request', () => {
  it('leads from the request by the field and the queue to the calls', async () => {
    const { query } = await start();
    const added = await query(ADD_SIP_LINE, { input: NEW_LINE });
    const requestId = added.headers.get('x-request-id');
    const all = await spans();
    expect(new Set(all.map(({ traceId }) => traceId)).size).toBe(1);
    const request = only(all, 'POST /graphql');
    expect(request).toMatchObject({
      kind: KIND.server,
      parentSpanId: undefined,
      error: undefined,
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/graphql',
        'url.path': '/graphql',
        'url.scheme': 'http',
        'http.response.status_code': 200,
        'graphql.operation.type': 'mutation',
        'graphql.operation.name': 'Add',
        'gateway.request_id': requestId,
      },
    });
    const field = only(all, 'Mutation.addSipLine');
    expect(field).toMatchObject({ kind: KIND.internal, parentSpanId: request.spanId, error: undefined });
    const queued = only(all, 'queue voximplant.sip.add');
    const call = only(all, 'POST /rest/voximplant.sip.add');
    for (const span of [queued, call]) {
      expect(pathOf(span, all)).toEqual(['POST /graphql', 'Mutation.addSipLine']);
      expect(span.attributes).toMatchObject({
        'bitrix24.method': 'voximplant.sip.add',
        'gateway.portal_key': expect.any(String) as string,
      });
    }
    expect(queued).toMatchObject({ kind: KIND.internal, attributes: { 'gateway.lane': 'interactive' } });
    expect(call).toMatchObject({
      kind: KIND.client,
      attributes: {
        'http.request.method': 'POST',
        'url.template': '/rest/voximplant.sip.add',
        'bitrix24.ran_seconds': expect.any(Number) as number,
      },
    });
    expect(request.endsAt).toBeGreaterThan(request.startsAt);
    expect(call.endsAt).toBeGreaterThan(call.startsAt);
    expect(all).toHaveLength(4);
    expect(collector.resource()).toMatchObject({
      'service.name': 'bitrix24-telephony-gateway',
      'service.version': expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
      'service.instance.id': expect.any(String) as string,
    });
    expect(collector.requests.map(({ path }) => path)).toEqual(['/v1/traces']);
  });

  it('has a span for each root field, with what the fields below it call', async () => {
    const { query, emulator } = await start();
    const { regId, configId } = emulator.portal.addLineOfPerson({ type: 'cloud', title: 'One' });
    expect(regId).toBeDefined();
    await query(
      `{ one: sipLine(configId: "${String(configId)}") { registration { status } } ...Other }
       fragment Other on Query { sipConnector { freeMinutes } }`,
    );
    const all = await spans();
    const below = (name: string) =>
      all
        .filter((span) => pathOf(span, all).at(-1) === name && span.kind === KIND.client)
        .map(({ name }) => name);
    expect(below('Query.sipLine')).toEqual([
      'POST /rest/voximplant.sip.get',
      'POST /rest/voximplant.sip.status',
    ]);
    expect(below('Query.sipConnector')).toEqual(['POST /rest/voximplant.sip.connector.status']);
    const field = only(all, 'Query.sipLine');
    expect(field.endsAt).toBeGreaterThanOrEqual(only(all, 'POST /rest/voximplant.sip.status').endsAt - 2e6);
  });

  it('is that of the caller, if the request names one', async () => {
    const { send } = await start();
    const ask = (headers: Record<string, string>) =>
      send({
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{"query":"{ __typename }"}',
      });
    await ask({ traceparent: traceparent(0xabc), tracestate: 'vendor=1' });
    // The caller has decided that this one is not recorded.
    await ask({ traceparent: traceparent(0xdef, '00') });
    await ask({ traceparent: 'nonsense' });
    const all = await spans();
    expect(all).toHaveLength(2);
    expect(all[0]).toMatchObject({ traceId: idOf(0xabc, 32), parentSpanId: idOf(0xabc, 16) });
    expect(all[1]?.parentSpanId).toBeUndefined();
  });

  it('shows which field failed, with its code, and which call', async () => {
    const { query } = await start();
    await query(ADD_SIP_LINE, { input: NEW_LINE });
    await query(ADD_SIP_LINE, { input: NEW_LINE });
    const all = await spans();
    const failed = all.filter(({ error }) => error !== undefined);
    expect(failed).toMatchObject([
      {
        name: 'POST /rest/voximplant.sip.add',
        error: 'portal-error',
        attributes: {
          'error.type': 'portal-error',
          'bitrix24.error': 'TITLE_EXISTS',
          'http.response.status_code': 400,
        },
      },
      {
        name: 'Mutation.addSipLine',
        error: 'TITLE_EXISTS',
        attributes: { 'error.type': 'TITLE_EXISTS' },
      },
    ]);
  });

  it('ends where the request was refused, and holds nothing of its address', async () => {
    const { send, query, url } = await start();
    await send({ method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' });
    await query('{ nothing }');
    await fetch(`${url}?query=${encodeURIComponent('query Sentinel { sentinel: __typename }')}`, {
      headers: { 'apollo-require-preflight': 'yes' },
    });
    await fetch(new URL('/health/live', url));
    const all = await spans();
    expect(all.map(({ name, attributes }) => [name, attributes['http.response.status_code']])).toEqual([
      ['POST /graphql', 415],
      ['POST /graphql', 400],
      ['GET /graphql', 200],
    ]);
    expect(all[1]?.attributes).toMatchObject({ 'gateway.refused': 'graphql-validation-failed' });
    expect(JSON.stringify(all)).not.toContain('sentinel');
  });

  it('begins with an event of a portal too', async () => {
    await using application = await startApplication({ environment: tracedTo(collector) });
    vi.unstubAllEnvs();
    await application.install();
    await application.gateway.app.close();
    expect(only(collector.spans(), 'POST /bitrix24/install')).toMatchObject({
      kind: KIND.server,
      attributes: { 'http.response.status_code': 200 },
    });
    for (const { body } of collector.requests) expect(body).not.toMatch(/token|auth\[/);
  });

  it('goes on without its client, until what it has sent is done', async () => {
    const { emulator, url } = await start();
    const { portal } = emulator;
    portal.faults.inject({ kind: 'slow', delayMs: 300, on: 'voximplant.sip.add' });
    const controller = new AbortController();
    const asked = fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: ADD_SIP_LINE, variables: { input: NEW_LINE } }),
      signal: controller.signal,
    }).catch(() => undefined);
    await expect.poll(() => portal.journal.entries('voximplant.sip.add')).toHaveLength(1);
    controller.abort();
    await asked;
    const all = await spans();
    const request = only(all, 'POST /graphql');
    expect(request.attributes).toMatchObject({ 'error.type': 'client-gone' });
    expect(only(all, 'POST /rest/voximplant.sip.add').error).toBeUndefined();
    expect(request.endsAt).toBeGreaterThanOrEqual(only(all, 'Mutation.addSipLine').startsAt);
  });

  it('is not mixed with those of others, however many wait in the same queue', async () => {
    const { send } = await start({
      environment: { BITRIX24_RATE_LIMIT: '2/20' },
      app: { clock: hurriedClock(10) },
    });
    const count = 24;
    await Promise.all(
      Array.from({ length: count }, (_, index) =>
        send({
          method: 'POST',
          headers: { 'content-type': 'application/json', traceparent: traceparent(index + 1) },
          body: JSON.stringify({ query: SIP_LINE, variables: { configId: String(index + 1) } }),
        }),
      ),
    );
    const all = await spans();
    for (let n = 1; n <= count; n += 1) {
      const own = all.filter(({ traceId }) => traceId === idOf(n, 32));
      const isCall = (span: ReceivedSpan) => /^(POST \/rest\/)?voximplant\.sip\.get$/.test(span.name);
      expect(
        own
          .filter(({ name }) => name !== 'POST /rest/batch' && !name.startsWith('queue'))
          .map(({ name }) => name)
          .sort(),
        `${n}`,
      ).toEqual([own.find(isCall)?.name, 'POST /graphql', 'Query.sipLine'].sort());
      for (const span of own.filter(isCall))
        expect(pathOf(span, own)).toEqual(['POST /graphql', 'Query.sipLine']);
    }
  });
});

describe('a batch', () => {
  it('is linked with the calls that it carries, and belongs to their request', async () => {
    const { query } = await start({ environment: { BITRIX24_RATE_LIMIT: '5/9' } });
    const inputs = Array.from({ length: 12 }, (_, index) => ({ ...NEW_LINE, title: `Line ${index}` }));
    await query(ADD_SIP_LINES, {
      inputs,
    });
    const all = await spans();
    const batches = named(all, 'POST /rest/batch');
    expect(batches.length).toBeGreaterThan(0);
    for (const batch of batches) {
      expect(batch.kind).toBe(KIND.client);
      expect(pathOf(batch, all)).toEqual(['POST /graphql', 'Mutation.addSipLines']);
      const calls = all.filter(({ spanId }) => batch.links.includes(spanId));
      expect(calls).toHaveLength(Number(batch.attributes['gateway.batch.commands']));
      for (const call of calls) {
        expect(call.kind).toBe(KIND.internal);
        expect(call.links).toEqual([batch.spanId]);
        expect(pathOf(call, all)).toEqual(['POST /graphql', 'Mutation.addSipLines']);
      }
    }
  });

  it('of several requests has a trace of its own', async () => {
    const { query } = await start({
      environment: { BITRIX24_RATE_LIMIT: '1/1' },
      app: { clock: hurriedClock(4) },
    });
    const configIds = Array.from({ length: 20 }, (_, index) => String(index + 1));
    await Promise.all(configIds.map((configId) => query(SIP_LINE, { configId })));
    const all = await spans();
    const callsOf = (batch: ReceivedSpan) => all.filter(({ spanId }) => batch.links.includes(spanId));
    const tracesOf = (batch: ReceivedSpan) => new Set(callsOf(batch).map(({ traceId }) => traceId));
    const mixed = named(all, 'POST /rest/batch').filter((batch) => tracesOf(batch).size > 1);
    expect(mixed.length).toBeGreaterThan(0);
    for (const batch of mixed) {
      expect(batch.parentSpanId).toBeUndefined();
      expect(tracesOf(batch)).not.toContain(batch.traceId);
      for (const call of callsOf(batch)) expect(call.links).toEqual([batch.spanId]);
    }
  });
});

describe('a read that requests share', () => {
  it('is linked from the field that shares it', async () => {
    const { query } = await start({
      environment: { BITRIX24_RATE_LIMIT: '1/1' },
      app: { clock: hurriedClock(10) },
    });
    await Promise.all([query(SIP_LINE, { configId: '1' }), query(SIP_LINE, { configId: '1' })]);
    const all = await spans();
    const sharing = named(all, 'Query.sipLine').filter(({ events }) => events.includes('shared read'));
    expect(sharing).toHaveLength(1);
    const [link] = sharing[0]?.links ?? [];
    expect(all.find(({ spanId }) => spanId === link)?.name).toMatch(/voximplant\.sip\.get$/);
  });
});

describe('a read that one of its requests no longer waits for', () => {
  it('is cancelled in the trace of that request only', async () => {
    // It all but stands, so that the read waits until the test lets time pass.
    const clock = skippingClock(hurriedClock(0.001));
    const { app, query, send } = await start({
      environment: { ...MEASURED, BITRIX24_RATE_LIMIT: '1/1' },
      app: { clock },
    });
    await query(SIP_LINE, { configId: '1' });
    const ask = (n: number, signal: AbortSignal | null = null) =>
      send({
        method: 'POST',
        headers: { 'content-type': 'application/json', traceparent: traceparent(n) },
        body: JSON.stringify({ query: SIP_LINE, variables: { configId: '2' } }),
        signal,
      });
    const isQueued = async () => Object.values(await valuesOf(app, 'gateway_queue_length'));
    const shared = async () => Object.values(await valuesOf(app, 'gateway_shared_reads_total'));
    const controller = new AbortController();
    const first = ask(1);
    await expect.poll(isQueued).toEqual([1]);
    const second = ask(2, controller.signal).catch(() => 'gone');
    await expect.poll(shared).toEqual([1]);
    controller.abort();
    expect(await second).toBe('gone');
    await expect.poll(() => gateway?.log()).toContain('client-gone');
    clock.skip(2_000);
    expect((await first).errors).toBeUndefined();
    let all: readonly ReceivedSpan[] = [];
    void spans().then((received) => (all = received));
    // Stopping waits on this clock too.
    await expect
      .poll(() => {
        clock.skip(1_000);
        return all.length;
      })
      .toBeGreaterThan(0);
    const queuedIn = (n: number) =>
      named(all, 'queue voximplant.sip.get').filter(({ traceId }) => traceId === idOf(n, 32));
    expect(queuedIn(1).map(({ error }) => error)).toEqual([undefined]);
    expect(queuedIn(2).map(({ error }) => error)).toEqual(['cancelled']);
  });
});

describe('a write whose response was lost', () => {
  it('shows its lookups and that it was found', async () => {
    const { query, emulator } = await start({ app: { clock: hurriedClock(20) } });
    emulator.portal.faults.inject({ kind: 'drop', stage: 'after', on: 'voximplant.sip.add' });
    await query(ADD_SIP_LINE, { input: NEW_LINE });
    const all = await spans();
    expect(only(all, 'POST /rest/voximplant.sip.add').error).toBe('network-connection-lost');
    const settle = only(all, 'settle voximplant.sip.add');
    expect(settle).toMatchObject({ error: undefined, attributes: { 'gateway.settlement': 'succeeded' } });
    expect(pathOf(settle, all)).toEqual(['POST /graphql', 'Mutation.addSipLine']);
    const lookups = all.filter(({ parentSpanId }) => parentSpanId === settle.spanId);
    expect(lookups.map(({ name }) => name)).toEqual([
      'queue voximplant.sip.get',
      'POST /rest/voximplant.sip.get',
    ]);
    expect(only(all, 'Mutation.addSipLine').error).toBeUndefined();
  });

  it('shows its repeats', async () => {
    const { query, emulator } = await start({ app: { clock: hurriedClock(20) } });
    const { configId } = emulator.portal.addLineOfPerson({ type: 'cloud', title: 'One' });
    emulator.portal.faults.inject({ kind: 'drop', stage: 'before', on: 'voximplant.sip.delete' });
    await query(`mutation { deleteSipLine(configId: "${String(configId)}") { configId } }`);
    const all = await spans();
    const settle = only(all, 'settle voximplant.sip.delete');
    const deletes = named(all, 'POST /rest/voximplant.sip.delete');
    expect(deletes.map(({ parentSpanId }) => parentSpanId === settle.spanId)).toEqual([false, true]);
    expect(deletes.map(({ error }) => error)).toEqual(['network-connection-lost', undefined]);
  });

  it('shows that its outcome is not known', async () => {
    const clock = skippingClock();
    const { query, emulator } = await start({ app: { clock } });
    emulator.portal.faults.inject({ kind: 'drop', stage: 'before', on: 'voximplant.sip.add' });
    const added = query(ADD_SIP_LINE, { input: NEW_LINE });
    await expect.poll(() => emulator.portal.journal.entries('voximplant.sip.add')).toHaveLength(1);
    clock.skip(60_000);
    await added;
    const all = await spans();
    expect(only(all, 'settle voximplant.sip.add')).toMatchObject({
      error: 'outcome-unknown',
      attributes: { 'gateway.settlement': 'unknown' },
    });
    expect(only(all, 'Mutation.addSipLine').error).toBe('OUTCOME_UNKNOWN');
  });
});

it('a call that is sent again, and one that is never sent, are in the trace', async () => {
  const { query, emulator } = await start({
    environment: { BITRIX24_RATE_LIMIT: '1/1', BITRIX24_READ_DEADLINE_MS: '1000' },
  });
  emulator.portal.faults.inject({ kind: 'body', status: 502, contentType: 'text/html', body: 'x' });
  await Promise.all(
    ['1', '2', '3', '4', '5', '6', '7', '8'].map((configId) => query(SIP_LINE, { configId })),
  );
  const all = await spans();
  expect(all.filter(({ error, name }) => error === 'unreadable' && name.startsWith('POST'))).toHaveLength(1);
  const refused = named(all, 'queue voximplant.sip.get').filter(({ error }) => error === 'too-slow');
  expect(refused.length).toBeGreaterThan(0);
});

describe('a collector that', () => {
  it('is not there delays no request, and the stop by its own bound only', async () => {
    await collector[Symbol.asyncDispose]();
    const { query, app, log } = await start({ app: { clock: hurriedClock(100) } });
    expect((await query(SIP_LINE, { configId: '1' })).status).toBe(200);
    expect(await app.close()).toBe(true);
    expect(log()).toContain('"msg":"stopped"');
    collector = await startCollector();
  });

  it('never responds delays no request, and the stop by its own bound only', async () => {
    await using silent = await startCollector('never');
    gateway = await startTracedGateway(silent, {
      environment: { OTEL_BSP_SCHEDULE_DELAY: '1' },
      app: { clock: hurriedClock(100) },
    });
    for (let n = 0; n < 5; n += 1) await gateway.query(SIP_LINE, { configId: '1' });
    await expect.poll(() => silent.requests.length).toBeGreaterThanOrEqual(1);
    expect(await gateway.app.close()).toBe(true);
  });

  it('refuses spans is in the log once, and when it takes them again, without its address and its key', async () => {
    await using refusing = await startCollector(404);
    gateway = await startTracedGateway(
      { url: `${refusing.url}/sentinel` },
      {
        environment: {
          OTEL_BSP_SCHEDULE_DELAY: '1',
          OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20sentinel-key',
        },
      },
    );
    for (let n = 1; n <= 3; n += 1) {
      await gateway.query(SIP_LINE, { configId: '1' });
      await expect.poll(() => refusing.requests.length).toBeGreaterThanOrEqual(n);
    }
    refusing.respondWith(200);
    await gateway.query(SIP_LINE, { configId: '1' });
    await expect.poll(() => gateway?.log()).toContain('the collector takes spans again');
    await gateway.app.close();
    const lost = linesOf(gateway.log()).filter(({ msg }) => String(msg).startsWith('spans are lost'));
    expect(lost).toMatchObject([{ level: 'warn', spans: expect.any(Number) as number, reason: '404' }]);
    expect(gateway.log()).not.toContain('sentinel');
    expect(gateway.log()).not.toContain(new URL(refusing.url).host);
  });
});
