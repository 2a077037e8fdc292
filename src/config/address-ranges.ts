import { isIP } from 'node:net';
import ipaddr, { type IPv4, type IPv6 } from 'ipaddr.js';
import type { Parsed } from './setting-reader.ts';

type Address = IPv4 | IPv6;

/** A network, as its address and the length of its prefix: `10.20.0.0/16`. */
export type AddressRange = readonly [network: Address, prefix: number];

/** Kinds of addresses that an operator may allow: those of private networks. Never link-local metadata services. */
const NAMEABLE: readonly string[] = ['private', 'carrierGradeNat', 'uniqueLocal', 'loopback'];

const GLOBAL_UNICAST_V6 = ipaddr.parseCIDR('2000::/3') as [IPv6, number];
const NAT64 = ipaddr.parseCIDR('64:ff9b::/96') as [IPv6, number];

/**
 * Whether an address is publicly routable. An address that wraps an IPv4 one (IPv4-mapped, NAT64) is classified by the
 * embedded address; tunnels (6to4, Teredo) never count as public, because they could end in any network.
 * Source: IANA's registries of special-purpose addresses, as implemented by `ipaddr.js`.
 *
 * @param address as DNS or the system writes it
 */
export function isPublicAddress(address: string): boolean {
  const found = readAddress(address);
  if (!found) return false;
  if (isV4(found)) return found.range() === 'unicast';
  if (found.match(NAT64)) return ipaddr.fromByteArray(found.toByteArray().slice(12)).range() === 'unicast';
  return found.match(GLOBAL_UNICAST_V6) && found.range() === 'unicast';
}

/** Whether an address lies in one of the ranges. An IPv4-mapped one counts as the IPv4 address in it. */
export function isInRanges(address: string, ranges: readonly AddressRange[]): boolean {
  const found = readAddress(address);
  return found !== undefined && ranges.some((range) => contains(range, found));
}

/** The ranges in a setting, or a description of the mistake that does not quote it. */
export function parseAddressRanges(text: string): Parsed<readonly AddressRange[]> {
  const ranges = text.split(',').map((part) => readRange(part.trim()));
  const nameable = ranges.filter((range) => range !== undefined);
  return nameable.length === ranges.length
    ? { value: nameable }
    : {
        problem:
          'must be a comma-separated list of private networks such as 10.20.0.0/16 or fd00:20::/48 (no public and no link-local addresses)',
      };
}

function readRange(text: string): AddressRange | undefined {
  const [, address = '', digits] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? [];
  const found = isIP(address) ? ipaddr.parse(address) : undefined;
  if (!found) return undefined;
  const bits = isV4(found) ? 32 : 128;
  const prefix = digits === undefined ? bits : Number(digits);
  if (prefix > bits) return undefined;
  const bytes = found.toByteArray();
  // Ranges of one kind lie far apart, so a network with both ends of the same kind contains no other.
  const kinds = [maskedWith(bytes, prefix, 0), maskedWith(bytes, prefix, 0xff)].map((end) =>
    ipaddr.fromByteArray(end).range(),
  );
  return kinds[0] === kinds[1] && NAMEABLE.includes(kinds[0] ?? '') ? [found, prefix] : undefined;
}

/** The bytes of an address with the host bits set or cleared. */
function maskedWith(bytes: readonly number[], prefix: number, fill: 0 | 0xff): number[] {
  return bytes.map((byte, index) => {
    const open = 0xff >> Math.min(8, Math.max(0, prefix - index * 8));
    return (byte & ~open & 0xff) | (fill & open);
  });
}

/** Parses an address, mapping IPv4-mapped ones to IPv4; undefined for invalid or obsolete forms. */
function readAddress(text: string): Address | undefined {
  // IPv4-compatible addresses (`::10.0.0.1`) are deprecated; the library takes them for IPv4-mapped ones.
  return isIP(text) && !/^::\d+\./.test(text) ? ipaddr.process(text) : undefined;
}

function isV4(address: Address): address is IPv4 {
  return address.kind() === 'ipv4';
}

function contains([network, prefix]: AddressRange, address: Address): boolean {
  if (isV4(network)) return isV4(address) && address.match(network, prefix);
  return !isV4(address) && address.match(network, prefix);
}
