import { readFile, stat } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import type { Secret } from '../config/secret.ts';
import { decrypt, encrypt } from './encryption.ts';
import { codeOf, damagedFile, fileProblem, undecryptableFile } from './file-problems.ts';

/** A small text file on disk that only the holder of the key can read. */
export interface EncryptedFile {
  /** Undefined if there is no file yet. Decrypts again only if the file has changed, whichever process changed it. */
  read(): Promise<string | undefined>;
  /** Atomic, and on disk when it resolves. Only this user may read the file. */
  write(text: string): Promise<void>;
}

const OWNER_ONLY = 0o600;

/** Encrypted as `encrypt` does it. */
export function createEncryptedFile(path: string, key: Secret): EncryptedFile {
  let last: { readonly version: string; readonly text: string } | undefined;

  return {
    async read() {
      const version = await versionOf(path);
      if (version === undefined) return undefined;
      if (last?.version !== version) last = { version, text: await decryptFile(path, await read(path), key) };
      return last.text;
    },
    async write(text) {
      const encrypted = await encrypt(text, key);
      try {
        await writeFileAtomic(path, encrypted, { mode: OWNER_ONLY, fsync: true });
      } catch (error) {
        throw fileProblem(path, 'written', error);
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
    throw fileProblem(path, 'read', error);
  }
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw fileProblem(path, 'read', error);
  }
}

async function decryptFile(path: string, encrypted: string, key: Secret): Promise<string> {
  if (!COMPACT_JWE.test(encrypted)) throw damagedFile(path);
  const text = await decrypt(encrypted, key);
  if (text === undefined) throw undecryptableFile(path);
  return text;
}

/** Header, no encrypted key, nonce, ciphertext, tag: RFC 7516, "JWE Compact Serialization". */
const COMPACT_JWE = /^[\w-]+\.\.[\w-]+\.[\w-]*\.[\w-]+$/;
