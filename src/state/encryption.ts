import { CompactEncrypt, compactDecrypt } from 'jose';
import type { Secret } from '../config/secret.ts';

/** Encrypts a text as JSON Web Encryption (RFC 7516): AES-256-GCM, with a fresh nonce each time. */
export function encrypt(text: string, key: Secret): Promise<string> {
  return new CompactEncrypt(Buffer.from(text))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(rawKey(key));
}

/** The text that was encrypted; undefined if this key does not open it, or it was changed. */
export async function decrypt(encrypted: string, key: Secret): Promise<string | undefined> {
  try {
    const { plaintext } = await compactDecrypt(encrypted, rawKey(key), {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    return Buffer.from(plaintext).toString('utf8');
  } catch {
    return undefined;
  }
}

/** @param key 64 hexadecimal digits */
function rawKey(key: Secret): Buffer {
  return Buffer.from(key.reveal(), 'hex');
}
