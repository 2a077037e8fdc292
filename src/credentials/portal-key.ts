import { createHash } from 'node:crypto';

/**
 * An opaque name for a portal, made from its host: the same in every process and safe to show, because the host
 * cannot be read from it.
 */
export function portalKeyOf(host: string): string {
  return createHash('sha256')
    .update(`bitrix24-portal:${host.toLowerCase()}`)
    .digest('base64url')
    .slice(0, 12);
}
