import { isIP } from 'node:net';

/**
 * Whether a host name or address can only be this machine: `localhost`, `127.0.0.0/8` or `::1`, with or without the
 * brackets that IPv6 addresses have in URLs.
 */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  if (name === 'localhost' || name === '::1') return true;
  return isIP(name) === 4 && name.startsWith('127.');
}
