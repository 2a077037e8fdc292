import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createCancellation, type CancelSignal } from '../../bitrix24/cancellation.ts';
import type { Access } from '../../bitrix24/connection.ts';
import type { Authenticate } from '../../callers/authenticate.ts';
import type { Caller } from '../../callers/caller.ts';
import { identityOf } from '../../callers/identity.ts';
import type { GatewayContext } from '../../graphql/context.ts';
import type { RequestTrace } from '../../graphql/request-trace.ts';
import type { LargeResponse } from '../../graphql/large-response.ts';
import type { Portals } from '../../portals/portals.ts';
import { clientAddress } from '../client-address.ts';
import type { CreateCounts } from '../create-counts.ts';
import type { HeldMemory, Holding } from '../held-memory.ts';
import { registerJsonBody } from '../json-body.ts';
import { isClosed } from '../queued-responses.ts';
import { requestLimit } from '../request-limit.ts';
import type { RequestNotes } from '../request-notes.ts';
import type { ResponseRoom } from '../response-room.ts';
import { whenClosed } from '../when-closed.ts';
import { requireAcceptedMediaType } from './accepted-media-type.ts';
import { authentication } from './authentication.ts';
import { removeEmptyParameters } from './empty-parameters.ts';
import { createGuesses } from './guesses.ts';
import { keptParameters } from './kept-parameters.ts';
import { landingPage } from './landing-page.ts';
import { limitNesting } from './nesting-limit.ts';
import { namedPortal, portalLookup } from './portal-lookup.ts';
import { addRequestId } from './request-id.ts';
import { requestValue } from './request-value.ts';
import { requireUtf8Parameters } from './utf8-parameters.ts';

export interface GraphQLEndpointOptions {
  readonly apollo: ApolloServer<GatewayContext>;
  readonly createContext: (request: AuthenticatedRequest) => GatewayContext;
  readonly portals: Portals;
  /** Undefined where callers do not have to authenticate. */
  readonly authenticate: Authenticate | undefined;
  readonly notes: RequestNotes;
  /** The trace of a request; undefined if it has none. */
  readonly traceOf: (request: FastifyRequest) => RequestTrace | undefined;
  /** What requests hold until they are done. */
  readonly held: HeldMemory;
  readonly room: ResponseRoom;
  /** How many requests one caller may send; undefined for no limit. */
  readonly requestsPerMinute: number | undefined;
  readonly createCounts: CreateCounts;
  /** Milliseconds that never go back. */
  readonly now: () => number;
  /** Whether a browser that opens the endpoint sees a page. */
  readonly showsPage: boolean;
  /** Where the page for browsers leads without internet; undefined: nowhere. */
  readonly explorerPath: string | undefined;
}

/** A request whose caller and portal are known. */
export interface AuthenticatedRequest {
  readonly requestId: string;
  readonly caller: Caller;
  /** Whom it counts for; see `identityOf`. */
  readonly identity: string;
  readonly portal: Access;
  /** Records that the request holds so many bytes in total. Returns false if that is too much. */
  readonly hold: (bytes: number) => boolean;
  readonly largeResponse: LargeResponse;
  /** The operation is in the log and in the metrics. */
  readonly onReported: () => void;
  readonly trace: RequestTrace | undefined;
  /** Aborted when the client hangs up before the response is complete. */
  readonly signal: CancelSignal;
}

/** The largest request body, in bytes. A hundred lines with every field at its longest need a tenth of it. */
const BODY_LIMIT = 1024 * 1024;

/** A response of up to so many characters is sent as a string. */
const SHORT_TEXT = 16 * 1024;

/**
 * Registers `/graphql` in a scope of its own, whose hooks find the caller and the portal of each request. They run
 * before the body is read.
 */
export async function registerGraphQLEndpoint(
  server: FastifyInstance,
  options: GraphQLEndpointOptions,
): Promise<void> {
  const { apollo, createContext, portals, authenticate, notes, traceOf, held, room } = options;
  const { requestsPerMinute, createCounts, now, showsPage, explorerPath } = options;
  const guesses =
    requestsPerMinute === undefined
      ? undefined
      : createGuesses(requestsPerMinute, createCounts('guesses', requestsPerMinute), now);
  const callers = requestValue<Caller>();
  const identities = requestValue<string>();
  const accesses = requestValue<Access>();
  const holdings = requestValue<Holding>();
  const encoded = new WeakMap<FastifyRequest, Buffer>();
  const isExecuted = new WeakSet<FastifyRequest>();
  await server.register(async (scope) => {
    if (showsPage) scope.addHook('onRequest', landingPage(apollo, explorerPath));
    scope.addHook('onRequest', authentication(authenticate, callers, guesses));
    scope.addHook('onRequest', (request, _reply, done) => {
      notes.add(request, { caller: callers.get(request).name });
      identities.set(
        request,
        identityOf(callers.get(request), portals.acceptedToken(namedPortal(request)), clientAddress(request)),
      );
      done();
    });
    if (requestsPerMinute !== undefined) {
      const options = {
        perMinute: requestsPerMinute,
        nameOf: (request: FastifyRequest) => identities.get(request),
        kind: 'operations',
        createCounts,
      };
      scope.addHook('onRequest', await requestLimit(scope, options));
    }
    scope.addHook('onRequest', (request, reply, done) => {
      const holding = held.open(identities.get(request));
      holdings.set(request, holding);
      // Of a request that is refused before it becomes an operation.
      whenClosed(reply.raw, () => {
        if (!isExecuted.has(request)) holding.release();
      });
      done();
    });
    registerJsonBody(scope, {
      limit: BODY_LIMIT,
      holdingOf: (request) => holdings.get(request),
      keep: keptParameters,
    });
    scope.addHook('onRequest', requireAcceptedMediaType());
    scope.addHook('onRequest', requireUtf8Parameters);
    scope.addHook('onRequest', removeEmptyParameters);
    scope.addHook('onRequest', portalLookup(portals, callers, accesses));
    scope.addHook('onRequest', (request, _reply, done) => {
      notes.add(request, { portalKey: accesses.get(request).portalKey });
      done();
    });
    scope.addHook('preHandler', limitNesting);
    scope.addHook('onSend', async ({ id }, { statusCode }, payload) =>
      statusCode >= 400 && typeof payload === 'string' ? addRequestId(payload, id) : payload,
    );
    const execute = fastifyApolloHandler(apollo, {
      context: (request, reply) =>
        Promise.resolve(
          createContext({
            requestId: request.id,
            caller: callers.get(request),
            identity: identities.get(request),
            portal: accesses.get(request),
            hold: (bytes) => holdings.get(request).resize(bytes),
            largeResponse: {
              enter: (bytes) => room.enter(reply.raw, clientAddress(request), bytes),
              send: (body) => {
                encoded.set(request, body);
              },
            },
            onReported: () => {
              notes.isReported(request);
            },
            trace: traceOf(request),
            signal: whenHungUp(reply),
          }),
        ),
    });
    scope.route({
      method: ['GET', 'POST'],
      url: '/graphql',
      exposeHeadRoute: false,
      // Goes on without its client, and holds what it holds until then.
      async handler(request, reply) {
        isExecuted.add(request);
        try {
          const text = await notes.during(request, reply, () =>
            Promise.resolve(execute.call(this, request, reply)),
          );
          return encoded.get(request) ?? outsideHeap(text, reply);
        } finally {
          holdings.get(request).release();
        }
      },
    });
  });
}

/** Strings would wait for their clients in the JavaScript heap. Those of errors are still to be changed, and short. */
function outsideHeap(text: unknown, { statusCode }: FastifyReply): unknown {
  return typeof text === 'string' && text.length > SHORT_TEXT && statusCode < 400 ? Buffer.from(text) : text;
}

function whenHungUp(reply: FastifyReply): CancelSignal {
  const hungUp = createCancellation();
  // While its caller or its portal was looked up.
  if (isClosed(reply.raw)) hungUp.abort();
  whenClosed(reply.raw, () => {
    if (!reply.raw.writableFinished) hungUp.abort();
  });
  return hungUp.signal;
}
