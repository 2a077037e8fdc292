import { Agent as HttpAgent, type AgentOptions } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import type { Secret } from '../../config/secret.ts';
import { tunnelThrough } from './tunnel.ts';

/** The connections of a transport, kept open for the next request. */
export interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
  /**
   * Closes those that have been idle for so many milliseconds or longer, by default for {@link FRESH_MS}. The other
   * side may have closed them already, and a request sent on one of them is lost without a sign of whether it arrived;
   * on a new connection it usually fails before it is sent.
   */
  closeStale(idleMs?: number): void;
  close(): void;
}

/** How long a connection may be idle, in milliseconds, to be as good as a new one. */
const FRESH_MS = 1_000;

/**
 * How long a connection is kept that nobody uses, in milliseconds: about as long as portals keep it. A portal that keeps
 * it longer must not make the gateway keep it too.
 */
const KEPT_MS = 60_000;

/**
 * @param proxy opens the connections of `https`; undefined for none
 * @param now milliseconds of a monotonic clock
 * @param keptMs see {@link KEPT_MS}
 */
export function createAgents(
  options: AgentOptions,
  certificateAuthority: string | undefined,
  proxy: Secret | undefined,
  now: () => number,
  keptMs = KEPT_MS,
): Agents {
  // The timeout ends idle connections only.
  const connection = { ...options, keepAlive: true, timeout: keptMs };
  const http = new HttpAgent(connection);
  const https = new HttpsAgent({ ...connection, ...(certificateAuthority && { ca: certificateAuthority }) });
  if (proxy) tunnelThrough(https, proxy);
  const idleSince = new WeakMap<object, number>();
  for (const agent of [http, https]) {
    // Returns whether the socket is kept; the published type omits that.
    const keep = agent.keepSocketAlive.bind(agent) as (socket: Duplex) => boolean;
    agent.keepSocketAlive = (socket) => {
      idleSince.set(socket, now());
      return keep(socket);
    };
  }

  return {
    http,
    https,
    closeStale(idleMs = FRESH_MS) {
      const stale = now() - idleMs;
      for (const agent of [http, https])
        for (const sockets of Object.values(agent.freeSockets))
          for (const socket of sockets ?? [])
            if ((idleSince.get(socket) ?? -Infinity) <= stale) socket.destroy();
    },
    close() {
      http.destroy();
      https.destroy();
    },
  };
}
