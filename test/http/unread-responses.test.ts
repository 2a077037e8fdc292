import { once } from 'node:events';
import type { Socket } from 'node:net';
import { fastify, type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { limitUnreadResponses } from '../../src/http/unread-responses.ts';
import { HEALTH_REQUEST, openConnection, type ClientConnection } from '../support/client-connection.ts';

/** More than the buffers of the system hold. */
const LARGE = 'x'.repeat(30 * 1024 * 1024);

let server: FastifyInstance;
let opened: ClientConnection[] = [];
afterEach(async () => {
  for (const { socket } of opened.splice(0)) socket.destroy();
  await server.close();
});

async function start(responseMs: number): Promise<string> {
  opened = [];
  server = fastify();
  limitUnreadResponses(server, { responseMs });
  server.get('/large', () => LARGE);
  server.get('/health/live', () => 'live');
  return server.listen({ port: 0, host: '127.0.0.1' });
}

/** Asks for something and reads nothing. Returns the server's side of the connection. */
async function ask(url: string, address: string, path = '/large'): Promise<Socket> {
  const accepted = once(server.server, 'connection') as Promise<[Socket]>;
  const connection = await openConnection(url, address);
  opened.push(connection);
  const sent = once(server.server, 'request');
  connection.socket.pause().write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
  await sent;
  const [socket] = await accepted;
  return socket;
}

describe('responses that nobody reads', () => {
  it('are given up after a time, and those that are read are not', async () => {
    const url = await start(500);
    const reader = await openConnection(url);
    opened.push(reader);
    expect(await reader.statusOf(HEALTH_REQUEST)).toBe(200);
    const stuck = await ask(url, '127.0.0.1');
    await once(stuck, 'close');
    expect(await reader.statusOf(HEALTH_REQUEST)).toBe(200);
  });

  it('are given up at once where they hold too much memory, those of whoever holds most of it first', async () => {
    const url = await start(600_000);
    const user = await ask(url, '127.0.0.1');
    const [oldest, second] = [await ask(url, '127.0.0.2'), await ask(url, '127.0.0.2')];
    // Together they hold more than they may, which the next response ends.
    await ask(url, '127.0.0.3', '/health/live');
    if (!oldest.closed) await once(oldest, 'close');
    expect([user.destroyed, oldest.destroyed, second.destroyed]).toEqual([false, true, false]);
  });
});
