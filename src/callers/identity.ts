import type { Caller } from './caller.ts';

/**
 * Names whom a request counts for, in the limit on requests and in the queue of a portal alike: the caller that has
 * authenticated, or else the address that the request comes from. No two kinds of callers have a name in common.
 *
 * @param address as `clientAddress` returns it
 */
export function identityOf({ identity }: Caller, address: string): string {
  return identity ?? `address ${address}`;
}
