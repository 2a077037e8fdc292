/** What an example shows instead of values that differ from run to run. */
const REQUEST_ID = '0c4ec7a0-5d0f-4a3e-9f6c-0f1d7a3f1c55';
const PORTAL = 'https://your-portal.bitrix24.com';
const PORTAL_KEY = 'pQ4xw7Lk2VbN';

/** Waits that the clock shortens while an example is executed, in milliseconds. */
const WAITS = ['retryAfterMs', 'checkAfterMs'];

/** How much of a wait may have passed until the response. */
const MAY_HAVE_PASSED_MS = 40_000;

/** Waits are counted in fractions of a millisecond and rounded up. */
const ROUNDING_MS = 1;

export interface Volatile {
  /** The address of the emulated portal. */
  readonly portal: string;
  /** What a wait was at first. */
  readonly waitMs?: number | undefined;
}

/**
 * A response as the reference shows it: with a made-up ID of the request, address of the portal and IDs of its objects, and
 * with waits as they were at first.
 *
 * @throws Error if a wait is not what is left of the given one
 */
export function withMadeUpValues(response: unknown, { portal, waitMs }: Volatile): unknown {
  return JSON.parse(JSON.stringify(response), (key, value: unknown) => {
    if (key === 'requestId') return REQUEST_ID;
    if (WAITS.includes(key)) return wholeWait(key, value, waitMs);
    if (typeof value !== 'string') return value;
    if (key === 'id') return madeUpId(value);
    return value.replaceAll(portal, PORTAL).replaceAll(new URL(portal).host, new URL(PORTAL).host);
  });
}

function wholeWait(key: string, value: unknown, waitMs: number | undefined): number {
  const actual = Number(value);
  if (waitMs === undefined || actual > waitMs + ROUNDING_MS || actual < waitMs - MAY_HAVE_PASSED_MS)
    throw new Error(`${key} is ${String(actual)}, which is not what is left of ${String(waitMs)}.`);
  return waitMs;
}

/** Global IDs start with a hash of the portal's address. */
function madeUpId(id: string): string {
  const [key = '', ...rest] = Buffer.from(id, 'base64url').toString().split('/');
  if (!/^[\w-]{12}$/.test(key) || rest.length !== 2) return id;
  return Buffer.from([PORTAL_KEY, ...rest].join('/')).toString('base64url');
}
