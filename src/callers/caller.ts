import { SCOPES, type Scope } from '../config/scopes.ts';

/** Who sent a request to the gateway. */
export interface Caller {
  /** How the log calls it. Not a secret. */
  readonly name: string;
  readonly scopes: ReadonlySet<Scope>;
  /** Names of the portals that it may use, in lower case; undefined if nothing is said of portals. */
  readonly portals: PortalNames | undefined;
}

export type PortalNames = ReadonlySet<string> | 'all';

/** The names in a list; `*` is every portal. */
export function portalNames(portals: readonly string[] | '*' | undefined): PortalNames | undefined {
  if (portals === undefined) return undefined;
  return portals === '*' ? 'all' : new Set(portals.map((name) => name.toLowerCase()));
}

/** Whoever reaches a gateway without protection. */
export const ANYBODY: Caller = { name: 'anybody', scopes: new Set(SCOPES), portals: 'all' };

/** The known ones among names of scopes. */
export function knownScopes(names: readonly unknown[]): ReadonlySet<Scope> {
  return new Set(SCOPES.filter((scope) => names.includes(scope)));
}
