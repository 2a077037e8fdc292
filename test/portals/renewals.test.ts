import { expect, it } from 'vitest';
import { ANONYMOUS } from '../../src/callers/caller.ts';
import { Secret } from '../../src/config/secret.ts';
import { GrantError, type OAuthServers } from '../../src/credentials/application/oauth-servers.ts';
import { translateError } from '../../src/graphql/errors/translate.ts';
import { installedPortals } from '../../src/portals/installed-portals.ts';
import type { Installation, InstallationStore } from '../../src/state/installations.ts';
import { sipGet } from '../../src/telephony/sip-lines/methods.ts';
import { connectToCannedPortal } from '../support/canned-portal.ts';
import { createVirtualTime } from '../support/virtual-time.ts';

const ENDPOINT = 'https://portal.bitrix24.com/rest/';
const nameOf = (portal: number) => portal.toString(16).padStart(32, 'a');

/** Portals whose tokens have all expired. */
function start(portals: number, refresh: OAuthServers['refresh']) {
  const time = createVirtualTime();
  const stored = new Map(
    Array.from({ length: portals }, (_, portal): [string, Installation] => [
      nameOf(portal),
      {
        memberId: nameOf(portal),
        endpoint: ENDPOINT,
        accessToken: new Secret(`access of ${nameOf(portal)}`),
        refreshToken: new Secret(nameOf(portal)),
        expiresAt: 0,
        applicationToken: new Secret('application-token'),
        oauthServer: undefined,
        reinstallNeeded: false,
      },
    ]),
  );
  const store: InstallationStore = {
    check: () => Promise.resolve(),
    all: () => Promise.resolve([...stored.values()]),
    find: (memberId) => Promise.resolve(stored.get(memberId)),
    replace(memberId, _held, next) {
      if (next) stored.set(memberId, next);
      return Promise.resolve(true);
    },
    withLock: (_memberId, work) => work(),
    idle: () => Promise.resolve(),
  };
  let exchanges = 0;
  const installed = installedPortals({
    store,
    connect: () => connectToCannedPortal(time),
    clock: time,
    wallClock: () => time.now(),
    oauth: {
      addressOf: () => undefined,
      refresh(...request) {
        exchanges += 1;
        return refresh(...request);
      },
      close: () => undefined,
    },
    onReinstallNeeded: () => undefined,
  });
  const call = async (portal: number) => {
    const caller = { ...ANONYMOUS, portals: 'all' } as const;
    const access = await installed.find({ portal: nameOf(portal), token: undefined, caller });
    if (typeof access === 'string') throw new Error(access);
    return access
      .open('someone')
      .call(sipGet({ filter: {} }))
      .then(() => 'served' as const, translateError);
  };
  return {
    exchanges: () => exchanges,
    call: (portal: number) => time.until(call(portal)),
    callAll: () => time.until(Promise.all(Array.from({ length: portals }, (_, portal) => call(portal)))),
    pass: (ms: number) => time.until(time.sleep(ms)),
    close: () => installed.close(),
  };
}

it('of many portals at once, a hundred renew their tokens in ten seconds, and the others can be called again then', async () => {
  const portals = start(130, (refreshToken) =>
    Promise.resolve({
      memberId: refreshToken.reveal(),
      endpoint: ENDPOINT,
      accessToken: new Secret('renewed'),
      refreshToken,
      expiresAt: Infinity,
      userId: '1',
      oauthServer: 'https://oauth.bitrix.info/oauth/token/',
    }),
  );
  const outcomes = await portals.callAll();
  expect(portals.exchanges()).toBe(100);
  const refused = outcomes.flatMap((outcome) => (outcome === 'served' ? [] : [outcome]));
  expect(refused).toHaveLength(30);
  for (const { extensions } of refused) {
    expect(extensions).toMatchObject({
      code: 'RATE_LIMITED',
      retryable: true,
      bitrix24: {
        method: 'voximplant.sip.get',
        description: 'The call had no valid token, so the portal did not execute it.',
      },
    });
    expect(extensions).toHaveProperty('retryAfterMs', 10_000);
  }
  // Those whose tokens are valid are not affected.
  expect(await portals.call(0)).toBe('served');
  await portals.pass(10_000);
  expect(await portals.callAll()).toEqual(Array(130).fill('served'));
  expect(portals.exchanges()).toBe(130);
  await portals.close();
});

it('a portal whose renewals all fail leaves those of the others what they need', async () => {
  const portals = start(20, () => Promise.reject(new GrantError()));
  for (let n = 0; n < 100; n += 1) await portals.call(0);
  const spent = portals.exchanges();
  await portals.callAll();
  expect(portals.exchanges() - spent).toBeGreaterThanOrEqual(19);
  await portals.close();
});
