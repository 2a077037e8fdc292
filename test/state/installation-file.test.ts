import { mkdir, mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../src/config/secret.ts';
import { createEncryptedFile } from '../../src/state/encrypted-file.ts';
import { fileProblem } from '../../src/state/file-problems.ts';
import { openInstallationFile } from '../../src/state/installation-file.ts';
import { installation, storesInstallations } from './installation-store.contract.ts';

const KEY = new Secret('0f'.repeat(32));

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tokens-'));
  path = join(folder, 'tokens.jwe');
});
afterEach(() => rm(folder, { recursive: true }));

describe('a file with tokens', () => {
  storesInstallations(() => openInstallationFile(path, KEY));

  it('shows nothing on disk, and only its owner may read it', async () => {
    const store = await openInstallationFile(path, KEY);
    await store.replace('a1', undefined, installation());
    const bytes = await readFile(path, 'utf8');
    expect(bytes).not.toMatch(/sentinel|portal\.example|a1"/);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    // The same tokens never look the same twice.
    await store.replace('a1', installation(), installation({ expiresAt: 1 }));
    await store.replace('a1', installation({ expiresAt: 1 }), installation());
    expect(await readFile(path, 'utf8')).not.toBe(bytes);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('leaves nothing beside it', async () => {
    const store = await openInstallationFile(path, KEY);
    await store.withLock('a1', () => store.replace('a1', undefined, installation()));
    expect(await readdir(folder)).toEqual(['tokens.jwe']);
  });

  it('lets work on one portal run alone, and takes over from one that died', async () => {
    const [one, other] = [await openInstallationFile(path, KEY), await openInstallationFile(path, KEY)];
    const order: string[] = [];
    const work = (name: string) => async () => {
      order.push(`${name} begins`);
      await one.find('a1');
      order.push(`${name} ends`);
    };
    await Promise.all([one.withLock('a1', work('first')), other.withLock('a1', work('second'))]);
    expect(order.map((text) => text.split(' ')[1])).toEqual(['begins', 'ends', 'begins', 'ends']);

    const lock = `${path}.a1.lock`;
    await mkdir(lock);
    await utimes(lock, 0, 0);
    await one.withLock('a1', work('third'));
    expect(order).toContain('third ends');
  });
});

describe('a file that is not usable', () => {
  it('is refused with another key, damaged, or of another kind, and stays as it is', async () => {
    const store = await openInstallationFile(path, KEY);
    await store.replace('a1', undefined, installation());
    const before = await readFile(path, 'utf8');
    await expect(openInstallationFile(path, new Secret('00'.repeat(32)))).rejects.toThrow(
      /another GATEWAY_TOKEN_KEY, or is damaged/,
    );
    expect(await readFile(path, 'utf8')).toBe(before);
    for (const damaged of [before.slice(0, -3), '', 'x', '{}', before.replace(/^[^.]*/, 'e30')]) {
      await writeFile(path, damaged);
      await expect(store.find('a1')).rejects.toThrow(/is damaged/);
      await expect(store.replace('a1', undefined, installation())).rejects.toThrow(/is damaged/);
      expect(await readFile(path, 'utf8')).toBe(damaged);
    }
  });

  it('is refused where it cannot be', async () => {
    const missing = join(folder, 'missing');
    await expect(openInstallationFile(join(missing, 'tokens.jwe'), KEY)).rejects.toThrow(
      `The token file ${missing}/tokens.jwe cannot be used (ENOENT): the folder ${missing} does not exist. Create it,`,
    );
    await expect(openInstallationFile(folder, KEY)).rejects.toThrow(
      `${folder} cannot be read (EISDIR): it is a folder. Set GATEWAY_TOKEN_FILE to the path of a file.`,
    );
    await writeFile(path, '');
    await expect(openInstallationFile(join(path, 'tokens.jwe'), KEY)).rejects.toThrow(
      `(ENOTDIR): ${path} is not a folder.`,
    );
  });

  it.each([
    ['EACCES', /must be allowed to read and write/],
    ['EROFS', /read-only file system/],
    ['ENOSPC', /is full/],
    ['ELOCKED', /another process holds its lock/],
    ['EIO', /check the file system/],
  ])('is named together with the way out: %s', (code, remedy) => {
    const { message } = fileProblem('tokens.jwe', 'written', Object.assign(new Error(), { code }));
    expect(message).toContain(`The token file ${resolve('tokens.jwe')} cannot be written (${code}): `);
    expect(message).toMatch(remedy);
  });

  it('names the file and the way out where it is damaged or not ours', async () => {
    const store = await openInstallationFile(path, KEY);
    await store.replace('a1', undefined, installation());
    await expect(openInstallationFile(path, new Secret('00'.repeat(32)))).rejects.toThrow(
      `The token file ${path} was written with another GATEWAY_TOKEN_KEY, or is damaged. Set the key that it was written with. Restore the file from a backup,`,
    );
    await createEncryptedFile(path, KEY).write('[]');
    await expect(store.all()).rejects.toThrow(`The token file ${path} was written by another version`);
    await writeFile(path, 'PORT=4000');
    await expect(store.all()).rejects.toThrow(`The token file ${path} is damaged, or is another program's.`);
  });
});
