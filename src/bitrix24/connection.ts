import type { LookupFunction } from 'node:net';
import type { AnswerMemory } from './answer-memory.ts';
import { createClient, type Bitrix24Client, type OperationHooks } from './client.ts';
import { stoppable, type Clock } from './clock.ts';
import type { Observe } from './events.ts';
import { createAddressGuard } from './protocol/address-guard.ts';
import { createLeasedBucket } from './scheduling/leased-bucket.ts';
import { createRateBucket } from './scheduling/rate-bucket.ts';
import { createUnlimitedBucket } from './scheduling/unlimited-bucket.ts';
import { followRenamedPortal } from './protocol/redirect.ts';
import { createScheduler, type Load } from './scheduling/scheduler.ts';
import { createOperatingBudget } from './scheduling/operating-budget.ts';
import { createSharedOperatingBudget } from './scheduling/shared-operating-budget.ts';
import { judgedSender } from './protocol/judged-sender.ts';
import { createSender, type Sender } from './protocol/sender.ts';
import { createDoubt } from './settlement/doubt.ts';
import { createSettlement } from './settlement/settlement.ts';
import { createWriteRuns } from './scheduling/write-runs.ts';
import { createTransport, type Transport } from './protocol/transport.ts';
import type { Config } from '../config/config.ts';
import { isProxied } from '../config/proxy.ts';
import type { PortalLocks } from '../state/portal-locks.ts';
import type { SharedOperating } from '../state/shared-operating.ts';
import type { SharedRate } from '../state/shared-rate.ts';
import type { Credential } from '../credentials/credential.ts';

export interface ConnectionOptions {
  readonly config: Config;
  readonly clock: Clock;
  /** `name/version`, which the vendor requires in every request. */
  readonly userAgent: string;
  /** Shared by all portals; without a limit by default. */
  readonly memory?: AnswerMemory | undefined;
  /** From 0 to below 1. */
  readonly random: () => number;
  /**
   * The portal's address comes from a caller or from the vendor's server: connects only to public addresses and to the
   * exceptions in the settings.
   */
  readonly onlyPublic?: boolean | undefined;
  /** Called when the portal was followed to a new address; undefined: no redirect is followed. */
  readonly onRenamed?: (() => void) | undefined;
  /** The locks of this portal that replicas share; undefined if there is only one. */
  readonly sharedLocks?: PortalLocks | undefined;
  /** The rate bucket of this portal that replicas share; undefined if there is only one. */
  readonly sharedRate?: SharedRate | undefined;
  /** The operating budget that replicas share, of the credential of this name; undefined if there is only one. */
  readonly sharedOperating?: ((chargedAs: string) => SharedOperating) | undefined;
  /** Called with the events of this portal's calls. */
  readonly observe?: Observe | undefined;
  /** Stands in for DNS. */
  readonly lookup?: LookupFunction | undefined;
  /** Stands in for the network. */
  readonly transport?: Transport | undefined;
  /** PEM certificate of an authority to trust instead of the system's. */
  readonly certificateAuthority?: string | undefined;
}

/** A portal with everything that calls to it share: connections, limits, queue and settlement. */
export interface Connection {
  /** Returns access with this credential. */
  attach(credential: Credential): Access;
  /** Resolves as soon as no write is in flight or being settled, in the background included. */
  idle(): Promise<void>;
  /** Resolves as soon as, in addition, nothing is in doubt that other writes are refused for. */
  settled(): Promise<void>;
  load(): Load;
  close(): void;
}

/** Access to a portal with one credential. */
export interface Access {
  readonly portalKey: string;
  /** Whether the credential is the caller's own. */
  readonly ofCaller: boolean;
  /**
   * A client for one operation.
   *
   * @param caller the caller it belongs to: the callers of a portal get equal shares of it
   */
  open(caller: string, hooks?: OperationHooks): Bitrix24Client;
  /** Seconds that each method has run with this credential in the last ten minutes. */
  operatingSeconds(): ReadonlyMap<string, number>;
}

/** Builds the path from a telephony function to the portal: scheduler, settlement, sender, transport. */
export function connect(options: ConnectionOptions): Connection {
  const { config, userAgent, memory, clock, random, observe, onRenamed, certificateAuthority } = options;
  const now = () => clock.now();
  const { proxy } = config;
  const guard = options.onlyPublic
    ? createAddressGuard({
        exceptions: config.privateAddresses,
        loopback: !config.production,
        isProxied: proxy && ((url) => isProxied(proxy, url)),
        lookup: options.lookup,
        now,
      })
    : undefined;
  const lookup = guard?.lookup ?? options.lookup;
  const transport =
    options.transport ??
    createTransport({
      userAgent,
      proxy,
      ...(memory && { memory }),
      ...(lookup && { lookup }),
      ...(certificateAuthority && { certificateAuthority }),
    });
  const send = guard ? guard.guardPost(transport.post) : transport.post;
  const post = onRenamed ? followRenamedPortal(send, onRenamed, now) : send;
  const { rateLimit } = config;
  const { sharedRate, sharedOperating } = options;
  const timers = stoppable(clock);
  const createBucket = (onChange: () => void) => {
    if (!rateLimit) return createUnlimitedBucket();
    return sharedRate
      ? createLeasedBucket({ limit: rateLimit, shared: sharedRate, clock: timers, onChange })
      : createRateBucket(rateLimit, now());
  };
  const chargedAs = new WeakMap<Sender, string>();
  const createBudget = (sender: Sender, onChange: () => void) =>
    sharedOperating
      ? createSharedOperatingBudget({
          shared: sharedOperating(chargedAs.get(sender) ?? ''),
          clock: timers,
          onChange,
        })
      : createOperatingBudget();
  const { deadlines, longestRunMs, repeatAddsAfterMs } = config;
  const writeRuns = createWriteRuns(now, longestRunMs);
  const scheduler = createScheduler({ clock, random, createBucket, createBudget, writeRuns, observe });
  const doubt = createDoubt({ now, runs: writeRuns, repeatAddsAfterMs });
  const settlement = createSettlement({
    clock,
    doubt,
    longestRunMs,
    observe,
    sharedLocks: options.sharedLocks,
  });
  return {
    attach(credential) {
      const { standing, ofApplication, ofCaller } = credential;
      const direct = createSender({ post, credential, clock });
      const sender = standing ? judgedSender(direct, standing) : direct;
      chargedAs.set(sender, credential.chargedAs);
      return {
        portalKey: credential.portalKey,
        ofCaller,
        open: (caller, hooks) =>
          createClient({
            clock,
            deadlines,
            scheduler,
            settlement,
            sender,
            standing,
            ofApplication,
            caller,
            ...hooks,
          }),
        operatingSeconds: () => scheduler.operatingSeconds(sender),
      };
    },
    idle: () => settlement.idle(),
    settled: () => settlement.settled(),
    load: () => scheduler.load(),
    close: () => {
      settlement.close();
      timers.stop();
      transport.close();
    },
  };
}
