import type { RateLimit } from './figures.ts';

/** What the portal's process is started with, as JSON. */
export interface PortalSetup {
  readonly seed: number;
  readonly rate: RateLimit;
  /** How long it lets a request run. */
  readonly maxRunSeconds: number;
  /** The longest that a fault delays a request, or the run of one. */
  readonly longestDelayMs: number;
}

/** What the driver asks the portal's process for. */
export type PortalRequest =
  /** How many times as long as usual methods take from now on. */
  | { readonly kind: 'slowness'; readonly factor: number }
  /** Which share of requests a fault strikes from now on; 0 for none. */
  | { readonly kind: 'faults'; readonly share: number }
  /** Installs the gateways' application, and reports its event. */
  | { readonly kind: 'install' }
  /** The access tokens that were issued so far have expired. */
  | { readonly kind: 'expire' }
  /** Writes the calls and lines to files, and reports back. */
  | { readonly kind: 'save'; readonly callsFile: string; readonly linesFile: string };

export type PortalReport =
  | {
      readonly kind: 'started';
      readonly webhookUrl: string;
      readonly oauthServer: string;
      readonly lineId: string;
    }
  /** As the portal sends it, in a form. */
  | { readonly kind: 'installed'; readonly event: string }
  | { readonly kind: 'saved' };
