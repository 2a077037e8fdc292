import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/** What comes of a request for a tunnel: the tunnel, or a refusal with a status. */
export type TunnelAnswer = 'open' | number;

/** An HTTP proxy that opens tunnels with CONNECT, all of them to this machine, whatever host they are for. */
export interface ConnectProxy extends AsyncDisposable {
  readonly origin: string;
  /** What it was asked for, and with which credentials. */
  readonly tunnels: readonly { readonly target: string; readonly authorization: string | undefined }[];
  /** How it answers from now on. */
  answer(answer: TunnelAnswer): void;
  /** Cuts the tunnels that are open. */
  cut(): void;
}

export async function startConnectProxy(): Promise<ConnectProxy> {
  const tunnels: { target: string; authorization: string | undefined }[] = [];
  const sockets = new Set<Socket>();
  let how: TunnelAnswer = 'open';
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  };
  const server = createServer();
  server.on('connection', keep);
  server.on('connect', ({ url = '', headers }, client: Socket) => {
    tunnels.push({ target: url, authorization: headers['proxy-authorization'] });
    if (how !== 'open') {
      client.end(`HTTP/1.1 ${how} Any\r\ncontent-type: application/json\r\n\r\n{"result":true}`);
      return;
    }
    const portal = connect(Number(url.split(':').at(-1)), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      portal.pipe(client).pipe(portal);
    });
    keep(portal);
    portal.on('close', () => client.destroy());
    client.on('close', () => portal.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    origin: `http://127.0.0.1:${port}`,
    tunnels,
    answer: (next) => (how = next),
    cut,
    async [Symbol.asyncDispose]() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
