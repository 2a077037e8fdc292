import type { Caller } from './caller.ts';

/**
 * The identity that a request counts toward, both in the request limit and in a portal's queue: the authenticated
 * caller, or else the token passed for its portal, or else the client address. Identities of different kinds never
 * collide.
 *
 * @param acceptedToken a hash of the token, if the portal has accepted it: anybody can make up any number of others
 * @param address as `clientAddress` returns it
 */
export function identityOf({ identity }: Caller, acceptedToken: string | undefined, address: string): string {
  if (identity !== undefined) return identity;
  return acceptedToken === undefined ? `address ${address}` : `token ${acceptedToken}`;
}
