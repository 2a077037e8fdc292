import { fastify } from 'fastify';
import type { MetricsSettings } from '../config/config.ts';
import { isLoopback } from '../config/loopback.ts';
import type { Logger } from '../observability/logger.ts';
import { registerErrorHandlers } from './error-handlers.ts';
import { registerHostGuard } from './host-guard.ts';
import { listenAddress } from './listen-address.ts';

/** Enough for every monitoring system, and for a person beside it. */
const MAX_CONNECTIONS = 50;

const TIMEOUT_MS = 10_000;

export interface MetricsServerOptions extends MetricsSettings {
  readonly read: () => Promise<{ readonly contentType: string; readonly text: string }>;
  readonly logger: Logger;
}

/** `GET /metrics` on an address of its own: whoever can reach it may read them. */
export interface MetricsServer {
  /** Returns the origin that it listens on. */
  listen(): Promise<string>;
  /** Closes all connections. */
  close(): Promise<void>;
}

export function createMetricsServer({ host, port, read, logger }: MetricsServerOptions): MetricsServer {
  const server = fastify({ requestTimeout: TIMEOUT_MS, forceCloseConnections: true });
  server.server.maxConnections = MAX_CONNECTIONS;
  registerErrorHandlers(server, logger);
  registerHostGuard(server, isLoopback(host));
  server.get('/metrics', async (_request, reply) => {
    const { contentType, text } = await read();
    return reply.header('cache-control', 'no-store').type(contentType).send(text);
  });
  return {
    listen: () => server.listen({ host: listenAddress(host), port }),
    close: () => server.close(),
  };
}
