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

/** A server that never responds, with a limit of its own. */
async function serve(maxConnections: number, remoteOf?: (address: string) => string) {
  const server = createServer();
  if (remoteOf)
    server.on('connection', (socket) => {
      Object.defineProperty(socket, 'remoteAddress', { value: remoteOf(socket.remoteAddress ?? '') });
    });
  let time = 0;
  const now = () => (time += 1);
  limitConnections(server, { maxConnections, trustedProxies: [], logger: SILENT, now });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** The places of those that the server has closed. */
const closedOf = (connections: readonly ClientConnection[]) =>
  connections.flatMap(({ isClosed }, place) => (isClosed() ? [place] : []));

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
    for (let n = 11; n <= 15; n += 1) {
      expect(await statusesOf(await open(1, `127.0.0.${n}`))).toEqual([200]);
    }
    // Each has one left, the one that was used last.
    expect(held.map(({ isClosed }) => isClosed())).toEqual(Array<boolean[]>(5).fill([true, false]).flat());
    // Of those who have as many as a newcomer will have, whoever has been idle longest gives way.
    expect(await statusesOf(await open(1, '127.0.0.16'))).toEqual([200]);
    expect(await statusesOf(held.filter((_, index) => index % 2 === 1))).toEqual([
      undefined,
      ...Array<number>(4).fill(200),
    ]);
  });

  it('of those who have the most are replaced first, also by their own', async () => {
    await start(12);
    const many = await open(3, '127.0.0.1');
    const few = [];
    for (let n = 2; n <= 10; n += 1) few.push(...(await open(1, `127.0.0.${n}`)));
    expect(await statusesOf([...few, ...many])).toEqual(Array<number>(12).fill(200));
    expect(await statusesOf(await open(2, '127.0.0.11'))).toEqual([200, 200]);
    expect(await statusesOf(await open(1, '127.0.0.11'))).toEqual([200]);
    expect(many.map(({ isClosed }) => isClosed())).toEqual([true, true, false]);
    expect(few.some(({ isClosed }) => isClosed())).toBe(false);
  });

  it('that wait for a response are not replaced', async () => {
    await start(10);
    const { server: waiting, url } = await serve(10);
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

  it('of thousands of addresses in one IPv6 /48 are half of all at most, and give way to any newcomer', async () => {
    await start(10);
    // 127.x.y.z is the address 2001:db8:x:y::z, so y is a /64 of the /48 x.
    const { server, url } = await serve(20, (address) =>
      address.replace(/^127\.(\d+)\.(\d+)\.(\d+)$/, '2001:db8:$1:$2::$3'),
    );
    const openFrom = async (address: string) => {
      const connected = once(server, 'connection');
      const connection = await openConnection(url, address);
      await connected;
      opened.push(connection);
      return connection;
    };
    const silent: ClientConnection[] = [];
    for (let n = 0; n < 14; n += 1) silent.push(await openFrom(`127.1.${n}.1`));
    await expect.poll(() => closedOf(silent)).toEqual([0, 1, 2, 3]);
    // Others fill what is left, and then take from the /48 as long as it has more.
    const others: ClientConnection[] = [];
    for (let n = 0; n < 15; n += 1) others.push(await openFrom(`127.${2 + n}.0.1`));
    await expect.poll(() => closedOf(silent)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(others.some(({ isClosed }) => isClosed())).toBe(false);
    server.closeAllConnections();
    server.close();
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
