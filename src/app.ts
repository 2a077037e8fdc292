import type { LookupFunction } from 'node:net';
import type { DestinationStream } from 'pino';
import { systemClock, type Clock } from './bitrix24/clock.ts';
import type { Config } from './config/config.ts';
import type { WebhookUrl } from './config/webhook-url.ts';
import { connect } from './connect.ts';
import { createApiKeys } from './credentials/callers/api-keys.ts';
import { createAuthenticate, type Authenticate } from './credentials/callers/authenticate.ts';
import { createTokenReader } from './credentials/callers/json-web-tokens.ts';
import { publicLookup } from './credentials/public-lookup.ts';
import { createWebhookCredential } from './credentials/webhook.ts';
import { createLoaders } from './graphql/loaders.ts';
import { createGraphQLServer } from './graphql/server.ts';
import { landingPage } from './http/landing-page.ts';
import { createHttpServer } from './http/server.ts';
import { createLogger } from './observability/logger.ts';
import { namedPortals, onePortal } from './portals.ts';
import { createTelephony } from './telephony/telephony.ts';
import { userAgent } from './user-agent.ts';

export interface AppOptions {
  readonly config: Config;
  /** The webhook to call the portal by: the configured one, or the embedded emulator's. Undefined if callers name portals. */
  readonly webhook: WebhookUrl | undefined;
  /** Stands in for DNS. */
  readonly lookup?: LookupFunction;
  /** PEM certificate of an authority to trust instead of the system's when calling the portal. */
  readonly certificateAuthority?: string;
  /** Where log lines go; standard output by default. */
  readonly logDestination?: DestinationStream;
  /** The machine's own by default. */
  readonly clock?: Clock;
  /** From 0 to below 1; Math.random by default. */
  readonly random?: () => number;
}

export interface App extends AsyncDisposable {
  /** Address of the GraphQL endpoint. */
  readonly url: string;
  /** Takes no new operations, lets those under way end, then closes everything. May be called twice. */
  close(): Promise<void>;
}

/** What an operation may need after its write and the read that follows it: translating and sending its answer. */
const GRACE_MS = 5_000;

/** Builds the object graph and starts to listen. The only place where the parts meet. */
export async function startApp(options: AppOptions): Promise<App> {
  const {
    config,
    webhook,
    lookup,
    certificateAuthority,
    logDestination,
    clock = systemClock(),
    random = Math.random,
  } = options;
  const now = () => clock.now();
  const credential = webhook && createWebhookCredential(webhook);
  const logger = createLogger(config.logLevel, credential?.secrets ?? [], logDestination);
  const onRenamed = () => {
    logger.warn(
      'The portal was renamed and each call takes a detour: put its new address into BITRIX24_WEBHOOK_URL.',
    );
  };
  const connection = { config, userAgent: userAgent(), clock, random, certificateAuthority };
  const portals = credential
    ? onePortal(connect({ ...connection, lookup, onRenamed }), credential)
    : namedPortals(patternsOf(config), () => connect({ ...connection, lookup: publicLookup(lookup) }));

  let closing: Promise<void> | undefined;
  const isStopping = () => closing !== undefined;
  const apollo = createGraphQLServer({
    production: config.production,
    logger,
    now,
    isStopping,
    landingPage: landingPage(config.production),
  });
  await apollo.start();
  const server = await createHttpServer({
    config,
    logger,
    apollo,
    isStopping,
    authenticate: authenticateFor(config),
    findPortal: (host, token) => portals.find(host, token),
    createContext: (requestId, caller, portal, signal) => {
      const telephony = createTelephony(portal.open(signal));
      return {
        requestId,
        caller,
        portalKey: portal.portalKey,
        telephony,
        loaders: createLoaders(telephony),
      };
    },
  });
  const origin = await server.listen({ host: config.host, port: config.port });

  async function stop(): Promise<void> {
    const overdue = setTimeout(
      () => {
        server.server.closeAllConnections();
      },
      config.deadlines.writeMs + config.deadlines.readMs + GRACE_MS,
    );
    await server.close();
    clearTimeout(overdue);
    await apollo.stop();
    portals.close();
  }
  const close = () => (closing ??= stop());
  return { url: `${origin}/graphql`, close, [Symbol.asyncDispose]: close };
}

/** How callers prove who they are; undefined where nobody has to. */
function authenticateFor({ callers }: Config): Authenticate | undefined {
  if (!callers) return undefined;
  const { apiKeys, jwt } = callers;
  return createAuthenticate(createApiKeys(apiKeys), jwt && createTokenReader(jwt, fetch, Date.now));
}

function patternsOf({ portal }: Config): readonly string[] {
  return portal.kind === 'passed-through' ? portal.patterns : [];
}
