import type { Access, Connection } from '../bitrix24/connection.ts';
import type { HandleEvent } from '../credentials/application/installation-events.ts';
import type { Caller } from '../callers/caller.ts';

/** What identifies the portal that a request is for. */
export interface PortalRequest {
  /** `X-Bitrix24-Portal` */
  readonly portal: string | undefined;
  /** `X-Bitrix24-Token` */
  readonly token: string | undefined;
  readonly caller: Caller;
}

/**
 * Why a request is routed to no portal.
 *
 * - `token-required`: the request has to name its portal and carry an access token for it.
 * - `host-not-allowed`: the operator does not allow calls to that host.
 * - `nothing-installed`: no portal has installed the application yet.
 * - `unknown-portal`: there is no such portal here, or none that this caller may use.
 * - `portal-required`: the request names no portal, and there are several.
 * - `token-refused`: the portal has just refused this token.
 * - `token-not-accepted`: the request carries a token, but the gateway uses a credential of its own.
 */
export type PortalRefusal =
  | 'token-required'
  | 'token-refused'
  | 'host-not-allowed'
  | 'nothing-installed'
  | 'unknown-portal'
  | 'portal-required'
  | 'token-not-accepted';

/**
 * What cannot be called until an operator or administrator acts.
 *
 * - `REINSTALL_NEEDED`: the portal has to install the application again.
 * - `CREDENTIAL_REFUSED`: the portal has refused the webhook the last time that it was called.
 * - `NOTHING_INSTALLED`: no portal has installed the application.
 */
export type DegradedPortal =
  | {
      /** Opaque and safe to show. */
      readonly portalKey: string;
      readonly state: 'REINSTALL_NEEDED' | 'CREDENTIAL_REFUSED';
    }
  | { readonly state: 'NOTHING_INSTALLED' };

export interface PortalsInUse {
  /** One for each portal. */
  readonly connections: Iterable<Pick<Connection, 'load'>>;
  /** One for each credential. */
  readonly accesses: Iterable<Pick<Access, 'operatingSeconds'>>;
}

/** The portals that a gateway serves. */
export interface Portals {
  find(request: PortalRequest): Promise<Access | PortalRefusal>;
  /** A hash of the token of a request, if the portal has accepted it; see `identityOf`. */
  acceptedToken(request: Omit<PortalRequest, 'caller'>): string | undefined;
  /** @throws StoreError if the tokens cannot be read */
  degraded(): Promise<readonly DegradedPortal[]>;
  /** What is in use at the moment, for metrics. */
  inUse(): PortalsInUse;
  /** Handles events that portals send; undefined where none are expected. */
  readonly handleEvent: HandleEvent | undefined;
  /** Resolves as soon as no write is in flight or being settled, in the background included. */
  idle(): Promise<void>;
  /** Closes connections, after storing the tokens that are being renewed. */
  close(): Promise<void>;
}

/** Whether a request is for the portal of this name, or names none, and its caller may use it. */
export function matches(name: string, { portal, caller }: PortalRequest): boolean {
  const lower = name.toLowerCase();
  if (portal !== undefined && portal.toLowerCase() !== lower) return false;
  return caller.portals === undefined || caller.portals === 'all' || caller.portals.has(lower);
}
