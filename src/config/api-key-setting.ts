import { z } from 'zod';
import { SCOPES, type Scope } from './scopes.ts';
import type { Parsed } from './setting-reader.ts';

/** A key that a caller may present. The gateway knows only its hash. */
export interface ApiKey {
  readonly name: string;
  /** SHA-256 of the key, in hexadecimal digits. */
  readonly sha256: string;
  readonly scopes: readonly Scope[];
  /** Names of the portals it is valid for; `*`: all of them; undefined: whichever portal the gateway has. */
  readonly portals?: readonly string[] | '*' | undefined;
}

/** A member_id, or a host and its port. */
const PORTAL_NAME = /^[\w.:-]{1,253}$/;

/** The keys in a setting, or a description of the mistake that does not quote it. */
export function parseApiKeys(text: string): Parsed<readonly ApiKey[]> {
  const key = z.strictObject({
    name: z.string().regex(/^[\w .@-]{1,50}$/),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    scopes: z.array(z.enum(SCOPES)).min(1),
    portals: z.union([z.literal('*'), z.array(z.string().regex(PORTAL_NAME)).min(1)]).optional(),
  });
  const parsed = z.array(key).min(1).safeParse(parseJson(text));
  if (!parsed.success) {
    return {
      problem: `must be a JSON list of {"name", "sha256", "scopes", "portals"} with scopes from ${SCOPES.join(', ')}, as "npm run api-key" prints it`,
    };
  }
  const hashes = new Set(parsed.data.map(({ sha256 }) => sha256));
  return hashes.size === parsed.data.length
    ? { value: parsed.data }
    : { problem: 'must not list the same key twice' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
