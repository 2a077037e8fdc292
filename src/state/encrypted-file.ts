import { readFile, stat } from 'node:fs/promises';
import { CompactEncrypt, compactDecrypt } from 'jose';
import writeFileAtomic from 'write-file-atomic';
import type { Secret } from '../config/secret.ts';
import { StoreError } from './installations.ts';

/** A small text file on disk that only the holder of the key can read. */
export interface EncryptedFile {
  /** Undefined if there is no file yet. Decrypts again only if the file has changed, whichever process changed it. */
  read(): Promise<string | undefined>;
  /** Atomic, and on disk when it resolves. Only this user may read the file. */
  write(text: string): Promise<void>;
}

const OWNER_ONLY = 0o600;

/** Written as JSON Web Encryption (RFC 7516): AES-256-GCM with a fresh nonce for every write. */
export function createEncryptedFile(path: string, key: Secret): EncryptedFile {
  const rawKey = () => Buffer.from(key.reveal(), 'hex');
  let last: { readonly version: string; readonly text: string } | undefined;

  return {
    async read() {
      const version = await versionOf(path);
      if (version === undefined) return undefined;
      if (last?.version !== version) last = { version, text: await decrypt(await read(path), rawKey()) };
      return last.text;
    },
    async write(text) {
      const encrypted = await new CompactEncrypt(Buffer.from(text))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .encrypt(rawKey());
      try {
        await writeFileAtomic(path, encrypted, { mode: OWNER_ONLY, fsync: true });
      } catch (error) {
        throw new StoreError(`The token file cannot be written (${codeOf(error)}).`);
      }
    },
  };
}

/** Changes with every write, because each creates a new file. Undefined if there is no file. */
async function versionOf(path: string): Promise<string | undefined> {
  try {
    const { ino, size, mtimeNs } = await stat(path, { bigint: true });
    return [ino, size, mtimeNs].join(' ');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new StoreError(`The token file cannot be read (${codeOf(error)}).`);
  }
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new StoreError(`The token file cannot be read (${codeOf(error)}).`);
  }
}

async function decrypt(encrypted: string, key: Uint8Array): Promise<string> {
  try {
    const { plaintext } = await compactDecrypt(encrypted, key, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    return Buffer.from(plaintext).toString('utf8');
  } catch {
    throw new StoreError('The token file was written with another GATEWAY_TOKEN_KEY, or is damaged.');
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
