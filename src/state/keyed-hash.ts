import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { Secret } from '../config/secret.ts';

/** Hashes a text. Without the key, nobody can find out by trying whether a hash is that of a text. */
export type KeyedHash = (text: string) => string;

/** The key for these hashes is derived, so that it is not also the one that encrypts. */
const PURPOSE = 'bitrix24-telephony-gateway: idempotency keys';
const KEY_BYTES = 32;

/** @param key undefined: a random one, whose hashes only this process can compare */
export function createKeyedHash(key: Secret | undefined): KeyedHash {
  const derived = key
    ? Buffer.from(hkdfSync('sha256', Buffer.from(key.reveal(), 'hex'), '', PURPOSE, KEY_BYTES))
    : randomBytes(KEY_BYTES);
  return (text) => createHmac('sha256', derived).update(text).digest('base64url');
}
