import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { lock } from 'proper-lockfile';
import { z } from 'zod';
import type { Secret } from '../config/secret.ts';
import { createEncryptedFile } from './encrypted-file.ts';
import { fileProblem, foreignFile } from './file-problems.ts';
import type { Installation, InstallationStore } from './installations.ts';
import { fromStored, isSameInstallation, STORED_INSTALLATION, toStored } from './stored-installation.ts';

/** After how many milliseconds without a heartbeat from its holder a lock is taken over. */
const STALE_MS = 10_000;

/** Twelve seconds of waiting in total: longer than it takes a lock to become stale. */
const RETRIES = { retries: 60, factor: 1.2, minTimeout: 20, maxTimeout: 250 };

type Installations = ReadonlyMap<string, Installation>;

/**
 * Installations in an encrypted file. Several processes on one machine may share it, as they do briefly when one takes
 * over from another: changes are made under a lock, and each process sees what the others wrote.
 *
 * @param key 64 hexadecimal digits
 * @throws StoreError if the file cannot be read or its folder is not writable
 */
export async function openInstallationFile(path: string, key: Secret): Promise<InstallationStore> {
  const file = createEncryptedFile(path, key);
  let last: { readonly text: string; readonly installations: Installations } | undefined;
  const running = new Set<Promise<unknown>>();

  // Called for every request, so each version of the file is decoded once only.
  async function read(): Promise<Installations> {
    const text = await file.read();
    if (text === undefined) return new Map();
    if (last?.text !== text) last = { text, installations: decode(path, text) };
    return last.installations;
  }

  await access(dirname(resolve(path)), constants.W_OK).catch((error: unknown) => {
    throw fileProblem(path, 'used', error);
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
        if (!isSameInstallation(installations.get(memberId), held)) return false;
        if (next) installations.set(memberId, next);
        else installations.delete(memberId);
        await file.write(encode(installations));
        return true;
      }),
    withLock(memberId, work) {
      const result = locked(`${path}.${memberId}`, work);
      const ended = result.then(ignore, ignore).finally(() => running.delete(ended));
      running.add(ended);
      return result;
    },
    async check() {
      await read();
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** Runs work while holding the lock of a file, which need not exist. */
async function locked<T>(path: string, work: () => Promise<T>): Promise<T> {
  const release = await lock(path, {
    realpath: false,
    stale: STALE_MS,
    retries: RETRIES,
    // Losing the lock does no harm: every change is a compare-and-set.
    onCompromised: () => undefined,
  }).catch((error: unknown) => {
    throw fileProblem(path, 'locked', error);
  });
  try {
    return await work();
  } finally {
    await release().catch(() => undefined);
  }
}

function ignore(): void {
  // The caller of the work gets its result and its error.
}

function encode(installations: Installations): string {
  const entries = [...installations].map(([memberId, installation]) => [memberId, toStored(installation)]);
  return JSON.stringify(Object.fromEntries(entries));
}

function decode(path: string, text: string): Installations {
  try {
    const stored = z.record(z.string(), STORED_INSTALLATION).parse(JSON.parse(text));
    return new Map(
      Object.entries(stored).map(([memberId, fields]) => [memberId, fromStored(memberId, fields)]),
    );
  } catch {
    throw foreignFile(path);
  }
}
