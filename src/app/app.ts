import type { LookupFunction } from 'node:net';
import { getHeapStatistics } from 'node:v8';
import { createAnswerMemory } from '../bitrix24/answer-memory.ts';
import { systemClock, type Clock } from '../bitrix24/clock.ts';
import type { Origin } from '../bitrix24/origin.ts';
import type { Config, PortalSource } from '../config/config.ts';
import { limitClient } from '../graphql/demand-control/limit-client.ts';
import { createOperationRun, runBounds } from '../graphql/demand-control/operation-run.ts';
import { createAuditTrail } from '../graphql/audit-trail.ts';
import { createLoaders } from '../graphql/loaders.ts';
import { createGraphQLServer } from '../graphql/server.ts';
import { createUsage } from '../graphql/usage.ts';
import { landingPagePlugin } from '../http/graphql-endpoint/landing-page.ts';
import { createMetricsServer } from '../http/metrics-server.ts';
import { createHttpServer, type ClientPatience } from '../http/server.ts';
import { atMostEvery } from '../observability/at-most-every.ts';
import type { LogDestination } from '../observability/log-destination.ts';
import { createLogger, describeFault } from '../observability/logger.ts';
import { shortLines } from '../observability/short-lines.ts';
import { connectPortals } from '../portals/connect-portals.ts';
import { createTelephony } from '../telephony/telephony.ts';
import { authenticateFor } from './authenticate-for.ts';
import { rememberKeys } from './idempotency.ts';
import { describeSettings } from './describe-settings.ts';
import { openSharedState, sharedCountsOf } from './open-shared-state.ts';
import { createStopping } from './stopping.ts';
import { userAgent } from './user-agent.ts';
import { logRequests } from './log-requests.ts';
import { createObservers } from './observers.ts';
import { secretsOf } from './secrets-of.ts';

export interface AppOptions {
  readonly config: Config;
  /** Where the portals are, as `openPortal` resolves it. */
  readonly source: PortalSource;
  /** Replaces DNS. */
  readonly lookup?: LookupFunction;
  /** PEM certificate of the authority to trust, instead of the system's, when calling the portal. */
  readonly certificateAuthority?: string;
  /** Where log lines are written. */
  readonly logDestination: Pick<LogDestination, 'write'> & Partial<Pick<LogDestination, 'dropped'>>;
  /** What the responses of all portals may take in memory, in bytes; a quarter of the heap by default. */
  readonly answerBytes?: number;
  /** The machine's clock by default. */
  readonly clock?: Clock;
  /** How long a client may take to send a request and to read its response; see `ClientPatience`. */
  readonly clientPatience?: Partial<ClientPatience>;
  /** Milliseconds since the epoch; Date.now by default. */
  readonly wallClock?: () => number;
  /** From 0 to below 1; Math.random by default. */
  readonly random?: () => number;
}

export interface App extends AsyncDisposable {
  /** Address of the GraphQL endpoint. */
  readonly url: string;
  /** Address of the offline explorer; undefined if there is none. */
  readonly explorerUrl: string | undefined;
  /** Address of the reference; undefined in production. */
  readonly referenceUrl: string | undefined;
  /** Address of the metrics; undefined if they are not served. */
  readonly metricsUrl: string | undefined;
  /**
   * Refuses new operations, lets those in flight finish, then closes everything. May be called twice.
   *
   * @returns whether everything was finished in the time that the settings give it
   */
  close(): Promise<boolean>;
  /** Logs a fault that was caught nowhere, without its message, which may quote a secret. */
  reportFault(error: unknown): void;
}

/** Builds the object graph and starts listening. The only place where the parts are put together. */
export async function startApp(options: AppOptions): Promise<App> {
  const {
    config,
    source,
    lookup,
    certificateAuthority,
    logDestination,
    answerBytes = getHeapStatistics().heap_size_limit / 4,
    clock = systemClock(),
    wallClock = Date.now,
    random = Math.random,
  } = options;
  const now = () => clock.now();
  const secrets = secretsOf(source, config);
  const logger = createLogger(config.logLevel, secrets, shortLines(logDestination));
  const logRequest = logRequests(logger);
  const agent = userAgent();
  const { metrics, traces, observePortal } = await createObservers(config, {
    userAgent: agent,
    logger,
    secrets,
    inUse: () => portals.inUse(),
    droppedLines: () => logDestination.dropped?.() ?? 0,
    isRedisUp: () => (redisState?.() ?? 'up') === 'up',
    rememberedKeys: () => idempotency.size(),
  });
  const shared = await openSharedState(config, { clock, random, logger });
  const redisState = shared && (() => shared.link.state());
  const memory = createAnswerMemory(Math.floor(answerBytes));
  const portals = await connectPortals({
    config,
    source,
    shared,
    userAgent: agent,
    memory,
    clock,
    wallClock,
    random,
    lookup,
    certificateAuthority,
    observe: observePortal,
    onReinstallNeeded: (portalKey) => {
      logger.error(
        { portalKey },
        'A portal has to install the application again: "npm run doctor" shows which.',
      );
    },
    // With every call.
    onRenamed: atMostEvery(60_000, now, () => {
      logger.warn(
        'The portal was renamed, so every call is redirected: put its new address into BITRIX24_WEBHOOK_URL.',
      );
    }),
  });

  const stopping = createStopping({ clock, logger, drain: config.drain, writeMs: config.deadlines.writeMs });
  const idempotency = await rememberKeys(config, source, { clock, logger, shared });
  const apollo = createGraphQLServer({
    production: config.production,
    costLimit: config.costLimit,
    logger,
    now,
    observe: metrics?.observeOperation,
    isTraced: traces !== undefined,
    isStopping: () => stopping.phase() === 'stopping',
    hasTimeForWrite: () => stopping.hasTimeForWrite(),
    runKeyed: idempotency.runKeyed,
    landingPage: landingPagePlugin(config.production),
  });
  await apollo.start();
  const bounds = runBounds(config.costLimit, config.deadlines.readMs);
  const server = await createHttpServer({
    config,
    logger,
    apollo,
    isLeaving: () => stopping.phase() !== 'serving',
    redisState,
    sharedCounts: await sharedCountsOf(shared),
    clock,
    patience: options.clientPatience,
    authenticate: await authenticateFor(config, wallClock, now),
    portals,
    onRequestEnded: (request) => {
      logRequest(request);
      if (request.reason !== undefined) metrics?.requestRefused(request.reason);
    },
    beginTrace: traces?.begin,
    createContext: ({
      requestId,
      caller,
      identity,
      portal,
      hold,
      largeResponse,
      onReported,
      trace,
      signal,
    }) => {
      const run = createOperationRun({ clock, bounds, memory, clientGone: signal });
      const usage = createUsage();
      const { portalKey } = portal;
      const origin: Origin = { requestId, portalKey };
      const { signal: stopped } = run;
      const hooks = {
        signal: stopped,
        onSent: usage.onSent,
        originOf: () => trace?.originOf(origin) ?? origin,
      };
      const telephony = createTelephony(limitClient(portal.open(identity, hooks), run));
      return {
        requestId,
        caller,
        // Passed tokens change every hour, so that their portal is what counts.
        keyOwner: caller.identity ?? (portal.ofCaller ? `portal ${portalKey}` : identity),
        portalKey,
        hold,
        largeResponse,
        onReported,
        audit: createAuditTrail(),
        usage,
        trace,
        telephony,
        loaders: createLoaders(telephony),
        run,
      };
    },
  });
  const metricsServer =
    config.metrics && metrics && createMetricsServer({ ...config.metrics, read: metrics.read, logger });
  const metricsOrigin = await metricsServer?.listen();
  const origin = await server.listen().catch(async (error: unknown) => {
    await metricsServer?.close();
    await shared?.link.close();
    throw error;
  });

  const keys = { idempotencyKeysRememberedBy: idempotency.rememberedBy };
  logger.info({ version: agent, url: origin, ...describeSettings(config, source), ...keys }, 'started');

  let closed: Promise<boolean> | undefined;
  // The last figures can be read for as long as there is anything to measure.
  const stop = () =>
    stopping
      .stop({ server, portals, apollo, traces })
      .finally(() => {
        idempotency.close();
        return shared?.link.close();
      })
      .finally(() => metricsServer?.close());
  const close = () => (closed ??= stop());
  const addressOf = (path: string | undefined) => (path === undefined ? undefined : `${origin}${path}`);
  return {
    url: `${origin}/graphql`,
    explorerUrl: addressOf(server.pages?.explorerPath),
    referenceUrl: addressOf(server.pages?.referencePath),
    metricsUrl: metricsOrigin && `${metricsOrigin}/metrics`,
    close,
    reportFault: (error) => {
      logger.error(describeFault(error), 'The gateway failed, and stops.');
    },
    async [Symbol.asyncDispose]() {
      await close();
    },
  };
}
