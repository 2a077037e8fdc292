import { isIP } from 'node:net';
import type { Parsed } from './setting-reader.ts';

/** The addresses and networks in a setting, or a description of the mistake that does not quote it. */
export function parseTrustedProxies(text: string): Parsed<readonly string[]> {
  const proxies = text.split(',').map((part) => part.trim());
  return proxies.every(isNetwork)
    ? { value: proxies }
    : {
        problem:
          'must be a comma-separated list of addresses and networks such as 10.0.3.7, 10.20.0.0/16 or fd00:20::/48 (no host names, and no network of all addresses)',
      };
}

function isNetwork(text: string): boolean {
  const [, address = '', digits] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? [];
  const family = isIP(address);
  if (family === 0) return false;
  const prefix = digits === undefined ? undefined : Number(digits);
  // With a prefix of 0, any client could choose its address.
  return prefix === undefined || (prefix >= 1 && prefix <= (family === 4 ? 32 : 128));
}
