import { lookup as systemLookup } from 'node:dns';
import type { PortalSource, RateLimit } from '../config/config.ts';
import { MARGIN } from '../bitrix24/scheduling/rate-bucket.ts';
import { connect, type ConnectionOptions } from '../bitrix24/connection.ts';
import { boundLookups } from '../bitrix24/protocol/host-lookups.ts';
import type { Clock } from '../bitrix24/clock.ts';
import { createWebhookCredential } from '../credentials/webhook.ts';
import type { SharedRedis } from '../state/redis/open-redis.ts';
import { createRefusedTokens, type RefusedTokens } from '../state/refused-tokens.ts';
import { webhookPortal } from './webhook-portal.ts';
import type { Portals } from './portals.ts';
import { createWebhookStanding } from './webhook-standing.ts';

export interface PortalsOptions extends Omit<ConnectionOptions, 'onRenamed' | 'onlyPublic'> {
  readonly source: PortalSource;
  /** What the replicas share; undefined if there is only one. */
  readonly shared?: SharedRedis | undefined;
  /** Called when a portal has been renamed and the address in the settings is outdated. */
  readonly onRenamed: () => void;
  /** Called once when a portal has to install the application again. */
  readonly onReinstallNeeded: (portalKey: string) => void;
  /** Milliseconds since the epoch. */
  readonly wallClock: () => number;
}

/**
 * Connects to the portals of a source. What only one kind of source needs is loaded with it.
 *
 * @throws StoreError if tokens cannot be stored
 */
export async function connectPortals(options: PortalsOptions): Promise<Portals> {
  const { source, shared, onRenamed, onReinstallNeeded, wallClock, ...connection } = options;
  // Portals that are named from outside share it.
  const lookup = boundLookups(connection.lookup ?? systemLookup, connection.clock);
  const share = await sharedParts(shared, connection.config.rateLimit);
  switch (source.kind) {
    case 'webhook': {
      const standing = createWebhookStanding(connection.observe);
      return webhookPortal(
        connect({ ...connection, ...share(source.webhook.host), observe: standing.observe, onRenamed }),
        createWebhookCredential(source.webhook),
        standing,
      );
    }
    case 'passed-through': {
      const { passedThroughPortals } = await import('./passed-through-portals.ts');
      return passedThroughPortals({
        patterns: source.patterns,
        connect: (host) => connect({ ...connection, ...share(host), lookup, onlyPublic: true }),
        clock: connection.clock,
        refused: shared && (await sharedRefusedTokens(shared, connection)),
      });
    }
    case 'application': {
      const { openInstalledPortals } = await import('./open-installed-portals.ts');
      return openInstalledPortals(source, {
        shared,
        userAgent: connection.userAgent,
        proxy: connection.config.proxy,
        certificateAuthority: connection.certificateAuthority,
        // A renamed portal reports its new address with the next token.
        connect: (memberId) =>
          connect({
            ...connection,
            ...share(memberId),
            lookup,
            onlyPublic: true,
            onRenamed: () => undefined,
          }),
        wallClock,
        clock: connection.clock,
        observe: connection.observe,
        onReinstallNeeded,
      });
    }
  }
}

async function sharedRefusedTokens(shared: SharedRedis, { clock }: { clock: Clock }): Promise<RefusedTokens> {
  const { shareRefusedTokens } = await import('../state/redis/refused-tokens-in-redis.ts');
  return shareRefusedTokens(
    shared,
    createRefusedTokens(() => clock.now()),
  );
}

/** What the replicas share of one portal, by its name. */
async function sharedParts(
  shared: SharedRedis | undefined,
  rateLimit: RateLimit | undefined,
): Promise<(portal: string) => Pick<ConnectionOptions, 'sharedLocks' | 'sharedRate' | 'sharedOperating'>> {
  if (!shared) return () => ({});
  const [{ openPortalLocks }, { openSharedOperating }, { openSharedRate }] = await Promise.all([
    import('../state/redis/portal-locks-in-redis.ts'),
    import('../state/redis/operating-in-redis.ts'),
    import('../state/redis/rate-in-redis.ts'),
  ]);
  return (portal) => ({
    sharedLocks: openPortalLocks(shared, portal),
    sharedOperating: (chargedAs) => openSharedOperating(shared, portal, chargedAs),
    sharedRate:
      rateLimit &&
      openSharedRate(shared, portal, { ...rateLimit, burst: Math.max(1, rateLimit.burst - 2 * MARGIN) }),
  });
}
