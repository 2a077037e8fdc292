import { createHash } from 'node:crypto';

/**
 * An opaque name for a portal, derived from its host or `member_id`. It is the same in every process and safe to show:
 * it does not reveal the name, although somebody who guesses a name can confirm the guess.
 */
export function portalKeyOf(name: string): string {
  return createHash('sha256')
    .update(`bitrix24-portal:${name.toLowerCase()}`)
    .digest('base64url')
    .slice(0, 12);
}
