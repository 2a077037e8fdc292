import type { Caller } from './caller.ts';

/**
 * Names whom a request counts for, in the limit on requests and in the queue of a portal alike: the caller that has
 * authenticated, or else the token that it brought for its portal, or else the address that the request comes from. No two
 * kinds of callers have a name in common.
 *
 * @param acceptedToken a hash of the token, if the portal has accepted it: anybody can make up as many others as they like
 * @param address as `clientAddress` returns it
 */
export function identityOf({ identity }: Caller, acceptedToken: string | undefined, address: string): string {
  if (identity !== undefined) return identity;
  return acceptedToken === undefined ? `address ${address}` : `token ${acceptedToken}`;
}
