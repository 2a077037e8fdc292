import { fromJson, isPhpArray } from '../php/value.ts';
import type { PhpValue } from '../php/value.ts';
import { phpString } from '../php/scalar.ts';
import { parseQueryString, urlDecode } from '../php/query-string.ts';
import type { PortalRequest } from '../request.ts';

/** How a request identifies its caller. */
export type Authorization =
  | { readonly kind: 'webhook'; readonly userId: string; readonly code: string }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'none' };

/** A REST call read from an HTTP request. */
export interface RestCall {
  /** Lower case, without `.json`. */
  readonly method: string;
  readonly authorization: Authorization;
  /** Query and body merged, without `auth`. The body takes precedence. */
  readonly params: ReadonlyMap<string, PhpValue>;
}

/** Reads `/rest/USER_ID/CODE/METHOD` or `/rest/METHOD`; undefined for a path outside the REST interface. */
export function readCall(request: PortalRequest): RestCall | undefined {
  const segments = request.path.split('/').map(urlDecode);
  if (segments[0] !== '' || segments[1]?.toLowerCase() !== 'rest') return undefined;
  const rest = segments.slice(2);
  if (rest.at(-1) === '') rest.pop();

  const params = new Map<string, PhpValue>([...parseQueryString(request.query), ...bodyParams(request)]);
  const auth = params.get('auth');
  params.delete('auth');

  if (rest.length >= 2) {
    const [userId = '', code = '', method = ''] = rest;
    return { method: methodName(method), authorization: { kind: 'webhook', userId, code }, params };
  }
  const token = auth === undefined || auth === null || isPhpArray(auth) ? '' : phpString(auth);
  return {
    method: methodName(rest[0] ?? ''),
    authorization: token === '' ? { kind: 'none' } : { kind: 'token', token },
    params,
  };
}

function methodName(segment: string): string {
  return segment.toLowerCase().replace(/\.json$/, '');
}

function bodyParams(request: PortalRequest): ReadonlyMap<string, PhpValue> {
  if (request.method !== 'POST') return new Map();
  const type = (request.headers['content-type'] ?? '').toLowerCase();
  if (type.includes('application/json')) return jsonParams(request.body);
  return type.includes('application/x-www-form-urlencoded') ? parseQueryString(request.body) : new Map();
}

/** PHP decodes a body that is not JSON to null, so the method runs without parameters. */
function jsonParams(body: string): ReadonlyMap<string, PhpValue> {
  try {
    const decoded = fromJson(JSON.parse(body));
    return isPhpArray(decoded) ? decoded : new Map();
  } catch {
    return new Map();
  }
}
