import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { isInRanges, isPublicAddress, type AddressRange } from '../../config/address-ranges.ts';
import { isLoopback } from '../../config/loopback.ts';
import { urlOf } from '../../config/parse-url.ts';
import { ExpiredError, within } from './expiry.ts';
import { TransportError, type Post } from './transport.ts';

/** Restricts the addresses of portals that are named from outside: by a caller or by the vendor's server. */
export interface AddressGuard {
  /** A DNS lookup that fails unless every address it finds is allowed. */
  readonly lookup: LookupFunction;
  /**
   * Refuses requests to a literal IP address in the URL, which is never looked up. Looks up and checks the host itself
   * where a proxy makes the connection, which then looks it up again: the gateway cannot see what it finds.
   */
  readonly guardPost: (post: Post) => Post;
}

export interface AddressGuardOptions {
  /** Addresses that are allowed though they are not public. */
  readonly exceptions: readonly AddressRange[];
  /** Whether a host name that means this machine is allowed. */
  readonly loopback: boolean;
  /** Whether a proxy makes the connection. */
  readonly isProxied?: ((url: URL) => boolean) | undefined;
  /** Stands in for DNS. */
  readonly lookup?: LookupFunction | undefined;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

/** How long a lookup may take where a proxy makes the connection, in milliseconds. */
const LOOKUP_MS = 5_000;

/**
 * Allows public addresses and the given exceptions. The address that was checked is the one that is connected to, so a
 * second DNS response cannot replace it (DNS rebinding).
 */
export function createAddressGuard(options: AddressGuardOptions): AddressGuard {
  const { exceptions, loopback, isProxied = () => false, lookup = systemLookup, now } = options;

  const isAllowed = (address: string, host: string) =>
    isPublicAddress(address) ||
    isInRanges(address, exceptions) ||
    (loopback && isLoopback(host) && isLoopback(address));

  const guarded: LookupFunction = (host, lookupOptions, callback) => {
    lookup(host, { ...lookupOptions, all: true }, (error, found) => {
      if (error) {
        callback(error, []);
        return;
      }
      const addresses = Array.isArray(found) ? found : [];
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => isAllowed(address, host))) {
        const code = first ? 'ADDRESS_NOT_ALLOWED' : 'ENOTFOUND';
        callback(Object.assign(new Error('no allowed address'), { code }), []);
        return;
      }
      if (lookupOptions.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
  const check = (host: string) =>
    new Promise<void>((resolve, reject) => {
      guarded(host, {}, (error) => {
        if (!error) resolve();
        else
          reject(
            new TransportError(error.code === 'ADDRESS_NOT_ALLOWED' ? 'address-not-allowed' : 'dns', false),
          );
      });
    });

  return {
    lookup: guarded,
    guardPost: (post) => async (request) => {
      const url = urlOf(request.url.reveal());
      const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
      if (isIP(host) && !isAllowed(host, host)) throw new TransportError('address-not-allowed', false);
      if (isIP(host) || !isProxied(url)) return post(request);
      const startedAt = now();
      await within(Math.min(request.timeoutMs, LOOKUP_MS), check(host)).catch((error: unknown) => {
        throw error instanceof ExpiredError ? new TransportError('timeout', false) : error;
      });
      // The timeout covers the lookup too.
      const timeoutMs = Math.max(1, Math.round(request.timeoutMs - (now() - startedAt)));
      return post({ ...request, timeoutMs });
    },
  };
}
