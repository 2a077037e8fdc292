import type { ReplySize } from './answer-bounds.ts';
import type { Failure } from './errors.ts';
import type { HttpReply } from './transport.ts';

/** The decoded response of a method that succeeded. */
export interface Reply<T = unknown> {
  /** What the command's decoder made of the result. */
  readonly value: T;
  /** Matching rows across all pages; lists only. */
  readonly total: number | undefined;
  /** Offset of the next page; undefined on the last one. */
  readonly next: number | undefined;
  readonly time: ReplyTime | undefined;
  /** Size of the response, or its share of a batch response; undefined if there was none. */
  readonly size?: ReplySize;
}

/** What the portal reports about the work that a call took. */
export interface ReplyTime {
  /** Seconds it ran on the portal. */
  readonly seconds: number;
  /** What is charged to the method; undefined on portals without such a limit. */
  readonly operating: OperatingReport | undefined;
}

/** What a response reports about the work charged to a method. */
export interface OperatingReport {
  /** Seconds of work in the last ten minutes. */
  readonly seconds: number;
  /** Milliseconds until the oldest of it expires. */
  readonly resetInMs: number;
  /** The time of the report, in milliseconds by the portal's clock. */
  readonly portalTime: number;
}

/** A successful response as the portal sent it: the shape of `result` has not been checked yet. */
export interface RawReply extends Omit<Reply, 'value'> {
  readonly result: unknown;
}

export type Outcome =
  { readonly ok: true; readonly reply: RawReply } | { readonly ok: false; readonly failure: Failure };

/**
 * Decodes the envelope of every Bitrix24 REST response: `{result, time, total?, next?}` or
 * `{error, error_description}`, the latter with any status, on older portals with 200 too.
 */
export function decodeEnvelope(answer: HttpReply): Outcome {
  const { status } = answer;
  if (status >= 300 && status < 400) return failed({ kind: 'redirect', status, elsewhere: false });
  const body = parseObject(answer.body);
  if (!body) return failed({ kind: 'unreadable', status });
  // A proxy's JSON has an `error` too, but not a code under it.
  if (isErrorEnvelope(body)) {
    return failed(isCode(body['error']) ? portalFailure(body, status) : { kind: 'unreadable', status });
  }
  if (status >= 400) return failed({ kind: 'unreadable', status });
  if (!('result' in body)) return failed({ kind: 'unexpected-shape', detail: 'no result' });
  return {
    ok: true,
    reply: {
      result: body['result'],
      total: readCount(body['total']),
      next: readCount(body['next']),
      time: readTime(body['time']),
      size: { characters: answer.body.length, values: answer.values },
    },
  };
}

function failed(failure: Failure): Outcome {
  return { ok: false, failure };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

// An error may have an empty code. Next to a result, only a non-empty code is an error.
function isErrorEnvelope(body: Record<string, unknown>): boolean {
  const { error } = body;
  if (error === undefined || error === null) return false;
  return !('result' in body) || (error !== '' && error !== 0 && error !== false);
}

function portalFailure(body: Record<string, unknown>, status: number): Failure & { readonly kind: 'portal' } {
  return {
    kind: 'portal',
    code: asText(body['error']),
    description: asText(body['error_description']),
    status,
  };
}

/** The failure in an error object of a batch; undefined if it is none. */
export function readFailure(error: unknown, status: number): Failure | undefined {
  if (typeof error === 'string') return portalFailure({ error }, status);
  if (typeof error !== 'object' || error === null || !('error' in error) || !isCode(error.error))
    return undefined;
  return portalFailure({ ...error }, status);
}

function isCode(error: unknown): boolean {
  return typeof error === 'string' || typeof error === 'number';
}

function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A count, as number or text; undefined for anything else. */
export function readCount(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= MAX_COUNT
    ? number
    : undefined;
}

/** The portal counts work over ten minutes, so no time that it reports can be longer. */
const LONGEST_SECONDS = 600;

/** Requests that can be charged concurrently. */
const MOST_AT_ONCE = 50;

/**
 * The `time` block of a response; undefined if it is not one. Impossibly long times are capped, because they decide how
 * long a method has to wait.
 */
export function readTime(value: unknown): ReplyTime | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const number = (name: string): number | undefined => {
    const field: unknown = (value as Record<string, unknown>)[name];
    return typeof field === 'number' && Number.isFinite(field) && field >= 0 ? field : undefined;
  };
  const duration = number('duration');
  if (duration === undefined) return undefined;
  const seconds = Math.min(duration, LONGEST_SECONDS);
  const [operating, resetAt, finish] = [number('operating'), number('operating_reset_at'), number('finish')];
  if (operating === undefined || resetAt === undefined || finish === undefined)
    return { seconds, operating: undefined };
  // Both times are by the portal's clock, so the difference does not depend on ours.
  const resetInMs = Math.min(Math.max(0, resetAt - finish), LONGEST_SECONDS) * 1000;
  const charged = Math.min(operating, LONGEST_SECONDS * MOST_AT_ONCE);
  return { seconds, operating: { seconds: charged, resetInMs, portalTime: finish * 1000 } };
}

/** The largest value of GraphQL's Int. */
const MAX_COUNT = 2 ** 31 - 1;

/** A reply for a value that is already known, without a request. */
export function replyOf<T>(value: T): Reply<T> {
  return { value, total: undefined, next: undefined, time: undefined };
}
