import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from '../observability/logger.ts';
import { networkOf } from './client-address.ts';
import { isProxyIn } from './trusted-proxy-list.ts';
import { whenClosed } from './when-closed.ts';

/** The part of all connections that one address may have. */
const SHARE_OF_ADDRESS = 1 / 4;

/** How often it is logged that connections were closed, in milliseconds. */
const LOG_EVERY_MS = 60_000;

export interface ConnectionLimitOptions {
  readonly maxConnections: number;
  /** Addresses and networks whose connections are those of many clients. */
  readonly trustedProxies: readonly string[];
  readonly logger: Logger;
  /** Milliseconds that never go back. */
  readonly now: () => number;
}

interface Connection {
  readonly socket: Socket;
  /** Of a client; undefined for proxies. */
  readonly address: string | undefined;
  /** Requests whose headers have been read and whose responses are not complete. */
  readonly requests: Set<IncomingMessage>;
}

/**
 * Bounds the connections of a server, in total and for each client address. When there are as many as there may be, a
 * newcomer replaces an idle one of the address that has the most, unless that is its own: a few addresses with many
 * connections do not keep others out. What is too much is closed without a word, and no connection that waits for a
 * response is.
 */
export function limitConnections(server: Server, options: ConnectionLimitOptions): void {
  const { maxConnections, logger, now } = options;
  const maxOfAddress = Math.max(1, Math.floor(maxConnections * SHARE_OF_ADDRESS));
  const isProxy = isProxyIn(options.trustedProxies);
  const open = new Map<Socket, Connection>();
  const byAddress = new Map<string, Set<Connection>>();
  let closed = 0;
  let loggedAt = -Infinity;

  function close(socket: Socket): void {
    socket.destroy();
    closed += 1;
    if (now() - loggedAt < LOG_EVERY_MS) return;
    logger.warn({ closed, maxConnections, maxOfAddress }, 'connections were closed: there were too many');
    loggedAt = now();
    closed = 0;
  }

  function forget(connection: Connection): void {
    open.delete(connection.socket);
    const { address } = connection;
    if (address === undefined) return;
    const alike = byAddress.get(address);
    alike?.delete(connection);
    if (alike?.size === 0) byAddress.delete(address);
  }

  /**
   * An idle connection of the address with the most that has one, among those with more than a newcomer's would have.
   */
  function replaceable(newcomer: string | undefined): Connection | undefined {
    const own = newcomer === undefined ? 0 : (byAddress.get(newcomer)?.size ?? 0);
    const larger = [...byAddress.values()].filter(({ size }) => size > own + 1);
    for (const alike of larger.toSorted((one, other) => other.size - one.size)) {
      const idle = [...alike].find(isIdle);
      if (idle) return idle;
    }
    return undefined;
  }

  server.on('connection', (socket: Socket) => {
    const remote = socket.remoteAddress ?? '';
    const address = isProxy(remote) ? undefined : networkOf(remote);
    const alike = address === undefined ? undefined : (byAddress.get(address) ?? new Set<Connection>());
    if (alike && alike.size >= maxOfAddress) {
      close(socket);
      return;
    }
    if (open.size >= maxConnections) {
      const replaced = replaceable(address);
      if (!replaced) {
        close(socket);
        return;
      }
      forget(replaced);
      close(replaced.socket);
    }
    const connection: Connection = { socket, address, requests: new Set() };
    open.set(socket, connection);
    if (address !== undefined && alike) byAddress.set(address, alike.add(connection));
    socket.once('close', () => {
      forget(connection);
    });
  });

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const connection = open.get(request.socket);
    if (!connection) return;
    connection.requests.add(request);
    whenClosed(response, () => {
      connection.requests.delete(request);
    });
  });
}

/** Whether no response is waited for: a client that has not sent its whole request is not waiting yet. */
function isIdle({ requests }: Connection): boolean {
  return [...requests].every(({ complete }) => !complete);
}
