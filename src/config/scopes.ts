/** What a caller may be permitted to do: read, change, make phones ring, see passwords. */
export const SCOPES = ['telephony:read', 'telephony:write', 'telephony:call', 'telephony:secrets'] as const;
export type Scope = (typeof SCOPES)[number];
