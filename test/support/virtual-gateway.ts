import type { CancelSignal } from '../../src/bitrix24/cancellation.ts';
import { createClient, type Bitrix24Client } from '../../src/bitrix24/client.ts';
import type { PortalEvent } from '../../src/bitrix24/events.ts';
import { createLeasedBucket } from '../../src/bitrix24/scheduling/leased-bucket.ts';
import { createRateBucket, type RateBucket } from '../../src/bitrix24/scheduling/rate-bucket.ts';
import { createUnlimitedBucket } from '../../src/bitrix24/scheduling/unlimited-bucket.ts';
import { createScheduler } from '../../src/bitrix24/scheduling/scheduler.ts';
import { createSender } from '../../src/bitrix24/protocol/sender.ts';
import { createDoubt } from '../../src/bitrix24/settlement/doubt.ts';
import { createSettlement } from '../../src/bitrix24/settlement/settlement.ts';
import { createWriteRuns } from '../../src/bitrix24/scheduling/write-runs.ts';
import { TransportError, type HttpReply, type Post } from '../../src/bitrix24/protocol/transport.ts';
import type { Deadlines, RateLimit } from '../../src/config/config.ts';
import { LONGEST_RUN_MS } from '../../src/config/longest-run.ts';
import type { SharedRate } from '../../src/state/shared-rate.ts';
import { webhookUrlOf } from '../../src/config/webhook-url.ts';
import { createWebhookCredential } from '../../src/credentials/webhook.ts';
import { CLOUD_LIMITS, DEFAULT_WEBHOOK_CODE, type PortalOptions } from '../../src/emulator/options.ts';
import { createPortal, type Portal } from '../../src/emulator/portal.ts';
import type { PortalAnswer } from '../../src/emulator/request.ts';
import type { PortalLocks } from '../../src/state/portal-locks.ts';
import { createTelephony, type Telephony } from '../../src/telephony/telephony.ts';
import { createVirtualTime, type VirtualTime } from './virtual-time.ts';

/** The engine and a portal in virtual time, without HTTP between them. */
export interface VirtualGateway {
  readonly time: VirtualTime;
  readonly portal: Portal;
  /** A client for one operation, of a caller of the same name unless another one is given. */
  readonly client: (signal?: CancelSignal, caller?: string) => Bitrix24Client;
  /** The telephony as one operation sees it. */
  readonly telephony: (caller?: string, signal?: CancelSignal) => Telephony;
  /** Resolves as soon as no write is under way or being settled. */
  readonly idle: () => Promise<void>;
  /** What happened so far, as an observer is told. */
  readonly events: readonly PortalEvent[];
  readonly post: Post;
  /** What the engine believes of the portal's bucket. */
  readonly bucket: RateBucket;
}

export interface VirtualGatewayOptions {
  readonly portal?: Partial<PortalOptions>;
  readonly deadlines?: Deadlines;
  readonly repeatAddsAfterMs?: number;
  /** Default: LONGEST_RUN_MS. */
  readonly longestRunMs?: number;
  readonly rate?: RateLimit | undefined;
  readonly random?: () => number;
  /** Shared with other engines in the same time. */
  readonly sharedLocks?: PortalLocks;
  readonly time?: VirtualTime;
  /** Another replica, whose time and portal it shares. */
  readonly beside?: VirtualGateway | undefined;
  /** The rate bucket that it shares with other replicas. */
  readonly sharedRate?: SharedRate | undefined;
  /** Stands between the engine and the portal. */
  readonly network?: (post: Post) => Post;
}

export function createVirtualGateway(options: VirtualGatewayOptions = {}): VirtualGateway {
  const { beside, sharedRate } = options;
  const time = options.time ?? beside?.time ?? createVirtualTime();
  const events: PortalEvent[] = [];
  const observe = (event: PortalEvent) => {
    events.push(event);
  };
  const random = options.random ?? (() => 0.5);
  const portal =
    beside?.portal ??
    createPortal({
      random,
      latency: 'realistic',
      limits: CLOUD_LIMITS,
      cloudLimit: 100_000,
      ...options.portal,
      clock: time,
    });
  const webhook = webhookUrlOf(`https://portal.bitrix24.com/rest/1/${DEFAULT_WEBHOOK_CODE}/`);
  const credential = createWebhookCredential(webhook);
  const { network = (post: Post) => post } = options;
  const post = network(postTo(portal, time));
  const sender = createSender({ post, credential, clock: time });
  const rate = 'rate' in options ? options.rate : CLOUD_LIMITS.rate;
  let onChange: () => void = () => undefined;
  const leasedFrom = (shared: SharedRate, limit: RateLimit) =>
    createLeasedBucket({
      limit,
      shared,
      clock: time,
      onChange: () => {
        onChange();
      },
    });
  const ownBucket = () => (rate ? createRateBucket(rate, time.now()) : createUnlimitedBucket());
  const bucket = rate && sharedRate ? leasedFrom(sharedRate, rate) : ownBucket();
  const now = () => time.now();
  const { longestRunMs = LONGEST_RUN_MS } = options;
  const writeRuns = createWriteRuns(now, longestRunMs);
  const bucketWith = (changed: () => void) => {
    onChange = changed;
    return bucket;
  };
  const scheduler = createScheduler({ clock: time, random, createBucket: bucketWith, writeRuns, observe });
  const doubt = createDoubt({ now, runs: writeRuns, repeatAddsAfterMs: options.repeatAddsAfterMs ?? 10_000 });
  const settlement = createSettlement({
    clock: time,
    doubt,
    longestRunMs,
    observe,
    sharedLocks: options.sharedLocks,
  });
  const deadlines = options.deadlines ?? { readMs: 20_000, writeMs: 45_000 };
  const client = (signal?: CancelSignal, caller = 'someone') =>
    createClient({
      clock: time,
      deadlines,
      scheduler,
      settlement,
      sender,
      ofApplication: false,
      caller,
      signal,
    });
  const telephony = (caller?: string, signal?: CancelSignal) => createTelephony(client(signal, caller));
  const idle = () => settlement.idle();
  return { time, portal, client, telephony, idle, events, post, bucket };
}

/** The network between them: what a portal makes of a request becomes what an HTTP library would make of it. */
function postTo(portal: Portal, time: VirtualTime): Post {
  return ({ url, body, timeoutMs, onSend }) =>
    new Promise<HttpReply>((resolve, reject) => {
      onSend?.();
      const cancel = time.after(timeoutMs, () => {
        reject(new TransportError('timeout', true));
      });
      const arrive = (answer: PortalAnswer): void => {
        if (answer.kind === 'hang') return;
        if (answer.kind === 'slow-body') {
          time.after(answer.overMs, () => {
            arrive({ ...answer, kind: 'answer' });
          });
          return;
        }
        cancel();
        if (answer.kind === 'answer') {
          const { status, headers, body } = answer;
          resolve({ status, location: headers['location'], body, values: body.split(',').length });
        } else {
          reject(new TransportError('connection-lost', true));
        }
      };
      const { pathname } = new URL(url.reveal());
      portal
        .handle({
          method: 'POST',
          path: pathname,
          query: '',
          headers: { 'content-type': 'application/json', host: 'portal.bitrix24.com' },
          body,
          remoteAddress: '10.0.0.1',
          secure: true,
        })
        .then(arrive, reject);
    });
}
