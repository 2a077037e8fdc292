import { parseUrl, urlOf } from '../../config/parse-url.ts';
import { Secret } from '../../config/secret.ts';
import type { HttpReply, Post } from './transport.ts';

/**
 * Follows a portal that was renamed: the old host redirects to the new one. One hop, with the POST and its body
 * unchanged, and only if nothing but the host changes and both hosts are portals in the same cloud domain of the vendor
 * (`*.bitrix24.ru`, `*.bitrix24.com.br`, …). The address contains the webhook's code, so every other redirect is
 * returned unfollowed.
 *
 * @param now milliseconds of a monotonic clock
 * @param onRenamed called after a hop, so that the operator learns that the configured address is outdated
 */
export function followRenamedPortal(post: Post, onRenamed: () => void, now: () => number): Post {
  return async (request) => {
    const startedAt = now();
    const reply = await post(request);
    const url = request.url.reveal();
    const to = movedTo(url, reply);
    if (!to || !(await isRenaming(urlOf(url), to))) return reply;
    onRenamed();
    // The timeout covers both hops.
    const timeoutMs = Math.max(1, Math.round(request.timeoutMs - (now() - startedAt)));
    return post({ ...request, url: new Secret(to.href), timeoutMs });
  };
}

/** Whether a reply redirects the very same request to another host, so that it was not executed here. */
export function isMovedElsewhere(url: string, reply: HttpReply): boolean {
  return movedTo(url, reply) !== undefined;
}

/** Statuses that mean "this resource is elsewhere". Not 303, which follows a POST that was executed. */
const MOVED = new Set([301, 302, 307, 308]);

/** The target of a redirect, if it is the same path on another host. Parses the URL for redirects only, which are few. */
function movedTo(url: string, { status, location }: HttpReply): URL | undefined {
  if (!MOVED.has(status) || !location) return undefined;
  const from = urlOf(url);
  const to = parseUrl(location, from);
  if (!to || !/^https?:$/.test(to.protocol)) return undefined;
  const expected = to.origin + from.pathname + from.search;
  return to.href === expected && to.host !== from.host ? to : undefined;
}

async function isRenaming(from: URL, to: URL): Promise<boolean> {
  const encrypted = from.protocol === 'https:' && to.protocol === 'https:';
  return encrypted && from.port === to.port && (await sameVendorDomain(from.hostname, to.hostname));
}

/** Portals are below the domain, which itself is the vendor's site. */
async function sameVendorDomain(one: string, other: string): Promise<boolean> {
  // A list of all domains, which hardly any gateway ever needs.
  const { getDomain } = await import('tldts');
  const domain = getDomain(one);
  return (
    domain !== null &&
    domain.startsWith('bitrix24.') &&
    domain === getDomain(other) &&
    other.length > domain.length
  );
}
