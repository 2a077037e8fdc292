import { getDomain } from 'tldts';
import { Secret } from '../config/secret.ts';
import type { HttpReply, Post } from './transport.ts';

/**
 * Follows a portal that was renamed: the old host answers with a redirect to the new one. One hop, the POST and its
 * body repeated as they were, and only if nothing but the host changes and both hosts are portals in the same cloud
 * domain of the vendor (`*.bitrix24.ru`, `*.bitrix24.com.br`, …). The address carries the webhook's code, so every
 * other redirect is handed back unfollowed.
 *
 * @param onRenamed told once a hop was followed, so that the operator learns that the configured address is old
 */
export function followRenamedPortal(post: Post, onRenamed: () => void): Post {
  return async (request) => {
    const reply = await post(request);
    const target = renamedTo(request.url.reveal(), reply);
    if (!target) return reply;
    onRenamed();
    return post({ ...request, url: new Secret(target) });
  };
}

/** Statuses that say "this resource is elsewhere". 303 is not among them: it answers a POST that was carried out. */
const MOVED = new Set([301, 302, 307, 308]);

function renamedTo(current: string, reply: HttpReply): string | undefined {
  if (!MOVED.has(reply.status) || !reply.location || !URL.canParse(reply.location, current)) return undefined;
  const from = new URL(current);
  const to = new URL(reply.location, current);
  const expected = new URL(current);
  expected.hostname = to.hostname;
  const onlyTheHostChanged = to.href === expected.href && to.hostname !== from.hostname;
  return from.protocol === 'https:' && onlyTheHostChanged && sameVendorDomain(from.hostname, to.hostname)
    ? to.href
    : undefined;
}

function sameVendorDomain(one: string, other: string): boolean {
  const domain = getDomain(one);
  return domain !== null && domain.startsWith('bitrix24.') && domain === getDomain(other);
}
