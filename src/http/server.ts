import { fastify } from 'fastify';
import { stoppable, type Clock } from '../bitrix24/clock.ts';
import type { Config } from '../config/config.ts';
import type { Logger } from '../observability/logger.ts';
import type { RedisState } from '../state/redis/link.ts';
import type { SharedCounts } from '../state/shared-counts.ts';
import { limitConnections } from './connection-limit.ts';
import { countsOf } from './create-counts.ts';
import { registerCors } from './cors.ts';
import { registerErrorHandlers } from './error-handlers.ts';
import { registerGraphQLEndpoint, type GraphQLEndpointOptions } from './graphql-endpoint/endpoint.ts';
import { registerHealth } from './health.ts';
import { registerHostGuard } from './host-guard.ts';
import { registerInstallation } from './installation.ts';
import { createHeldMemory } from './held-memory.ts';
import { refuseOtherBodies } from './json-body.ts';
import { closeQueuedResponses } from './queued-responses.ts';
import { listenAddress } from './listen-address.ts';
import { badRequest, sendRefusal } from './refusal.ts';
import { requestIdOf } from './request-identity.ts';
import { createRequestNotes, reasonOf, type OnRequestEnded } from './request-notes.ts';
import { traceRequests, type BeginTrace } from './request-traces.ts';
import { requestsUnderWay } from './requests-under-way.ts';
import { responseHeaders } from './response-headers.ts';
import { createResponseRoom } from './response-room.ts';
import { refuseUnreadable } from './unreadable-request.ts';
import type { PagePaths } from './welcome-page.ts';
import { limitUnreadResponses } from './unread-responses.ts';
import { registerRouteCheck } from './missing-route.ts';

/**
 * What all requests may hold while they are not done, in bytes. An operation may have larger arguments where a higher
 * cost is allowed.
 */
const heldBytes = (costLimit: number) => HELD_BYTES * Math.max(1, costLimit / DEFAULT_COST_LIMIT);
const HELD_BYTES = 64 * 1024 * 1024;
const DEFAULT_COST_LIMIT = 10_000;

/** As much as all responses may hold until they are read, see `limitUnreadResponses`, less what small ones need. */
const LARGE_RESPONSE_BYTES = 48 * 1024 * 1024;

/**
 * How long a client may take to send the headers of a request, all of it, and to read its response, in milliseconds.
 */
export interface ClientPatience {
  readonly headersMs: number;
  readonly requestMs: number;
  readonly responseMs: number;
}

const CLIENT_PATIENCE: Omit<ClientPatience, 'headersMs'> = { requestMs: 30_000, responseMs: 60_000 };

/** How often each connection is checked during the time that it may take for the headers. */
const CHECKS = 5;

export interface HttpServerOptions extends Pick<
  GraphQLEndpointOptions,
  'apollo' | 'createContext' | 'portals' | 'authenticate'
> {
  readonly config: Config;
  readonly logger: Logger;
  /** Whether the gateway stops or is about to: clients are asked to go elsewhere. */
  readonly isLeaving: () => boolean;
  /** The state of the replicas' Redis; undefined without one. */
  readonly redisState?: (() => RedisState) | undefined;
  /** Counts of a kind that replicas share; undefined if there is only one. */
  readonly sharedCounts?: ((kind: string) => SharedCounts) | undefined;
  readonly clock: Clock;
  readonly patience?: Partial<ClientPatience> | undefined;
  readonly onRequestEnded?: OnRequestEnded | undefined;
  /** Undefined if requests are not traced. */
  readonly beginTrace?: BeginTrace | undefined;
}

/** The HTTP side of the gateway. */
export interface HttpServer {
  /** Undefined in production. */
  readonly pages: PagePaths | undefined;
  /** Returns the origin that it listens on. */
  listen(): Promise<string>;
  /** Takes no more connections, and closes those that are between two requests. Resolves when none is left. */
  close(): Promise<void>;
  /** Resolves as soon as no request is carried out, be its client gone or not, and be its response read or not. */
  carriedOut(): Promise<void>;
  /** Resolves as soon as no response waits for a client that does not read it. */
  sent(): Promise<void>;
  /** Closes every connection, whatever is going on there. */
  closeAllConnections(): void;
}

/** Routes, limits and headers. Not listening yet. */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { config, logger, apollo, createContext, authenticate, portals, isLeaving } = options;
  const clock = stoppable(options.clock);
  const now = () => clock.now();
  const { onRequestEnded = () => undefined } = options;
  const { headersMs, requestMs, responseMs } = {
    headersMs: config.headersMs,
    ...CLIENT_PATIENCE,
    ...options.patience,
  };
  const notes = createRequestNotes({ now, onEnded: onRequestEnded });
  const server = fastify({
    logger: false,
    trustProxy: config.trustedProxies.length > 0 && [...config.trustedProxies],
    keepAliveTimeout: config.keepAliveMs,
    requestTimeout: Math.max(requestMs, headersMs),
    http: {
      headersTimeout: headersMs,
      // Node requires it to be at least as long as that for the headers.
      requestTimeout: Math.max(requestMs, headersMs),
      connectionsCheckingInterval: headersMs / CHECKS,
      // The host guard refuses those and explains why.
      requireHostHeader: false,
    },
    genReqId: requestIdOf,
    // No route has a schema. Fastify's own compilers would take a tenth of the start, and memory.
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    // The router's own message quotes the address.
    frameworkErrors: (_error, request, reply) => {
      // No hook runs for what has no route.
      void reply.headers(responseHeaders(request.id, isLeaving()));
      sendRefusal(reply, badRequest(400, 'The request URL is not valid.'));
      onRequestEnded({
        requestId: request.id,
        method: request.method,
        status: 400,
        reason: reasonOf(400),
        ms: 0,
      });
    },
    clientErrorHandler: (failure, socket) => {
      refuseUnreadable(failure, socket, notes);
    },
    // Operations that arrive while the gateway stops get an error that GraphQL clients understand.
    return503OnClosing: false,
  });

  server.addHook('onClose', (_server, done) => {
    clock.stop();
    done();
  });
  closeQueuedResponses(server.server);
  const traceOf = traceRequests(server, options.beginTrace);
  const underWay = requestsUnderWay(server);
  limitConnections(server.server, { ...config, logger, now });
  limitUnreadResponses(server, { responseMs });
  server.addHook('onRequest', (request, reply, done) => {
    notes.begin(request, reply);
    done();
  });
  registerErrorHandlers(server, logger, notes);
  server.addHook('onSend', async (request, reply) => {
    void reply.headers(responseHeaders(request.id, isLeaving()));
  });
  registerHostGuard(server, config.loopbackOnly);
  await registerCors(server, config.corsOrigins, config.corsHeaders);
  registerRouteCheck(server);
  refuseOtherBodies(server);
  const createCounts = countsOf({ clock, sharedCounts: options.sharedCounts });
  const held = createHeldMemory(heldBytes(config.costLimit));

  // Imported here, so that production never loads it.
  const development = config.production ? undefined : await import('./development-pages.ts');
  const pages = development?.registerDevelopmentPages(server);

  await registerGraphQLEndpoint(server, {
    apollo,
    createContext,
    portals,
    authenticate,
    notes,
    traceOf,
    held,
    room: createResponseRoom({ totalBytes: LARGE_RESPONSE_BYTES, patienceMs: responseMs }),
    requestsPerMinute: config.requestsPerMinute,
    createCounts,
    now,
    showsPage: !config.production,
    explorerPath: pages?.explorerPath,
  });
  if (portals.handleEvent)
    await registerInstallation(server, { handle: portals.handleEvent, logger, now, createCounts, held });
  registerHealth(server, isLeaving, () => portals.degraded(), options.redisState);
  return {
    pages,
    listen: () => server.listen({ host: listenAddress(config.host), port: config.port }),
    close: () => server.close(),
    carriedOut: () => underWay.carriedOut(),
    sent: () => underWay.sent(),
    closeAllConnections: () => {
      server.server.closeAllConnections();
    },
  };
}

function noSchemas(): never {
  throw new Error('a route has a schema, but there is nothing to compile it');
}
