import { createHash } from 'node:crypto';

/**
 * An opaque name for a portal, made from its host: the same in every process and safe to show: the host is
 * not written in it, though whoever guesses a host can confirm the guess.
 */
export function portalKeyOf(host: string): string {
  return createHash('sha256')
    .update(`bitrix24-portal:${host.toLowerCase()}`)
    .digest('base64url')
    .slice(0, 12);
}
