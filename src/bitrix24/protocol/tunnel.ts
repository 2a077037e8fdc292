import { request as requestHttp } from 'node:http';
import { request as requestHttps, type Agent } from 'node:https';
import { isIPv6 } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { urlOf } from '../../config/parse-url.ts';
import type { Secret } from '../../config/secret.ts';

/** How long it may take to open a tunnel and to secure it, in milliseconds, each. */
const PATIENCE_MS = 10_000;

/** What an agent passes along to open a connection, as far as it matters here. */
interface Target {
  readonly host?: string | null | undefined;
  readonly port?: string | number | null | undefined;
}

type Opened = (error: Error | null, socket?: Duplex) => void;

/**
 * Makes an agent open its connections through tunnels of a proxy. A request gets its connection only once that is
 * secured, so what fails earlier proves that nothing was sent. A proxy that refuses a tunnel must not look like a
 * portal that responds.
 */
export function tunnelThrough(agent: Agent, proxy: Secret): void {
  const secure = agent.createConnection.bind(agent) as (options: object) => TLSSocket;
  const open = (target: Target, opened: Opened): undefined => {
    openTunnel(proxy, target)
      .then((socket) => secured(secure({ ...target, socket })))
      .then(
        (socket) => {
          opened(null, socket);
        },
        (error: unknown) => {
          opened(error instanceof Error ? error : failed());
        },
      );
  };
  // The published type omits that a connection may be passed to a callback.
  agent.createConnection = open;
}

function openTunnel(proxy: Secret, { host, port }: Target): Promise<Duplex> {
  const { protocol, hostname, port: proxyPort, username, password } = urlOf(proxy.reveal());
  const authority = `${isIPv6(host ?? '') ? `[${host ?? ''}]` : (host ?? '')}:${port ?? 443}`;
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const send = protocol === 'https:' ? requestHttps : requestHttp;
  const request = send({
    method: 'CONNECT',
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    ...(proxyPort && { port: proxyPort }),
    path: authority,
    agent: false,
    headers: {
      host: authority,
      ...(credentials !== ':' && {
        'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}`,
      }),
    },
  });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => request.destroy(failed()), PATIENCE_MS);
    request.on('error', () => {
      clearTimeout(timer);
      reject(failed());
    });
    // Every response to CONNECT comes here, whatever its status.
    request.once('connect', ({ statusCode = 0 }, socket: Duplex, head: Buffer) => {
      clearTimeout(timer);
      if (statusCode >= 200 && statusCode < 300) {
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
      } else {
        socket.destroy();
        reject(failed());
      }
    });
    request.end();
  });
}

function secured(socket: TLSSocket): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => socket.destroy(failed()), PATIENCE_MS);
    const end = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    const closed = () => {
      end(failed());
    };
    socket.once('error', end).once('close', closed);
    socket.once('secureConnect', () => {
      clearTimeout(timer);
      socket.off('error', end).off('close', closed);
      resolve(socket);
    });
  });
}

/** Carries no address and no response of the proxy. */
function failed(): Error {
  return Object.assign(new Error('no tunnel'), { code: 'PROXY_FAILED' });
}
