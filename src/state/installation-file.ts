import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { lock } from 'proper-lockfile';
import { z } from 'zod';
import { Secret } from '../config/secret.ts';
import { createEncryptedFile } from './encrypted-file.ts';
import { StoreError, type Installation, type InstallationStore } from './installations.ts';

/** A lock whose holder gave no sign of life for so long is taken over, in milliseconds. */
const STALE_MS = 10_000;

/** Twelve seconds of waiting: longer than a lock can be stale. */
const RETRIES = { retries: 60, factor: 1.2, minTimeout: 20, maxTimeout: 250 };

const STORED = z.object({
  endpoint: z.string(),
  accessToken: z.string(),
  refreshToken: z.string(),
  expiresAt: z.number(),
  applicationToken: z.string(),
  reinstallNeeded: z.boolean(),
});
type Stored = z.infer<typeof STORED>;
type Installations = ReadonlyMap<string, Installation>;

/**
 * Installations in an encrypted file. Several processes of one machine may share it, as they do for a moment when one
 * takes over from another: changes happen under a lock, and each sees what the others wrote.
 *
 * @param key 64 hexadecimal digits
 * @throws StoreError if the file cannot be read or its folder not be written to
 */
export async function openInstallationFile(path: string, key: Secret): Promise<InstallationStore> {
  const file = createEncryptedFile(path, key);

  let last: { readonly text: string; readonly installations: Installations } | undefined;

  const underWay = new Set<Promise<unknown>>();

  // Every request comes by here: decoded once for each version of the file.
  async function read(): Promise<Installations> {
    const text = await file.read();
    if (text === undefined) return new Map();
    if (last?.text !== text) last = { text, installations: decode(text) };
    return last.installations;
  }

  await access(dirname(resolve(path)), constants.W_OK).catch(() => {
    throw new StoreError('The folder of the file with the tokens cannot be written to.');
  });
  await read();
  return {
    async all() {
      return [...(await read()).values()];
    },
    async find(memberId) {
      return (await read()).get(memberId);
    },
    replace: (memberId, held, next) =>
      locked(path, async () => {
        const installations = new Map(await read());
        if (!isSame(installations.get(memberId), held)) return false;
        if (next) installations.set(memberId, next);
        else installations.delete(memberId);
        await file.write(encode(installations));
        return true;
      }),
    alone(memberId, work) {
      const running = locked(`${path}.${memberId}`, work);
      const ended = running.then(forget, forget).finally(() => underWay.delete(ended));
      underWay.add(ended);
      return running;
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

/** Runs work while holding the lock beside a file, which need not exist. */
async function locked<T>(path: string, work: () => Promise<T>): Promise<T> {
  const release = await lock(path, {
    realpath: false,
    stale: STALE_MS,
    retries: RETRIES,
    // A lock that was lost is no harm: every change is compared with what is there.
    onCompromised: () => undefined,
  }).catch((error: unknown) => {
    throw new StoreError('The file with the tokens cannot be locked.', { cause: error });
  });
  try {
    return await work();
  } finally {
    await release().catch(() => undefined);
  }
}

function forget(): void {
  // Whoever asked for the work is told how it ended.
}

function isSame(one: Installation | undefined, other: Installation | undefined): boolean {
  return JSON.stringify(one && toStored(one)) === JSON.stringify(other && toStored(other));
}

function encode(installations: Installations): string {
  const entries = [...installations].map(([memberId, installation]) => [memberId, toStored(installation)]);
  return JSON.stringify(Object.fromEntries(entries));
}

function decode(text: string): Installations {
  try {
    const stored = z.record(z.string(), STORED).parse(JSON.parse(text));
    return new Map(
      Object.entries(stored).map(([memberId, fields]) => [memberId, fromStored(memberId, fields)]),
    );
  } catch {
    throw new StoreError('The file with the tokens is of another version.');
  }
}

function fromStored(memberId: string, stored: Stored): Installation {
  return {
    memberId,
    endpoint: stored.endpoint,
    accessToken: new Secret(stored.accessToken),
    refreshToken: new Secret(stored.refreshToken),
    expiresAt: stored.expiresAt,
    applicationToken: new Secret(stored.applicationToken),
    reinstallNeeded: stored.reinstallNeeded,
  };
}

function toStored(installation: Installation): Stored {
  return {
    endpoint: installation.endpoint,
    accessToken: installation.accessToken.reveal(),
    refreshToken: installation.refreshToken.reveal(),
    expiresAt: installation.expiresAt,
    applicationToken: installation.applicationToken.reveal(),
    reinstallNeeded: installation.reinstallNeeded,
  };
}
