/** The rate bucket of one portal, which all replicas draw from in small parts. */
export interface SharedRate {
  /**
   * Reports requests that were sent, and leases tokens for more. Undefined if what replicas share cannot be reached: then
   * it is unknown whether that was recorded, and reporting it again is safe.
   */
  sync(request: RateRequest): Promise<RateLease | undefined>;
  /** Replicas of the gateway at the last time that this was known; undefined if it never was. */
  replicas(): number | undefined;
}

export interface RateRequest {
  /** Requests that were sent and not reported so far. */
  readonly spent: number;
  /** How many tokens to hold from now on. Those beyond it are given back. */
  readonly want: number;
  /** The portal has refused a request for its rate. */
  readonly refused: boolean;
}

export interface RateLease {
  /** Tokens that may be used for {@link RATE_LEASE_MS} from the moment of the request. */
  readonly tokens: number;
  /** Tokens that nobody holds. */
  readonly left: number;
  /** Milliseconds until there is one more for this replica; 0 if it holds as many as it wants. */
  readonly nextInMs: number;
  /** Replicas that use the portal at present, this one included. */
  readonly sharers: number;
}

/** How long leased tokens may be used, in milliseconds. Those that are not given back by then count as used. */
export const RATE_LEASE_MS = 3_000;
