import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Secret } from '../../src/config/secret.ts';
import {
  createApplicationCredential,
  type ApplicationCredentialOptions,
} from '../../src/credentials/application/application-credential.ts';
import { GrantError, type Grant } from '../../src/credentials/application/oauth-servers.ts';
import { openInstallationFile } from '../../src/state/installation-file.ts';
import { StoreError, type Installation, type InstallationStore } from '../../src/state/installations.ts';

const INSTALLATION: Installation = {
  memberId: 'a1',
  endpoint: 'https://portal.example.com/rest/',
  accessToken: new Secret('access-0'),
  refreshToken: new Secret('refresh-0'),
  expiresAt: 0,
  applicationToken: new Secret('application'),
  oauthServer: undefined,
  reinstallNeeded: false,
};

let folder: string;
let store: InstallationStore;
let exchanged: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tokens-'));
  store = await openInstallationFile(join(folder, 'tokens.jwe'), new Secret('0f'.repeat(32)));
  await store.replace('a1', undefined, INSTALLATION);
  exchanged = [];
});
afterEach(() => rm(folder, { recursive: true }));

/** Takes each refresh token once. */
const oauth = {
  addressOf: () => undefined,
  refresh(refreshToken: Secret): Promise<Grant> {
    exchanged.push(refreshToken.reveal());
    const serial = exchanged.length;
    return Promise.resolve({
      memberId: 'a1',
      endpoint: INSTALLATION.endpoint,
      accessToken: new Secret(`access-${serial}`),
      refreshToken: new Secret(`refresh-${serial}`),
      expiresAt: 1e15,
      userId: '1',
      oauthServer: 'https://oauth.bitrix.info/oauth/token/',
    });
  },
};
const credentialWith = (
  changes: Partial<InstallationStore> = {},
  options: Partial<ApplicationCredentialOptions> = {},
) =>
  createApplicationCredential({
    installation: INSTALLATION,
    store: { ...store, ...changes },
    oauth,
    wallClock: () => 1,
    now: () => 1,
    ...options,
  });

it('a token that cannot be stored is not used, and stored with the next call instead of being lost', async () => {
  let isFull = true;
  const credential = credentialWith({
    replace: (...change) =>
      isFull ? Promise.reject(new StoreError('The disk is full.')) : store.replace(...change),
  });
  await expect(credential.authorize('scope', {})).rejects.toThrow('The disk is full.');
  await expect(credential.authorize('scope', {})).rejects.toThrow('The disk is full.');
  isFull = false;
  expect((await credential.authorize('scope', {})).params).toEqual({ auth: 'access-1' });
  expect(exchanged).toEqual(['refresh-0']);
  expect((await store.find('a1'))?.refreshToken.reveal()).toBe('refresh-1');
});

it('a token is on disk before it is used', async () => {
  const credential = credentialWith();
  const { params } = await credential.authorize('scope', {});
  expect(params).toEqual({ auth: 'access-1' });
  const stored = await store.find('a1');
  expect([stored?.accessToken.reveal(), stored?.refreshToken.reveal()]).toEqual(['access-1', 'refresh-1']);
});

it('an installation that comes in between wins', async () => {
  const installed = { ...INSTALLATION, accessToken: new Secret('installed'), expiresAt: 2 };
  const credential = credentialWith({
    async replace(memberId, held, next) {
      await store.replace(memberId, held, installed);
      return store.replace(memberId, held, next);
    },
  });
  expect((await credential.authorize('scope', {})).params).toEqual({ auth: 'installed' });
  expect((await store.find('a1'))?.accessToken.reveal()).toBe('installed');
});

it('a token that was replaced meanwhile and is then called expired is not renewed', async () => {
  const credential = credentialWith();
  const first = await credential.authorize('scope', {});
  const second = await credential.authorize('scope', {});
  second.onExpired?.();
  const third = await credential.authorize('scope', {});
  // The answer to the first call was late.
  first.onExpired?.();
  expect((await credential.authorize('scope', {})).params).toEqual(third.params);
  expect(exchanged).toEqual(['refresh-0', 'refresh-1']);
});

it.each([
  ['back', -3_600_000],
  ['forward', 3_600_000],
])(
  'a renewal that failed is tried again after its pause, even if the wall clock jumps %s by an hour',
  async (_way, jumpMs) => {
    let [date, time] = [Date.UTC(2026, 2, 16), 0];
    let isDown = true;
    const credential = credentialWith(
      {},
      {
        wallClock: () => date,
        now: () => time,
        oauth: {
          addressOf: () => undefined,
          refresh: (token) => (isDown ? Promise.reject(new GrantError()) : oauth.refresh(token)),
        },
      },
    );
    const renewed = async () => {
      try {
        const { params } = await credential.authorize('scope', {});
        return params['auth'];
      } catch {
        return 'failed';
      }
    };
    expect(await renewed()).toBe('failed');
    isDown = false;
    date += jumpMs;
    expect(await renewed()).toBe('failed');
    time += 5_000;
    expect(await renewed()).toBe('access-1');
  },
);
