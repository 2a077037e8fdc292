import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';

/** How long a connection may be idle to be as good as a new one, and a little more. */
const STALE_MS = 1_100;

let gateway: TestGateway;
let proxy: Server;
/** What went through each connection to the portal, in order. */
let connections: { sent: string }[];
/** Connections up to this one are closed, without a response, by the next request on them. */
let staleUpTo: number;
const sockets = new Set<Socket>();

beforeEach(async () => {
  connections = [];
  staleUpTo = 0;
  proxy = createServer();
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  gateway = await startGateway({
    webhookUrl: (emulator) => {
      proxy.on('connection', (socket) => {
        forward(socket, Number(new URL(emulator.origin).port));
      });
      const { port } = proxy.address() as AddressInfo;
      return emulator.webhookUrl.replace(/:\d+\//, `:${port}/`);
    },
  });
});

afterEach(async () => {
  await gateway.close();
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => proxy.close(resolve));
});

function forward(socket: Socket, port: number): void {
  const connection = { sent: '' };
  const place = connections.push(connection);
  const portal = connect(port, '127.0.0.1');
  for (const each of [socket, portal]) {
    sockets.add(each);
    each.on('error', () => undefined).on('close', () => sockets.delete(each));
  }
  socket.on('close', () => portal.destroy());
  portal.on('close', () => socket.destroy());
  portal.pipe(socket);
  socket.on('data', (part: Buffer) => {
    connection.sent += part.toString('latin1');
    if (place <= staleUpTo) socket.destroy();
    else portal.write(part);
  });
}

const CALLS = [
  [
    'startCallback',
    'voximplant.callback.start',
    `mutation { startCallback(input: { lineId: "74951234567", phoneNumber: "+79061234567", text: "Hello" }) { callId } }`,
  ],
  [
    'startInfoCall',
    'voximplant.infocall.startwithtext',
    `mutation { startInfoCall(input: { lineId: "74951234567", phoneNumber: "+79061234567", text: "Hello" }) { callId } }`,
  ],
] as const;

describe.each(CALLS)('%s', (name, method, operation) => {
  it('is sent on a fresh connection, so that a stale one leaves no doubt whether a phone rings', async () => {
    gateway.emulator.portal.addRentedNumber({ number: '74951234567' });
    expect((await gateway.query('{ sipLines { totalCount } }')).errors).toBeUndefined();
    expect(connections).toHaveLength(1);
    await sleep(STALE_MS);
    staleUpTo = connections.length;
    const { data, errors } = await gateway.query(operation);
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ [name]: { callId: expect.any(String) as string } });
    expect(connections[0]?.sent).not.toContain(method);
    expect(connections[1]?.sent).toContain(method);
    expect(gateway.emulator.portal.journal.entries(method)).toHaveLength(1);
  });

  it('is sent on a new connection even right after another request', async () => {
    gateway.emulator.portal.addRentedNumber({ number: '74951234567' });
    await gateway.query('{ sipLines { totalCount } }');
    staleUpTo = connections.length;
    const { data, errors } = await gateway.query(operation);
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ [name]: { callId: expect.any(String) as string } });
    expect(connections[0]?.sent).not.toContain(method);
  });
});
