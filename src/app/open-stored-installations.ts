import { performance } from 'node:perf_hooks';
import { systemClock } from '../bitrix24/clock.ts';
import type { ApplicationSource, Config } from '../config/config.ts';
import { createApplicationCredential } from '../credentials/application/application-credential.ts';
import type { Credential } from '../credentials/credential.ts';
import { connectOAuthServers } from '../portals/connect-oauth-servers.ts';
import type { Installation } from '../state/installations.ts';
import { openInstallations } from '../state/open-installations.ts';
import type { SharedRedis } from '../state/redis/open-redis.ts';
import { userAgent } from './user-agent.ts';

/** The installations of a gateway, for programs that run beside it. */
export interface StoredInstallations {
  readonly all: readonly Installation[];
  /** What the portal of one of them is called with. */
  readonly credentialOf: (installation: Installation) => Credential;
  /** Ends the process's use of them. */
  readonly close: () => Promise<void>;
}

type StoredSettings = Pick<Config, 'redis' | 'deadlines' | 'longestRunMs' | 'proxy'>;

/** @throws StoreError if they cannot be read */
export async function openStoredInstallations(
  source: ApplicationSource,
  settings: StoredSettings,
): Promise<StoredInstallations> {
  const shared = await openShared(settings);
  const wallClock = Date.now;
  const oauth = connectOAuthServers(source, { userAgent: userAgent(), proxy: settings.proxy, wallClock });
  const close = async () => {
    oauth.close();
    await shared?.link.close();
  };
  try {
    const store = await openInstallations(source, shared);
    return {
      all: await store.all(),
      credentialOf: (installation) =>
        createApplicationCredential({
          installation,
          store,
          oauth,
          wallClock,
          now: () => performance.now(),
        }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openShared({
  redis,
  deadlines,
  longestRunMs,
}: StoredSettings): Promise<SharedRedis | undefined> {
  if (!redis) return undefined;
  const { openRedis } = await import('../state/redis/open-redis.ts');
  const shared = openRedis(redis, {
    clock: systemClock(),
    random: Math.random,
    longestWriteMs: deadlines.writeMs + longestRunMs,
  });
  await shared.link.probed;
  return shared;
}
