import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Secret } from '../../src/config/secret.ts';
import { createInstallationEvents } from '../../src/credentials/application/installation-events.ts';
import { GrantError } from '../../src/credentials/application/oauth-servers.ts';
import { openInstallationFile } from '../../src/state/installation-file.ts';
import { anyText } from '../support/any-text.ts';

const INSTALLATION = {
  memberId: 'a1',
  endpoint: 'https://portal.example.com/rest/',
  accessToken: new Secret('access-token'),
  refreshToken: new Secret('refresh-token'),
  expiresAt: 1e15,
  applicationToken: new Secret('application-token'),
  oauthServer: undefined,
  reinstallNeeded: false,
};

const name = fc.constantFrom(
  'event',
  'auth[refresh_token]',
  'auth[application_token]',
  'auth[member_id]',
  'auth[server_endpoint]',
  'auth[access_token]',
  'auth[__proto__]',
  'auth[]',
  'auth',
  '__proto__[member_id]',
  'constructor[prototype][x]',
  'data[VERSION]',
);
const value = fc.oneof(
  anyText(),
  fc.constantFrom(
    'ONAPPINSTALL',
    'ONAPPUPDATE',
    'ONAPPUNINSTALL',
    'ONAPPMETHODCONFIRM',
    'a1',
    '__proto__',
    'f'.repeat(70),
    'application-tokeN',
    '../a1',
  ),
);

it('no form that nobody could have made changes an installation', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tokens-'));
  const store = await openInstallationFile(join(folder, 'tokens.jwe'), new Secret('0f'.repeat(32)));
  await store.replace('a1', undefined, INSTALLATION);
  const handle = createInstallationEvents({
    store,
    // Knows none of the tokens that are made up here.
    oauth: { addressOf: () => undefined, refresh: () => Promise.reject(new GrantError('invalid_grant')) },
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(name, value), { maxLength: 12 }), async (fields) => {
      const outcome = await handle(new URLSearchParams(fields));
      expect(['refused', 'unknown']).toContain(outcome);
      const kept = (await store.all()).map(
        ({ memberId, refreshToken, applicationToken, reinstallNeeded }) => [
          memberId,
          refreshToken.reveal(),
          applicationToken.reveal(),
          reinstallNeeded,
        ],
      );
      expect(kept).toEqual([['a1', 'refresh-token', 'application-token', false]]);
    }),
    { numRuns: 1_000 },
  );
  expect({}).not.toHaveProperty('x');
  await rm(folder, { recursive: true });
});
