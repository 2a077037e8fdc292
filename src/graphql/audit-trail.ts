/**
 * What an operation did that has to be accounted for. Holds IDs of the portal and names of fields, and nothing else.
 */
export interface AuditTrail {
  /** What each root field of a mutation was about, by its key in the response, such as `configId 12`. */
  readonly targets: Map<string, Set<string>>;
  /** The objects of which each field with a password was read: `SipLine.password` → `configId 12`. */
  readonly secretsRead: Map<string, Set<string>>;
  /** The root fields that returned an earlier outcome because of their idempotency key, by their keys in the response. */
  readonly replayed: Set<string>;
}

export function createAuditTrail(): AuditTrail {
  return { targets: new Map(), secretsRead: new Map(), replayed: new Set() };
}
