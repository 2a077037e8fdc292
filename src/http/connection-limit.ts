import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { atMostEvery } from '../observability/at-most-every.ts';
import type { Logger } from '../observability/logger.ts';
import { networkOf, siteOf } from './client-address.ts';
import { isProxyIn } from './trusted-proxy-list.ts';
import { whenClosed } from './when-closed.ts';

/** The part of all connections that one address may have. */
const SHARE_OF_ADDRESS = 1 / 4;

/** The part that an IPv6 /48 may have. */
const SHARE_OF_SITE = 1 / 2;

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
  /** The network that one customer may have many addresses in; undefined for proxies. */
  readonly site: string | undefined;
  /** Requests whose headers have been read and whose responses are not complete. */
  readonly requests: Set<IncomingMessage>;
  /** When something happened on it last: it was opened, or a request or a response was. */
  usedAt: number;
}

/**
 * Bounds the connections of a server, in total, for each client address, and for each IPv6 /48, in which one customer may
 * have thousands of addresses. When there are as many as there may be, the one that has been idle longest gives way to a
 * newcomer: of the /48 that has the most, and within it of the address that has the most. So many idle connections keep
 * nobody out, wherever they come from. What is too much is closed without a word, and no connection that waits for a
 * response or belongs to a proxy is.
 */
export function limitConnections(server: Server, options: ConnectionLimitOptions): void {
  const { maxConnections, logger, now } = options;
  const maxOfAddress = Math.max(1, Math.floor(maxConnections * SHARE_OF_ADDRESS));
  const maxOfSite = Math.max(1, Math.floor(maxConnections * SHARE_OF_SITE));
  const isProxy = isProxyIn(options.trustedProxies);
  const open = new Map<Socket, Connection>();
  const ofAddress = createCounts();
  const ofSite = createCounts();
  let closed = 0;
  const log = atMostEvery(LOG_EVERY_MS, now, () => {
    logger.warn(
      { closed, maxConnections, maxOfAddress, maxOfSite },
      'connections were closed: there were too many',
    );
    closed = 0;
  });

  function close(socket: Socket): void {
    socket.destroy();
    closed += 1;
    log();
  }

  function forget({ socket, address, site }: Connection): void {
    if (!open.delete(socket)) return;
    ofAddress.add(address, -1);
    ofSite.add(site, -1);
  }

  /** The connection that gives way to a newcomer, which counts already: of a site, or of all. */
  function replaceable(site?: string): Connection | undefined {
    let found: Connection | undefined;
    for (const each of open.values()) {
      if (each.site === undefined || (site !== undefined && each.site !== site) || !isIdle(each)) continue;
      if (!found || givesWayBefore(each, found)) found = each;
    }
    return found;
  }

  function givesWayBefore(one: Connection, other: Connection): boolean {
    const more =
      ofSite.of(one.site) - ofSite.of(other.site) || ofAddress.of(one.address) - ofAddress.of(other.address);
    return more > 0 || (more === 0 && one.usedAt < other.usedAt);
  }

  /** Makes room for a newcomer, which counts already. Returns whether there is room. */
  function makeRoom({ address, site }: Connection): boolean {
    if (ofAddress.of(address) > maxOfAddress) return false;
    const isSiteFull = ofSite.of(site) > maxOfSite;
    if (!isSiteFull && open.size < maxConnections) return true;
    const replaced = replaceable(isSiteFull ? site : undefined);
    if (!replaced) return false;
    forget(replaced);
    close(replaced.socket);
    return true;
  }

  server.on('connection', (socket: Socket) => {
    const remote = socket.remoteAddress ?? '';
    const [address, site] = isProxy(remote) ? [] : [networkOf(remote), siteOf(remote)];
    const connection: Connection = { socket, address, site, requests: new Set(), usedAt: now() };
    ofAddress.add(address, 1);
    ofSite.add(site, 1);
    if (!makeRoom(connection)) {
      ofAddress.add(address, -1);
      ofSite.add(site, -1);
      close(socket);
      return;
    }
    open.set(socket, connection);
    socket.once('close', () => {
      forget(connection);
    });
  });

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const connection = open.get(request.socket);
    if (!connection) return;
    connection.requests.add(request);
    connection.usedAt = now();
    whenClosed(response, () => {
      connection.usedAt = now();
      connection.requests.delete(request);
    });
  });
}

/** Whether no response is waited for: a client that has not sent its whole request is not waiting yet. */
function isIdle({ requests }: Connection): boolean {
  return [...requests].every(({ complete }) => !complete);
}

/** How many there are of each name; what has none is not counted. */
function createCounts() {
  const counts = new Map<string, number>();
  const of = (name: string | undefined) => (name === undefined ? 0 : (counts.get(name) ?? 0));
  return {
    of,
    add(name: string | undefined, change: number): void {
      if (name === undefined) return;
      const count = of(name) + change;
      if (count > 0) counts.set(name, count);
      else counts.delete(name);
    },
  };
}
