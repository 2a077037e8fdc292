import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What proxies, routers and tracing systems use: UUIDs, ULIDs, hexadecimal digits. */
const REQUEST_ID = /^[\w.-]{1,64}$/;

/** W3C Trace Context. Source: https://www.w3.org/TR/trace-context/#traceparent-header */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?$/;

/**
 * The id of a request: that of `X-Request-Id` if it is well-formed, or else the trace id of `traceparent`, so that one
 * id leads through the logs of all programs on the way. Otherwise a new one.
 */
export function requestIdOf({ headers }: { readonly headers: IncomingHttpHeaders }): string {
  const given = headers['x-request-id'];
  if (typeof given === 'string' && REQUEST_ID.test(given)) return given;
  const parent = headers['traceparent'];
  const [, traceId] = typeof parent === 'string' ? (TRACEPARENT.exec(parent) ?? []) : [];
  return traceId ?? randomUUID();
}
