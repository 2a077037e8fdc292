import { SCOPES, type Scope } from '../config/scopes.ts';

/** Who sent a request to the gateway. */
export interface Caller {
  /** Its name in the log. Not a secret. */
  readonly name: string;
  /** Unique among all callers; undefined if it has not authenticated. See `identityOf`. */
  readonly identity: string | undefined;
  readonly scopes: ReadonlySet<Scope>;
  /** Names of the portals that it may use, in lower case; undefined if its key or token does not mention portals. */
  readonly portals: PortalNames | undefined;
}

export type PortalNames = ReadonlySet<string> | 'all';

/** The names in a list of portals; `*` is all of them. */
export function portalNames(portals: readonly string[] | '*' | undefined): PortalNames | undefined {
  if (portals === undefined) return undefined;
  return portals === '*' ? 'all' : new Set(portals.map((name) => name.toLowerCase()));
}

/** Every caller of a gateway that does not authenticate them. */
export const ANONYMOUS: Caller = {
  name: 'anonymous',
  identity: undefined,
  scopes: new Set(SCOPES),
  portals: 'all',
};

/** The names that are known scopes. */
export function knownScopes(names: readonly unknown[]): ReadonlySet<Scope> {
  return new Set(SCOPES.filter((scope) => names.includes(scope)));
}
