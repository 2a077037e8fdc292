import type { AddressRange } from './address-ranges.ts';
import type { ApiKey } from './api-key-setting.ts';
import type { ProxySettings } from './proxy.ts';
import type { RedisSettings } from './redis.ts';
import type { Secret } from './secret.ts';
import type { TraceSettings } from './trace-settings.ts';
import type { WebhookUrl } from './webhook-url.ts';

/** How much is logged, from most to least. `silent` logs nothing at all. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** `json`: for programs. `pretty`: for people, outside production. */
export const LOG_FORMATS = ['json', 'pretty'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

/** Where the gateway finds its portals. */
export type PortalSource = WebhookSource | ApplicationSource | PassedThroughSource;

/** What the settings say about it. The embedded emulator is started by a process root and then is a webhook. */
export type ConfiguredSource = PortalSource | { readonly kind: 'embedded-emulator' };

/** One portal, called through an inbound webhook. */
export interface WebhookSource {
  readonly kind: 'webhook';
  readonly webhook: WebhookUrl;
}

/** The portals that callers name, each with an access token of the caller's own. */
export interface PassedThroughSource {
  readonly kind: 'passed-through';
  /** Hosts that may be called; see `isAllowedPortal`. */
  readonly patterns: readonly string[];
}

/** The portals that have the gateway's OAuth application installed, and where their tokens are kept. */
export interface ApplicationSource {
  readonly kind: 'application';
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** Addresses of the servers that renew tokens. The first is asked for portals that name none. */
  readonly oauthServers: readonly [string, ...string[]];
  /** Path of the encrypted file. */
  readonly tokenFile: string;
  /** 64 hexadecimal digits. */
  readonly tokenKey: Secret;
}

/** Every setting, checked and frozen. Made by `readSettings`; nothing else reads the environment. */
export interface Settings extends Config {
  readonly portal: ConfiguredSource;
}

/** The settings that apply to every source of portals. */
export interface Config {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  /** True when the gateway listens on loopback only and that is its protection: callers do not authenticate. */
  readonly loopbackOnly: boolean;
  /** How callers authenticate; undefined where they do not have to. */
  readonly callers: CallerSettings | undefined;
  /** Addresses and networks whose `X-Forwarded-For` is trusted: `10.20.0.0/16`. */
  readonly trustedProxies: readonly string[];
  /** The most connections at once. */
  readonly maxConnections: number;
  /** How long a connection may be idle between two requests, in milliseconds. */
  readonly keepAliveMs: number;
  /** How long a client may take to send the headers of a request, in milliseconds. */
  readonly headersMs: number;
  /** The limit for each caller; undefined for none. */
  readonly requestsPerMinute: number | undefined;
  /** The most that one operation may cost: see `src/graphql/demand-control`. */
  readonly costLimit: number;
  /** Origins of browser pages that may call the gateway from another host, such as `https://app.example.com`. */
  readonly corsOrigins: readonly string[];
  /** Names of request headers that these pages may send, in lower case, in addition to those of common clients. */
  readonly corsHeaders: readonly string[];
  readonly logLevel: LogLevel;
  /** Undefined: `pretty` at a terminal, outside production. */
  readonly logFormat: LogFormat | undefined;
  /** Where the metrics are served; undefined if they are not. */
  readonly metrics: MetricsSettings | undefined;
  /** How traces are exported; undefined if they are not. */
  readonly traces: TraceSettings | undefined;
  readonly deadlines: Deadlines;
  /**
   * How long after it was sent a request may still be running on the portal, in milliseconds. If the portal lets one
   * run for longer, an add can be made twice.
   */
  readonly longestRunMs: number;
  readonly drain: DrainSettings;
  /** Non-public addresses allowed for portals that are named by a caller or the vendor's server. */
  readonly privateAddresses: readonly AddressRange[];
  /**
   * The least time after its sending, in milliseconds, that an add whose connection was cut is assumed to run: it is
   * not sent again before that. `longestRunMs` takes its place where that is less.
   */
  readonly repeatAddsAfterMs: number;
  /** The proxy towards portals; undefined for none. */
  readonly proxy: ProxySettings | undefined;
  readonly idempotency: IdempotencySettings;
  /** The portal's request limit; undefined if it has none. */
  readonly rateLimit: RateLimit | undefined;
  /** Where replicas share what they know; undefined where there is only one. */
  readonly redis: RedisSettings | undefined;
}

/** The address of the metrics, apart from that of the operations: whoever can reach it may read them. */
export interface MetricsSettings {
  readonly host: string;
  readonly port: number;
}

/** How callers authenticate: with a key, a token or either. */
export interface CallerSettings {
  readonly apiKeys: readonly ApiKey[];
  readonly jwt: JwtSettings | undefined;
}

/** Which JSON Web Tokens are accepted. */
export interface JwtSettings {
  /** Where the issuer publishes its keys. */
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly audience: string;
}

/** A leaky bucket: `burst` requests at once, then `perSecond` requests a second. */
export interface RateLimit {
  readonly burst: number;
  readonly perSecond: number;
}

/** How idempotency keys are remembered. */
export interface IdempotencySettings {
  /** For how long, in milliseconds. */
  readonly keepMs: number;
  /** How many outcomes, each the result of one key or of one line in a list with a key. */
  readonly maxOutcomes: number;
}

/** How the gateway stops; in milliseconds. */
export interface DrainSettings {
  /** How long it keeps serving after the signal, while `/health/ready` reports that it is about to stop. */
  readonly delayMs: number;
  /** How long operations in flight may then take. Any that remain are cut off. */
  readonly timeoutMs: number;
}

/** How long one operation may wait for the portal, in milliseconds. */
export interface Deadlines {
  readonly readMs: number;
  readonly writeMs: number;
}
