/** What a caller of the gateway may be allowed: to read, to change, to make phones ring, to see passwords. */
export const SCOPES = ['telephony:read', 'telephony:write', 'telephony:call', 'telephony:secrets'] as const;
export type Scope = (typeof SCOPES)[number];
