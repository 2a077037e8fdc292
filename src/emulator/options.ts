import type { Clock } from './clock.ts';
import type { OperatingLimit } from './limits/operating-budget.ts';
import type { RateLimit } from './limits/rate-bucket.ts';
import type { AuthorizationServer } from './oauth/authorization-server.ts';
import type { Language } from './rest/texts.ts';
import type { WebhookOptions } from './store/callers.ts';
import type { CarrierMode } from './store/carrier.ts';

/**
 * How long methods take: `none`, as long as on a real portal, or seconds by method name in lower case. In the last
 * case `*` stands for the methods not named, which otherwise take no time.
 */
export type Latency = 'none' | 'realistic' | Readonly<Record<string, number>>;

export interface LimitOptions {
  /** Default: off. */
  readonly rate?: RateLimit | 'off';
  /** Default: off, which still counts and reports the work. */
  readonly operating?: OperatingLimit | 'off';
  /** Seconds one request may run, a batch with all its commands. Default: 60. */
  readonly maxRunSeconds?: number;
}

export interface PortalOptions {
  readonly clock: Clock;
  /** From 0 to below 1, like Math.random. */
  readonly random: () => number;
  /** The portal's address, as it appears in links. Default: https://portal.example. */
  readonly origin?: () => string;
  /** Language of the texts that a portal translates. Default: en. */
  readonly language?: Language;
  /** Cloud lines allowed in the whole portal. Default: 10; portals of older years allowed 5. */
  readonly cloudLimit?: number;
  /** The webhook there is from the start. Default: user 1 with the code DEFAULT_WEBHOOK_CODE and all rights. */
  readonly webhook?: WebhookOptions;
  /** The portal's name at the vendor: 32 hexadecimal digits. Default: DEFAULT_MEMBER_ID. */
  readonly memberId?: string;
  /** Shared by portals that know the same applications. Default: one of its own. */
  readonly authorizationServer?: AuthorizationServer;
  /** Default: none. */
  readonly latency?: Latency;
  readonly limits?: LimitOptions;
  /** Refuse calls that do not come over TLS. Default: false. */
  readonly requireHttps?: boolean;
  /** An on-premise portal does not report `operating`. Default: cloud. */
  readonly edition?: 'cloud' | 'on-premise';
  /** Default: registers. */
  readonly carrier?: CarrierMode;
  /** Time zone of the portal's dates. Default: 180. */
  readonly utcOffsetMinutes?: number;
  /** CONFIG_ID of the first line. Default: 1. */
  readonly firstConfigId?: number;
  /** REG_ID of the first cloud line. Default: 150907. */
  readonly firstRegId?: number;
  /** Whether `user.deactivatePhone` switches a phone off; the published source switches it on. Default: false. */
  readonly deactivatePhoneWorks?: boolean;
  /** Journal entries kept. Default: 100,000. */
  readonly journalLimit?: number;
}

/** The code of the webhook there is from the start. */
export const DEFAULT_WEBHOOK_CODE = 'emulatorwebhook1';

/** The portal's name at the vendor, unless it is given another. */
export const DEFAULT_MEMBER_ID = 'e0a1b2c3d4e5f60718293a4b5c6d7e8f';

/** The limits of a cloud portal on any plan but Enterprise. Source: Bitrix24 REST documentation, limits. */
export const CLOUD_LIMITS = {
  rate: { burst: 50, perSecond: 2 },
  operating: { seconds: 480, slots: 10, slotSeconds: 60 },
  maxRunSeconds: 60,
} as const satisfies LimitOptions;

/** Seconds that a method takes, given what it takes on a real portal. */
export function secondsOf(latency: Latency, method: string, realistic: number): number {
  if (latency === 'none') return 0;
  if (latency === 'realistic') return realistic;
  return latency[method] ?? latency['*'] ?? 0;
}
