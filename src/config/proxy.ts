import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { isInRanges } from './address-ranges.ts';
import { isLoopback } from './loopback.ts';
import { parseUrl } from './parse-url.ts';
import { Secret } from './secret.ts';
import type { Parsed, ReadSetting } from './setting-reader.ts';

/** A proxy between the gateway and the portals, which opens tunnels with CONNECT. */
export interface ProxySettings {
  /** May contain a user name and a password. */
  readonly url: Secret;
  /** The password alone, so that it can be found in texts; undefined if there is none. */
  readonly password: Secret | undefined;
  /** What is reached directly; see {@link isProxied}. */
  readonly exceptions: readonly string[];
}

/** The proxy in the variables that other programs use too; undefined for none. Lower-case names win, as for curl. */
export function readProxy(read: ReadSetting): ProxySettings | undefined {
  const address = read('https_proxy', read('HTTPS_PROXY', undefined, parseProxyUrl), parseProxyUrl);
  const exceptions = read('no_proxy', read('NO_PROXY', [], parseExceptions), parseExceptions);
  return address && { ...address, exceptions };
}

/**
 * Whether a URL is called through the proxy. Loopback never is, and so nothing with `http:`, which is for loopback
 * only. An exception is `*`, a host name with all names below it, an address, or a network, each except `*` with a port
 * or not.
 */
export function isProxied({ exceptions }: ProxySettings, url: URL): boolean {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port || '443';
  if (url.protocol !== 'https:' || isLoopback(host)) return false;
  return !exceptions.some((exception) => matches(exception, host, port));
}

function matches(exception: string, host: string, port: string): boolean {
  if (exception === '*') return true;
  const [, bracketed, plain = '', wantedPort] =
    /^(?:\[([^\]]+)\]|([^:]*|.*:.*:.*?))(?::(\d+))?$/.exec(exception) ?? [];
  if (wantedPort !== undefined && wantedPort !== port) return false;
  const wanted = bracketed ?? plain;
  if (isIP(host)) return isIP(wanted) ? isSame(wanted, host) : isInNetwork(wanted, host);
  const name = wanted.replace(/^\*?\./, '');
  return name !== '' && (host === name || host.endsWith(`.${name}`));
}

function isSame(one: string, other: string): boolean {
  return ipaddr.process(one).toNormalizedString() === ipaddr.process(other).toNormalizedString();
}

function isInNetwork(network: string, address: string): boolean {
  return ipaddr.isValidCIDR(network) && isInRanges(address, [ipaddr.parseCIDR(network)]);
}

function parseProxyUrl(text: string): Parsed<Omit<ProxySettings, 'exceptions'> | undefined> {
  // Without a scheme, as curl takes it.
  const address = text.includes('://') ? text : `http://${text}`;
  const url = parseUrl(address);
  const usable =
    url && /^https?:$/.test(url.protocol) && url.hostname && url.pathname === '/' && !url.search && !url.hash;
  return usable && isDecodable(url.username) && isDecodable(url.password)
    ? {
        value: {
          url: new Secret(url.href),
          password: url.password ? new Secret(decodeURIComponent(url.password)) : undefined,
        },
      }
    : { problem: 'must be the URL of an HTTP proxy, such as http://proxy.example.com:3128' };
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function parseExceptions(text: string): Parsed<readonly string[]> {
  return {
    value: text
      .toLowerCase()
      .split(/[\s,]+/)
      .filter((part) => part !== ''),
  };
}
