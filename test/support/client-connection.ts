import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection to a server on this machine that does nothing by itself. */
export interface ClientConnection {
  readonly socket: Socket;
  /** Whether the server has closed it. */
  readonly isClosed: () => boolean;
  readonly closed: Promise<unknown>;
  /** Sends a request and returns its status; undefined if the connection is closed instead. */
  readonly statusOf: (request: string) => Promise<number | undefined>;
}

/** Opens a connection from an address of this machine: all of 127.0.0.0/8 are. */
export async function openConnection(url: string, localAddress = '127.0.0.1'): Promise<ClientConnection> {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', localAddress });
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await Promise.race([once(socket, 'connect'), closed]);
  return {
    socket,
    closed,
    isClosed: () => socket.closed,
    async statusOf(request) {
      if (socket.writable) socket.write(request);
      const answered = once(socket, 'data').then(([chunk]) =>
        Number(/^HTTP\/1.1 (\d+)/.exec(String(chunk))?.[1]),
      );
      return Promise.race([answered, closed.then(() => undefined)]);
    },
  };
}

export const HEALTH_REQUEST = 'GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
