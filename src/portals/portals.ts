import type { Access } from '../bitrix24/connection.ts';
import type { HandleEvent } from '../credentials/application/installation-events.ts';
import type { Caller } from '../callers/caller.ts';

/** What a request says of the portal that it is for. */
export interface PortalRequest {
  /** `X-Bitrix24-Portal` */
  readonly portal: string | undefined;
  /** `X-Bitrix24-Token` */
  readonly token: string | undefined;
  readonly caller: Caller;
}

/**
 * Why a request leads to no portal.
 *
 * - `no-token`: it has to name its portal and show a token of it.
 * - `not-called`: the operator does not let that host be called.
 * - `not-yours`: there is no such portal here, or not for this caller.
 * - `several`: it names none, and there are several.
 * - `token-not-taken`: it shows a token, and the gateway has a credential of its own.
 */
export type NoPortal = 'no-token' | 'not-called' | 'not-yours' | 'several' | 'token-not-taken';

/** A portal that cannot be called before somebody does something about it. */
export interface TroubledPortal {
  /** Opaque and safe to show. */
  readonly portalKey: string;
  readonly state: 'REINSTALL_NEEDED';
}

/** The portals that a gateway serves. */
export interface Portals {
  find(request: PortalRequest): Promise<Access | NoPortal>;
  /** @throws StoreError if that cannot be told */
  troubled(): Promise<readonly TroubledPortal[]>;
  /** Takes events of portals; undefined where none are expected. */
  readonly handleEvent: HandleEvent | undefined;
  /** Closes connections. Tokens that are just being renewed are stored first. */
  close(): Promise<void>;
}

/** Whether a request that may or may not name this portal is for it. */
export function isMeant(name: string, { portal, caller }: PortalRequest): boolean {
  const lower = name.toLowerCase();
  if (portal !== undefined && portal.toLowerCase() !== lower) return false;
  return caller.portals === undefined || caller.portals === 'all' || caller.portals.has(lower);
}
