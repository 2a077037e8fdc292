import { SCOPES, type Scope } from '../../config/config.ts';

/** Who sent a request to the gateway. */
export interface Caller {
  /** How the log calls it. Not a secret. */
  readonly name: string;
  readonly scopes: ReadonlySet<Scope>;
}

/** Whoever reaches a gateway without protection. */
export const ANYBODY: Caller = { name: 'anybody', scopes: new Set(SCOPES) };

/** The known ones among names of scopes. */
export function knownScopes(names: readonly unknown[]): ReadonlySet<Scope> {
  return new Set(SCOPES.filter((scope) => names.includes(scope)));
}
