import { createHmac, hkdfSync } from 'node:crypto';
import type { Secret } from '../../config/secret.ts';

/** Names keys in Redis. */
export interface RedisNames {
  /**
   * A key of something that belongs to a portal. All keys of one portal are in the same slot of a cluster.
   *
   * @param name distinguishes it from others of its kind. It may be a title or an id: Redis gets a keyed hash of it.
   */
  ofPortal(portal: string, kind: string, name?: string): string;
  /** A key of something that belongs to no portal. */
  shared(kind: string): string;
  /** What stands for a name in a value; only holders of the key can tell whether it is the same as another. */
  hash(kind: string, name: string): string;
}

/** Of everything that the gateway keeps in Redis, with the version of its format. */
const PREFIX = 'bitrix24-telephony-gateway:1';

/** @param key 64 hexadecimal digits */
export function createRedisNames(key: Secret): RedisNames {
  const hmacKey = Buffer.from(hkdfSync('sha256', Buffer.from(key.reveal(), 'hex'), '', 'names in redis', 32));
  const hash = (kind: string, name: string) =>
    createHmac('sha256', hmacKey).update(`${kind}\0${name}`).digest('base64url').slice(0, 22);
  return {
    hash,
    ofPortal: (portal, kind, name) =>
      [`${PREFIX}:{${hash('portal', portal)}}`, kind, ...(name === undefined ? [] : [hash(kind, name)])].join(
        ':',
      ),
    shared: (kind) => `${PREFIX}:{shared}:${kind}`,
  };
}
