import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/bitrix24/clock.ts';
import type { Connection } from '../../src/bitrix24/connection.ts';
import { ANONYMOUS } from '../../src/callers/caller.ts';
import { Secret } from '../../src/config/secret.ts';
import type { Grant } from '../../src/credentials/application/oauth-servers.ts';
import { installedPortals } from '../../src/portals/installed-portals.ts';
import { passedThroughPortals } from '../../src/portals/passed-through-portals.ts';
import type { Portals } from '../../src/portals/portals.ts';
import type { Installation, InstallationStore } from '../../src/state/installations.ts';
import { sipGet } from '../../src/telephony/sip-lines/methods.ts';
import { collectGarbage } from '../support/heap.ts';
import { connectToCannedPortal } from '../support/canned-portal.ts';
import { createVirtualTime } from '../support/virtual-time.ts';

const MINUTE_MS = 60_000;
/** What is idle for an hour is forgotten at most five minutes later. */
const FORGOTTEN_MS = 66 * MINUTE_MS;

/** What a garbage collection may leave, because compiled code still refers to what it has just used. */
const FEW = 10;

/** Time, and what is kept: timers, and connections that cannot be collected. */
function start() {
  const time = createVirtualTime();
  const timers = new Set<object>();
  const clock: Clock = {
    now: () => time.now(),
    after(delayMs, task) {
      const timer = {};
      timers.add(timer);
      const cancel = time.after(delayMs, () => {
        timers.delete(timer);
        task();
      });
      return () => {
        timers.delete(timer);
        cancel();
      };
    },
  };
  const created: WeakRef<Connection>[] = [];
  const connect = () => {
    const connection = connectToCannedPortal(clock);
    created.push(new WeakRef(connection));
    return connection;
  };
  const call = async (portals: Portals, portal: string, token?: string) => {
    const access = await portals.find({ portal, token, caller: { ...ANONYMOUS, portals: 'all' } });
    if (typeof access === 'string') throw new Error(access);
    await access.open('someone').call(sipGet({ filter: {} }));
  };
  return {
    time,
    clock,
    connect,
    call: (...request: Parameters<typeof call>) => time.until(call(...request)),
    passMinutes: (minutes: number) => time.until(time.sleep(minutes * MINUTE_MS)),
    timers: () => timers.size,
    created: () => created.length,
    kept: async () => {
      await collectGarbage();
      return created.filter((each) => each.deref()).length;
    },
  };
}

const openIn = (portals: Portals) => [...portals.inUse().connections].length;
const tokensIn = (portals: Portals) => [...portals.inUse().accesses].length;

describe('portals that callers name', () => {
  const startPassedThrough = () => {
    const world = start();
    const { clock, connect } = world;
    return { ...world, portals: passedThroughPortals({ patterns: ['*.bitrix24.com'], connect, clock }) };
  };

  it('are at most 1,000 at once, each with its only connection, however many tokens there are', async () => {
    const { portals, call, kept, created } = startPassedThrough();
    for (let n = 0; n < 1_200; n += 1) await call(portals, `p${n}.bitrix24.com`, `token-of-portal-${n}`);
    expect(created()).toBe(1_200);
    expect([openIn(portals), tokensIn(portals)]).toEqual([1_000, 1_200]);
    await expect.poll(kept).toBeLessThan(1_000 + FEW);
    // The token of an evicted portal gets a new connection.
    await call(portals, 'p0.bitrix24.com', 'token-of-portal-0');
    expect([created(), openIn(portals)]).toEqual([1_201, 1_000]);
    await portals.close();
  });

  it('are forgotten with their tokens when they have been idle for an hour, and leave no timer', async () => {
    const { portals, call, kept, timers, passMinutes } = startPassedThrough();
    for (let n = 0; n < 50; n += 1) await call(portals, `p${n}.bitrix24.com`, `token-of-portal-${n}`);
    await passMinutes(59);
    expect([openIn(portals), tokensIn(portals)]).toEqual([50, 50]);
    await passMinutes(7);
    expect([openIn(portals), tokensIn(portals), timers()]).toEqual([0, 0, 0]);
    await expect.poll(kept).toBeLessThan(FEW);
  });

  it('stay while they are used', async () => {
    const { portals, call, created, passMinutes } = startPassedThrough();
    for (let n = 0; n < 5; n += 1) {
      await call(portals, 'portal.bitrix24.com', 'token-of-portal');
      await passMinutes(45);
    }
    expect(created()).toBe(1);
    await portals.close();
  });
});

describe('portals that have installed the application', () => {
  function startInstalled(installations: readonly Installation[], canStore: () => boolean = () => true) {
    const world = start();
    const { time, clock, connect } = world;
    const stored = new Map(installations.map((each) => [each.memberId, each]));
    let listed = 0;
    let exchanges = 0;
    const store: InstallationStore = {
      check: () => Promise.resolve(),
      all() {
        listed += 1;
        return Promise.resolve([...stored.values()]);
      },
      find: (memberId) => Promise.resolve(stored.get(memberId)),
      replace(memberId, _held, next) {
        if (!canStore()) return Promise.reject(new Error('the disk is full'));
        if (next) stored.set(memberId, next);
        return Promise.resolve(true);
      },
      withLock: (_memberId, work) => work(),
      idle: () => Promise.resolve(),
    };
    const refresh = (): Promise<Grant> => {
      exchanges += 1;
      const { accessToken, refreshToken } = installation('a'.repeat(32), Infinity);
      const tokens = { accessToken, refreshToken, expiresAt: Infinity };
      return Promise.resolve({
        ...tokens,
        memberId: 'a'.repeat(32),
        userId: '1',
        endpoint: 'https://portal.bitrix24.com/rest/',
        oauthServer: 'https://oauth.bitrix.info/oauth/token/',
      });
    };
    const portals = installedPortals({
      store,
      connect,
      clock,
      wallClock: () => time.now(),
      oauth: { addressOf: () => undefined, refresh, close: () => undefined },
      onReinstallNeeded: () => undefined,
    });
    return { ...world, portals, listed: () => listed, exchanges: () => exchanges };
  }

  function installation(memberId: string, expiresAt: number): Installation {
    return {
      memberId,
      endpoint: 'https://portal.bitrix24.com/rest/',
      accessToken: new Secret('access-token'),
      refreshToken: new Secret('refresh-token'),
      expiresAt,
      applicationToken: new Secret('application-token'),
      oauthServer: undefined,
      reinstallNeeded: false,
    };
  }

  it('are found without a look at the others, and forgotten but for their tokens when idle', async () => {
    const ids = Array.from({ length: 50 }, (_, index) => index.toString(16).padStart(32, 'b'));
    const { portals, call, kept, timers, passMinutes, listed } = startInstalled(
      ids.map((id) => installation(id, Infinity)),
    );
    for (const id of ids) await call(portals, id);
    expect([openIn(portals), listed()]).toEqual([50, 0]);
    await passMinutes(FORGOTTEN_MS / MINUTE_MS);
    expect([openIn(portals), timers()]).toEqual([0, 0]);
    await expect.poll(kept).toBeLessThan(FEW);
    await call(portals, ids[0] ?? '');
    expect(openIn(portals)).toBe(1);
    await portals.close();
  });

  it('stay as long as they hold tokens that could not be stored', async () => {
    let canStore = false;
    const memberId = 'a'.repeat(32);
    const { portals, call, passMinutes, exchanges } = startInstalled(
      [installation(memberId, 0)],
      () => canStore,
    );
    await expect(call(portals, memberId)).rejects.toThrow();
    await passMinutes(FORGOTTEN_MS / MINUTE_MS);
    canStore = true;
    await call(portals, memberId);
    // The refresh token was used once: a second time the vendor would refuse it.
    expect(exchanges()).toBe(1);
    await portals.close();
  });
});
