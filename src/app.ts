import { readFileSync } from 'node:fs';
import type { LookupFunction } from 'node:net';
import type { DestinationStream } from 'pino';
import { createClient } from './bitrix24/client.ts';
import { systemClock, type Clock } from './bitrix24/clock.ts';
import { createRateBucket } from './bitrix24/rate-bucket.ts';
import { followRenamedPortal } from './bitrix24/redirect.ts';
import { createScheduler } from './bitrix24/scheduler.ts';
import { createSender } from './bitrix24/sender.ts';
import { createSettlement } from './bitrix24/settlement.ts';
import { createTransport } from './bitrix24/transport.ts';
import type { Config } from './config/config.ts';
import type { WebhookUrl } from './config/webhook-url.ts';
import { createWebhookCredential } from './credentials/webhook.ts';
import { createLoaders } from './graphql/loaders.ts';
import { createGraphQLServer } from './graphql/server.ts';
import { landingPage } from './http/landing-page.ts';
import { createHttpServer } from './http/server.ts';
import { createLogger } from './observability/logger.ts';
import { createTelephony } from './telephony/telephony.ts';

export interface AppOptions {
  readonly config: Config;
  /** The webhook to call the portal by: the configured one, or the embedded emulator's. */
  readonly webhook: WebhookUrl;
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
  const credential = createWebhookCredential(webhook);
  const logger = createLogger(config.logLevel, credential.secrets, logDestination);

  const transport = createTransport({
    userAgent: userAgent(),
    ...(lookup && { lookup }),
    ...(certificateAuthority && { certificateAuthority }),
  });
  const post = followRenamedPortal(
    transport.post,
    () => {
      logger.warn(
        'The portal was renamed and each call takes a detour: put its new address into BITRIX24_WEBHOOK_URL.',
      );
    },
    now,
  );
  const scheduler = createScheduler({
    clock,
    random,
    bucket: createRateBucket(config.rateLimit, now()),
  });
  const settlement = createSettlement(clock);
  const sender = createSender({ post, credential });

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
    createContext: (requestId, signal) => {
      const { deadlines } = config;
      const telephony = createTelephony(
        createClient({ clock, deadlines, scheduler, settlement, sender, signal }),
      );
      return { requestId, portalKey: credential.portalKey, telephony, loaders: createLoaders(telephony) };
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
    transport.close();
  }
  const close = () => (closing ??= stop());
  return { url: `${origin}/graphql`, close, [Symbol.asyncDispose]: close };
}

/** `name/version` of this package, which the vendor wants to see in every request. */
function userAgent(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const { name, version } = manifest as { name: string; version: string };
  return `${name}/${version}`;
}
