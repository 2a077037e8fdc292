import { randomUUID } from 'node:crypto';
import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import cors from '@fastify/cors';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Config } from '../config/config.ts';
import type { Access } from '../bitrix24/connection.ts';
import type { Authenticate } from '../callers/authenticate.ts';
import type { Caller } from '../callers/caller.ts';
import type { GatewayContext } from '../graphql/context.ts';
import type { Logger } from '../observability/logger.ts';
import type { Portals } from '../portals/portals.ts';
import { registerAuthentication } from './authentication.ts';
import { registerExplorer } from './explorer.ts';
import { registerHealth } from './health.ts';
import { registerHostGuard } from './host-guard.ts';
import { registerInstallation } from './installation.ts';
import { registerErrorHandlers, sendRequestError } from './request-error.ts';
import { registerPortals } from './portal-headers.ts';
import { registerRequestLimit } from './request-limit.ts';
import { registerMethodCheck } from './wrong-method.ts';

/** The largest request body, in bytes. A hundred lines with every field at its longest need a tenth of it. */
const BODY_LIMIT = 1024 * 1024;

/** How long a client may take to send the headers of a request, and all of it, in milliseconds. */
export interface ClientPatience {
  readonly headersMs: number;
  readonly requestMs: number;
}

const CLIENT_PATIENCE: ClientPatience = { headersMs: 10_000, requestMs: 30_000 };

/** How often a connection is looked at in the time that it may take for the headers. */
const CHECKS = 5;

export interface HttpServerOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly apollo: ApolloServer<GatewayContext>;
  /** `signal` is aborted when the client hangs up before it has its answer. */
  readonly createContext: (
    requestId: string,
    caller: Caller,
    portal: Access,
    signal: AbortSignal,
  ) => GatewayContext;
  readonly portals: Portals;
  /** Undefined where nobody has to prove who they are. */
  readonly authenticate: Authenticate | undefined;
  readonly isStopping: () => boolean;
  readonly patience?: ClientPatience | undefined;
}

/** The HTTP side: routes, limits and headers. Not listening yet. */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const { config, logger, apollo, createContext, authenticate, portals, isStopping } = options;
  const { headersMs, requestMs } = options.patience ?? CLIENT_PATIENCE;
  const server = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    requestTimeout: requestMs,
    http: { headersTimeout: headersMs, connectionsCheckingInterval: headersMs / CHECKS },
    genReqId: () => randomUUID(),
    // The router's own message quotes the address.
    frameworkErrors: (_error, _request, reply) => {
      sendRequestError(reply, 400, 'The address of the request is not valid.');
    },
    // Operations that arrive while the gateway stops get an error that GraphQL clients understand.
    return503OnClosing: false,
  });
  // JSON only: a text/plain body would spare a foreign page the preflight request.
  server.removeContentTypeParser('text/plain');

  registerErrorHandlers(server, logger);
  registerHostGuard(server, config.loopbackOnly);
  registerMethodCheck(server);
  server.addHook('onSend', (request, reply, payload, done) => {
    void reply.headers({
      'x-request-id': request.id,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      // A connection that was busy when the server began to close is nobody's to close later but the client's.
      ...(isStopping() && { connection: 'close' }),
    });
    done(null, payload);
  });
  if (config.corsOrigins.length > 0) {
    await server.register(cors, {
      origin: [...config.corsOrigins],
      methods: ['GET', 'POST'],
      allowedHeaders: [
        'content-type',
        'authorization',
        'apollo-require-preflight',
        'x-bitrix24-portal',
        'x-bitrix24-token',
      ],
      exposedHeaders: ['x-request-id'],
      maxAge: 600,
    });
  }

  const callerOf = registerAuthentication(server, authenticate);
  const portalOf = registerPortals(server, portals, callerOf);
  // Where nobody proves who they are, the address is all there is.
  const nameOf = (request: FastifyRequest) => (authenticate ? callerOf(request).name : request.ip);
  await registerRequestLimit(server, config.requestsPerMinute, nameOf);
  server.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    handler: fastifyApolloHandler(apollo, {
      context: (request, reply) =>
        Promise.resolve(createContext(request.id, callerOf(request), portalOf(request), whenHungUp(reply))),
    }),
  });
  if (portals.handleEvent) await registerInstallation(server, portals.handleEvent, logger);
  registerHealth(server, isStopping, () => portals.degraded());
  if (!config.production) await registerExplorer(server);
  return server;
}

function whenHungUp(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
