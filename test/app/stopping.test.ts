import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { getIntrospectionQuery } from 'graphql';
import { describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { MEASURED, readMetrics, valuesOf } from '../support/metrics.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';
import { slowPortalClock } from '../support/slow-portal-clock.ts';
import { steppedClock, type SteppedClock } from '../support/stepped-clock.ts';

/** Sends operations on one connection, without waiting for responses. */
function pipeline({ url }: TestGateway, operations: readonly string[]): Socket {
  const { host, port } = new URL(url);
  const requests = operations.map((query) => {
    const body = JSON.stringify({ query });
    return `POST /graphql HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: ${String(body.length)}\r\n\r\n${body}`;
  });
  const socket = connect(Number(port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(requests.join(''));
  return socket;
}

/** Closes a gateway while a few seconds pass. Returns whether it finished everything. */
async function closing({ app }: TestGateway, clock: SteppedClock): Promise<boolean> {
  const endsAt = clock.now() + 10_000;
  let isClosed = false;
  const closed = app.close().finally(() => (isClosed = true));
  const pass = () => {
    if (clock.now() < endsAt) clock.advance(100);
    return isClosed;
  };
  await expect.poll(pass, { interval: 10, timeout: 30_000 }).toBe(true);
  return closed;
}

describe('a gateway that is closed', () => {
  it('is not ready but serves, until its delay is over', async () => {
    const clock = steppedClock();
    await using gateway = await startGateway({
      environment: { GATEWAY_DRAIN_DELAY_MS: '5000' },
      app: { clock },
    });
    const closed = gateway.app.close();
    const ready = await fetch(new URL('/health/ready', gateway.url));
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({ status: 'stopping' });
    const answer = await gateway.query('{ __typename }');
    expect(answer.data).toEqual({ __typename: 'Query' });
    // The client finds another replica for its next request.
    expect(answer.headers.get('connection')).toBe('close');
    clock.advance(5_000);
    expect(await closed).toBe(true);
    await expect(gateway.query('{ __typename }')).rejects.toThrow('ECONNREFUSED');
  });

  it('refuses in words what was half through, and cuts what does not arrive', async () => {
    const clock = steppedClock();
    await using gateway = await startGateway({ app: { clock } });
    const { host, port } = new URL(gateway.url);
    const body = JSON.stringify({ query: '{ __typename }' });
    const open = () => {
      const socket = connect(Number(port), '127.0.0.1');
      socket.write(
        `POST /graphql HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: ${String(body.length)}\r\n\r\n`,
      );
      return socket;
    };
    const [late, never] = [open(), open()];
    // Connections are accepted in their order, so these are there once a later one is served.
    await gateway.query('{ __typename }');
    const closed = gateway.app.close();
    late.write(body);
    expect(await text(late)).toMatch(/^HTTP\/1\.1 503 [^]*"code":"SHUTTING_DOWN"/);
    const cut = text(never).catch(() => 'cut');
    clock.advance(1_000);
    expect(await closed).toBe(true);
    expect(await cut).not.toContain('HTTP');
  });

  it('does not wait for clients that read no responses, and takes none for unfinished work', async () => {
    const clock = steppedClock();
    await using gateway = await startGateway({ app: { clock } });
    // More than the buffers of the system hold.
    const socket = pipeline(gateway, Array<string>(100).fill(getIntrospectionQuery())).pause();
    await expect.poll(() => gateway.log()).toContain('"msg":"operation"');
    expect(await closing(gateway, clock)).toBe(true);
    expect(gateway.log()).not.toContain('cut off');
    socket.destroy();
  });

  it('does not wait for responses behind the one whose client hung up', async () => {
    const clock = steppedClock();
    await using gateway = await startGateway({ app: { clock } });
    const { journal, faults } = gateway.emulator.portal;
    faults.inject({ kind: 'hang', on: 'voximplant.sip.get' });
    const socket = pipeline(gateway, ['{ sipLines { totalCount } }', '{ __typename }', '{ __typename }']);
    await expect.poll(() => gateway.log().match(/"msg":"operation"/g)).toHaveLength(2);
    await expect.poll(() => journal.entries('voximplant.sip.get')).toHaveLength(1);
    socket.destroy();
    await expect.poll(() => gateway.log().match(/"msg":"operation"/g)).toHaveLength(3);
    expect(await closing(gateway, clock)).toBe(true);
  });

  it('starts no field of a mutation that it may have no time for, and settles those that were sent', async () => {
    const { arrived, release, clock } = slowPortalClock();
    await using gateway = await startGateway({
      // Less than a write may take.
      environment: { GATEWAY_DRAIN_TIMEOUT_MS: '30000' },
      emulator: { clock },
    });
    const { portal } = gateway.emulator;
    portal.faults.inject({ kind: 'slow', on: 'voximplant.sip.add', delayMs: 1 });
    const answer = gateway.query(
      'mutation ($a: AddSipLineInput!, $b: AddSipLineInput!) { a: addSipLine(input: $a) { title } b: addSipLine(input: $b) { title } }',
      { a: { ...NEW_LINE, title: 'First' }, b: { ...NEW_LINE, title: 'Second' } },
    );
    await arrived;
    const closed = gateway.app.close();
    release();
    const { data, errors } = await answer;
    expect(data).toEqual({ a: { title: 'First' }, b: null });
    expect(errors).toMatchObject([{ path: ['b'], extensions: { code: 'SHUTTING_DOWN', retryable: false } }]);
    expect(await closed).toBe(true);
    expect(portal.lines().map(({ title }) => title)).toEqual(['First']);
  });

  it('serves its metrics until everything is finished', async () => {
    const clock = steppedClock();
    await using gateway = await startGateway({ environment: MEASURED, app: { clock } });
    gateway.emulator.portal.faults.inject({ kind: 'hang', on: 'voximplant.sip.add' });
    const cut = gateway.query(ADD_SIP_LINE, { input: NEW_LINE }).catch(() => 'cut');
    await expect.poll(() => gateway.emulator.portal.journal.entries('voximplant.sip.add')).toHaveLength(1);
    const closed = gateway.app.close();
    expect(await valuesOf(gateway.app, 'gateway_requests_in_flight')).toEqual({ '': 1 });
    clock.advance(60_000);
    await closed;
    await cut;
    await expect(readMetrics(gateway.app)).rejects.toThrow();
  });

  it('cuts what is left when its time is over, and says so', async () => {
    const clock = steppedClock();
    await using gateway = await startGateway({
      environment: { GATEWAY_DRAIN_TIMEOUT_MS: '3000' },
      app: { clock },
    });
    gateway.emulator.portal.faults.inject({ kind: 'hang', on: 'voximplant.sip.add' });
    const cut = gateway.query(ADD_SIP_LINE, { input: NEW_LINE }).catch(() => 'cut');
    await expect.poll(() => gateway.emulator.portal.journal.entries('voximplant.sip.add')).toHaveLength(1);
    const closed = gateway.app.close();
    clock.advance(3_000);
    expect(await closed).toBe(false);
    expect(await cut).toBe('cut');
    expect(gateway.log()).toContain('The shutdown timed out');
  });
});
