import { expect, it } from 'vitest';
import { Secret } from '../../src/config/secret.ts';
import type { Installation, InstallationStore } from '../../src/state/installations.ts';

export function installation(changes: Partial<Installation> = {}): Installation {
  return {
    memberId: 'a1',
    endpoint: 'https://portal.example.com/rest/',
    accessToken: new Secret('sentinel-access'),
    refreshToken: new Secret('sentinel-refresh'),
    expiresAt: 1_700_000_000_000,
    applicationToken: new Secret('sentinel-application'),
    oauthServer: undefined,
    reinstallNeeded: false,
    ...changes,
  };
}
export const revealed = (found: Installation | undefined) =>
  found && {
    ...found,
    accessToken: found.accessToken.reveal(),
    refreshToken: found.refreshToken.reveal(),
    applicationToken: found.applicationToken.reveal(),
  };

/**
 * What every store of installations must do.
 *
 * @param open opens a store of the same things, as another process would
 */
export function storesInstallations(open: () => Promise<InstallationStore>): void {
  it('gives back what was put in, also to another process that has the key', async () => {
    const store = await open();
    expect(await store.all()).toEqual([]);
    expect(await store.find('a1')).toBeUndefined();
    expect(await store.replace('a1', undefined, installation())).toBe(true);
    const other = await open();
    expect(revealed(await other.find('a1'))).toEqual(revealed(installation()));
    expect(await other.find('constructor')).toBeUndefined();
  });

  it('sees at once what another process wrote', async () => {
    const [one, other] = [await open(), await open()];
    expect(await one.find('a1')).toBeUndefined();
    await other.replace('a1', undefined, installation());
    expect(revealed(await one.find('a1'))?.accessToken).toBe('sentinel-access');
    await other.replace('a1', installation(), undefined);
    expect(await one.all()).toEqual([]);
  });

  it('replaces only what is still there', async () => {
    const store = await open();
    await store.replace('a1', undefined, installation());
    const next = installation({ accessToken: new Secret('another') });
    for (const held of [
      undefined,
      installation({ refreshToken: new Secret('old') }),
      installation({ reinstallNeeded: true }),
    ]) {
      expect(await store.replace('a1', held, next)).toBe(false);
      expect(await store.replace('a1', held, undefined)).toBe(false);
    }
    expect(await store.replace('b2', installation(), undefined)).toBe(false);
    expect(revealed(await store.find('a1'))).toEqual(revealed(installation()));
  });

  it('lets one of many win, and loses no change to another portal', async () => {
    const [one, two] = [await open(), await open()];
    const won = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const store = index % 2 === 0 ? one : two;
        const mine = installation({ accessToken: new Secret(`token ${index}`) });
        const other = installation({ memberId: `other${index}` });
        const [first] = await Promise.all([
          store.replace('a1', undefined, mine),
          store.replace(other.memberId, undefined, other),
        ]);
        return first;
      }),
    );
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await one.all()).toHaveLength(11);
    expect(revealed(await one.find('a1'))?.accessToken).toBe(`token ${won.indexOf(true)}`);
  });

  it('lets work on one portal run alone, and on two portals side by side', async () => {
    const [one, other] = [await open(), await open()];
    const order: string[] = [];
    const work = (name: string) => async () => {
      order.push(`${name} begins`);
      await one.find('a1');
      order.push(`${name} ends`);
    };
    await Promise.all([one.withLock('a1', work('first')), other.withLock('a1', work('second'))]);
    expect(order.map((text) => text.split(' ')[1])).toEqual(['begins', 'ends', 'begins', 'ends']);
    await one.withLock('a1', () => other.withLock('b2', work('third')));
    expect(order).toContain('third ends');
    await expect(one.withLock('a1', () => Promise.reject(new Error('its own')))).rejects.toThrow('its own');
    await other.withLock('a1', work('fourth'));
    await Promise.all([one.idle(), other.idle()]);
  });
}
