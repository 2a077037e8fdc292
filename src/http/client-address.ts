import { normalizeIP } from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';
import { isIP } from 'node:net';

/** A network of this size is what one IPv6 customer has at least, so its addresses count as one. */
const IPV6_PREFIX = 64;
const IPV6_SITE_PREFIX = 48;

/**
 * The address that a request counts for: the one that the trusted proxies in front of the gateway saw, or else the one
 * that it was connected from. The same for all addresses of an IPv6 /64, and for both forms of an IPv4 address.
 */
export function clientAddress(request: FastifyRequest & Addressed): string {
  const { [ADDRESS]: known } = request;
  if (known !== undefined) return known;
  const address = addressOf(request);
  request[ADDRESS] = address;
  return address;
}

const ADDRESS = Symbol('address of the client');

/** Several hooks ask for it, so a request keeps it. */
interface Addressed {
  [ADDRESS]?: string;
}

function addressOf(request: FastifyRequest): string {
  const address = withoutPort(request.ip);
  // A proxy may write a word such as "unknown" instead.
  return networkOf(isIP(address) ? address : (request.socket.remoteAddress ?? ''));
}

/** The IPv4 address, or the /64 of an IPv6 address. */
export function networkOf(address: string): string {
  return normalizeIP(address.replace(/%.*$/, ''), IPV6_PREFIX);
}

/** The IPv4 address, or the /48 of an IPv6 address: the largest network that providers usually give one customer. */
export function siteOf(address: string): string {
  return normalizeIP(address.replace(/%.*$/, ''), IPV6_SITE_PREFIX);
}

/** Some proxies add the port of the client: `203.0.113.7:50412`, `[2001:db8::7]:50412`. */
function withoutPort(text: string): string {
  const [, bracketed, plain] = /^(?:\[([0-9a-f:.]+)\](?::\d+)?|([0-9.]+):\d+)$/i.exec(text) ?? [];
  return bracketed ?? plain ?? text;
}
