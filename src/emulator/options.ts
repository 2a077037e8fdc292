import type { Clock } from './clock.ts';
import type { OperatingLimit } from './limits/operating-budget.ts';
import type { RateLimit } from './limits/rate-bucket.ts';
import type { AuthorizationServer } from './oauth/authorization-server.ts';
import type { Language } from './methods/translated-texts.ts';
import type { Generation } from './rest/error.ts';
import type { WebhookOptions } from './store/callers.ts';
import type { CarrierMode } from './store/carrier.ts';

/**
 * How long methods take. `none`: no time. `realistic`: as long as on a real portal. Otherwise seconds by method name in
 * lower case, where `*` means all other methods, which take no time by default; or a function that says, for each
 * call, how many seconds this method takes.
 */
export type Latency = 'none' | 'realistic' | Readonly<Record<string, number>> | ((method: string) => number);

export type CallbackScope = 'telephony' | 'call';

export interface LimitOptions {
  /** Default: off. */
  readonly rate?: RateLimit | 'off';
  /** Default: off, in which case the work is still counted and reported. */
  readonly operating?: OperatingLimit | 'off';
  /** How many seconds one request may run, including all commands of a batch. Default: 60. */
  readonly maxRunSeconds?: number;
}

export interface PortalOptions {
  readonly clock: Clock;
  /** From 0 to below 1, like Math.random. */
  readonly random: () => number;
  /** The portal's address, as it appears in links. Default: https://portal.example. */
  readonly origin?: () => string;
  /** Language of the texts that the portal translates. Default: en. */
  readonly language?: Language;
  /** Cloud lines allowed in the whole portal. Default: 10; older portals allowed 5. */
  readonly cloudLimit?: number;
  /** The initial webhook. Default: user 1 with the code DEFAULT_WEBHOOK_CODE and all rights. */
  readonly webhook?: WebhookOptions;
  /** The vendor's id of the portal: 32 hexadecimal digits. Default: DEFAULT_MEMBER_ID. */
  readonly memberId?: string;
  /** Shared by portals that the same applications may be installed on. Default: one of its own. */
  readonly authorizationServer?: AuthorizationServer;
  /** Default: none. */
  readonly latency?: Latency;
  readonly limits?: LimitOptions;
  /** Whether to refuse calls without TLS. Default: false. */
  readonly requireHttps?: boolean;
  /** An on-premise portal does not report `operating`. Default: cloud. */
  readonly edition?: 'cloud' | 'on-premise';
  /** The statuses and codes of refusals. Default: older. */
  readonly generation?: Generation;
  /** Default: registers. */
  readonly carrier?: CarrierMode;
  /** Time zone of the portal's dates. Default: 180. */
  readonly utcOffsetMinutes?: number;
  /** How many characters of a line's title are stored; the rest is cut off without an error. Default: all. */
  readonly storedTitleLength?: number;
  /** CONFIG_ID of the first line. Default: 1. */
  readonly firstConfigId?: number;
  /** REG_ID of the first cloud line. Default: 150907. */
  readonly firstRegId?: number;
  /** Whether `user.deactivatePhone` turns a phone off; the published source turns it on. Default: false. */
  readonly deactivatePhoneWorks?: boolean;
  /** Whether `user.get` works by webhook, so that a demonstration can do without an application. Default: false. */
  readonly usersByWebhook?: boolean;
  /**
   * The scope of `callback.start`: the documentation says `telephony`, published portals check `call`. Default:
   * telephony.
   */
  readonly callbackScope?: CallbackScope;
  /** How many journal entries are kept. Default: 100,000. */
  readonly journalLimit?: number;
}

/** The code of the initial webhook. */
export const DEFAULT_WEBHOOK_CODE = 'emulatorwebhook1';

/** The vendor's id of the portal if none is given. */
export const DEFAULT_MEMBER_ID = 'e0a1b2c3d4e5f60718293a4b5c6d7e8f';

/** The limits of a cloud portal on any plan except Enterprise. Source: Bitrix24 REST documentation, limits. */
export const CLOUD_LIMITS = {
  rate: { burst: 50, perSecond: 2 },
  operating: { seconds: 480, slots: 10, slotSeconds: 60 },
  maxRunSeconds: 60,
} as const satisfies LimitOptions;

/** How many seconds a method takes. */
export function secondsOf(latency: Latency, method: string, realistic: number): number {
  if (latency === 'none') return 0;
  if (latency === 'realistic') return realistic;
  if (typeof latency === 'function') return latency(method);
  return latency[method] ?? latency['*'] ?? 0;
}
