import { createOperatingBudget } from './limits/operating-budget.ts';
import type { OperatingBudget } from './limits/operating-budget.ts';
import { createRateBuckets } from './limits/rate-bucket.ts';
import type { RateBuckets } from './limits/rate-bucket.ts';
import { CLOUD_LIMITS } from './options.ts';
import type { PortalOptions } from './options.ts';
import { createCallHistory } from './store/call-history.ts';
import type { CallHistory } from './store/call-history.ts';
import { createCarrier } from './store/carrier.ts';
import type { Carrier } from './store/carrier.ts';
import { createSipConnector } from './store/sip-connector.ts';
import type { SipConnector } from './store/sip-connector.ts';
import { createTelephonyStore } from './store/telephony-store.ts';
import type { TelephonyStore } from './store/telephony-store.ts';
import { createUsers } from './store/users.ts';
import type { Users } from './store/users.ts';

/**
 * The state of the whole portal.
 *
 * - `overloaded`: blocked manually because of overload.
 * - `deleted`: closed permanently.
 * - `no-rest-plan`: the plan does not include REST.
 * - `no-feature`: the plan does not include what the method is part of.
 * - `blocked-license`: the vendor has blocked the portal because of its license.
 * - `no-authorization-server`: the portal cannot check access tokens, because it does not reach the vendor's server.
 */
export type PortalCondition =
  | 'normal'
  | 'overloaded'
  | 'deleted'
  | 'no-rest-plan'
  | 'no-feature'
  | 'blocked-license'
  | 'no-authorization-server';

/** Everything that a reset restores to its initial state. */
export interface PortalState {
  readonly store: TelephonyStore;
  readonly carrier: Carrier;
  readonly users: Users;
  readonly calls: CallHistory;
  readonly connector: SipConnector;
  readonly budget: OperatingBudget;
  readonly buckets: RateBuckets;
  cloudLimit: number;
  /** Info calls allowed in a month. */
  infocallLimit: number;
  condition: PortalCondition;
  /** The only host that is served; undefined if the portal was never renamed and serves any. */
  host: string | undefined;
}

export function createPortalState(options: PortalOptions): PortalState {
  const { rate = 'off', operating = 'off' } = options.limits ?? {};
  const users = createUsers();
  users.put({ id: 1, phoneEnabled: true, sipPassword: '28fec473a88a' });
  return {
    store: createTelephonyStore(options.firstConfigId ?? 1),
    carrier: createCarrier(options.firstRegId ?? 150_907, options.carrier ?? 'registers'),
    users,
    calls: createCallHistory(),
    connector: createSipConnector(),
    budget: createOperatingBudget(
      operating === 'off' ? CLOUD_LIMITS.operating : operating,
      operating !== 'off',
    ),
    buckets: createRateBuckets(rate),
    cloudLimit: options.cloudLimit ?? 10,
    infocallLimit: Infinity,
    condition: 'normal',
    host: undefined,
  };
}
