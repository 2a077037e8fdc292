import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { limitConnections } from '../../src/http/connection-limit.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { HEALTH_REQUEST, openConnection, type ClientConnection } from '../support/client-connection.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { listensOnOther, twoLocalhosts } from '../support/two-localhosts.ts';

const SILENT = createLogger('silent', [], new PassThrough());

let gateway: TestGateway;
let opened: ClientConnection[] = [];
afterEach(async () => {
  for (const { socket } of opened.splice(0)) socket.destroy();
  await gateway.close();
});

async function start(maxConnections: number, trustedProxies = '', host = '127.0.0.1'): Promise<void> {
  opened = [];
  gateway = await startGateway({
    environment: {
      GATEWAY_MAX_CONNECTIONS: String(maxConnections),
      GATEWAY_TRUSTED_PROXIES: trustedProxies,
      HOST: host,
    },
  });
}

async function open(count: number, address = '127.0.0.1'): Promise<ClientConnection[]> {
  const connections: ClientConnection[] = [];
  for (let n = 0; n < count; n += 1) connections.push(await openConnection(gateway.url, address));
  opened.push(...connections);
  return connections;
}

const statusesOf = (connections: readonly ClientConnection[]) =>
  Promise.all(connections.map(({ statusOf }) => statusOf(HEALTH_REQUEST)));

describe('connections', () => {
  it('of one address are a quarter of all at most, and nobody else pays for them', async () => {
    await start(20);
    const many = await open(8);
    expect(await statusesOf(many)).toEqual([...Array<number>(5).fill(200), ...Array<undefined>(3)]);
    expect(await statusesOf(await open(5, '127.0.0.2'))).toEqual(Array<number>(5).fill(200));
    expect(gateway.log()).toMatch(/"maxConnections":20,"maxOfAddress":5,.*connections were closed/);
    // There is room again once some are closed.
    const [first] = many;
    first?.socket.destroy();
    await expect.poll(async () => (await statusesOf(await open(1)))[0]).toBe(200);
  });

  it.each(['localhost', 'LOCALHOST'])(
    'are counted on the only address that HOST=%s listens on',
    async (host) => {
      using _localhosts = twoLocalhosts();
      await start(20, '', host);
      expect(gateway.url).toMatch(/^http:\/\/127\.0\.0\.1:/);
      expect(await statusesOf(await open(8))).toEqual([
        ...Array<number>(5).fill(200),
        ...Array<undefined>(3),
      ]);
      expect(await listensOnOther(gateway.url)).toBe(false);
    },
  );

  it('of newcomers replace idle ones of those who have more', async () => {
    await start(10);
    const held = [];
    for (let n = 1; n <= 5; n += 1) held.push(...(await open(2, `127.0.0.${n}`)));
    expect(await statusesOf(held)).toEqual(Array<number>(10).fill(200));
    // Nobody has fewer than one.
    for (let n = 11; n <= 15; n += 1) {
      expect(await statusesOf(await open(1, `127.0.0.${n}`))).toEqual([200]);
    }
    expect(await statusesOf(await open(1, '127.0.0.16'))).toEqual([undefined]);
    expect(held.filter(({ isClosed }) => !isClosed())).toHaveLength(5);
  });

  it('that wait for a response are not replaced', async () => {
    await start(10);
    const waiting = createServer();
    limitConnections(waiting, { maxConnections: 10, trustedProxies: [], logger: SILENT, now: () => 0 });
    await once(waiting.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(waiting.address() as AddressInfo).port}`;
    for (let n = 0; n < 10; n += 1) {
      const connection = await openConnection(url, `127.0.0.${1 + Math.floor(n / 2)}`);
      opened.push(connection);
      const arrived = once(waiting, 'request');
      void connection.statusOf(HEALTH_REQUEST);
      await arrived;
    }
    const late = await openConnection(url, '127.0.0.11');
    await late.closed;
    expect(opened.filter(({ isClosed }) => isClosed())).toEqual([]);
    waiting.closeAllConnections();
    waiting.close();
  });

  it('of clients that never finish their requests are replaced', async () => {
    await start(12);
    const unfinished = [];
    for (let n = 1; n <= 4; n += 1) unfinished.push(...(await open(3, `127.0.0.${n}`)));
    for (const { socket } of unfinished)
      socket.write(
        'POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
      );
    // The headers have arrived once a later request is served.
    expect(await statusesOf(await open(1, '127.0.0.11'))).toEqual([200]);
    for (let n = 12; n <= 15; n += 1) {
      expect(await statusesOf(await open(1, `127.0.0.${n}`))).toEqual([200]);
    }
    expect(unfinished.filter(({ isClosed }) => !isClosed())).toHaveLength(7);
  });

  it('of trusted proxies are bounded by the number of all only', async () => {
    await start(10, '127.0.0.1');
    const statuses = await statusesOf(await open(12));
    expect(statuses).toEqual([...Array<number>(10).fill(200), undefined, undefined]);
  });
});
