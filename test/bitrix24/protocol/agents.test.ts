import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { createAgents } from '../../../src/bitrix24/protocol/agents.ts';

const KEPT_MS = 20;
const closings: (() => void)[] = [];
afterEach(() => {
  for (const close of closings.splice(0)) close();
});

/** A portal that keeps connections for minutes, and a gateway that keeps idle ones for milliseconds. */
async function start() {
  const server = createServer({ keepAliveTimeout: 600_000 }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const agents = createAgents({}, undefined, undefined, () => performance.now(), KEPT_MS);
  closings.push(
    () => {
      agents.close();
    },
    () => server.close(),
  );
  return { server, send: () => get({ port, host: '127.0.0.1', agent: agents.http }) };
}

describe('the connections to a portal', () => {
  it('are closed when nobody has used them for a while, whatever the portal does', async () => {
    const { server, send } = await start();
    server.on('request', (_request: IncomingMessage, response: ServerResponse) => response.end('answer'));
    const connected = once(server, 'connection') as Promise<[Socket]>;
    const [response] = (await once(send(), 'response')) as [IncomingMessage];
    const [socket] = await connected;
    const closed = once(socket, 'close');
    expect(await text(response)).toBe('answer');
    await closed;
  });

  it('stay open for as long as a response is awaited', async () => {
    const { server, send } = await start();
    let respond = () => undefined as unknown;
    server.on('request', (_request: IncomingMessage, response: ServerResponse) => {
      respond = () => response.end('answer');
    });
    const arrived = once(server, 'request');
    const request = send();
    const answered = once(request, 'response') as Promise<[IncomingMessage]>;
    const [socket] = (await once(request, 'socket')) as [Socket];
    const idle = once(socket, 'timeout');
    await arrived;
    await idle;
    respond();
    const [response] = await answered;
    expect(await text(response)).toBe('answer');
  });
});
