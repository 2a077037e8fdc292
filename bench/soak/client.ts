import type { Attempt, AttemptEnd } from './history.ts';
import type { Replica } from './replicas.ts';

/** One mutation or query with one field. */
export interface Operation {
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

interface Body {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[];
}

/** How much of a response that nobody understands is reported. */
const EXCERPT = 200;

/** Sends an operation once. @param cutAfterMs when the client hangs up; undefined: it waits */
export async function attempt(
  replica: Replica,
  operation: Operation,
  cutAfterMs: number | undefined,
): Promise<Attempt> {
  const startedAt = Date.now();
  const end = await send(replica.url, operation, cutAfterMs);
  return { instance: replica.name, startedAt, endedAt: Date.now(), end };
}

async function send(
  url: string,
  { text, variables }: Operation,
  cutAfterMs: number | undefined,
): Promise<AttemptEnd> {
  const signal = cutAfterMs === undefined ? undefined : AbortSignal.timeout(Math.round(cutAfterMs));
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query: text, variables }),
      ...(signal && { signal }),
    });
    const isReplayed = response.headers.get('idempotency-replayed') === 'true';
    return read(response.status, await response.text(), isReplayed);
  } catch (error) {
    if (signal?.aborted) return { kind: 'cut' };
    const reason = reasonOf(error);
    return reason === 'ECONNREFUSED' ? { kind: 'refused' } : { kind: 'lost', reason };
  }
}

function read(status: number, text: string, replayed: boolean): AttemptEnd {
  const garbled = { kind: 'garbled', status, text: text.slice(0, EXCERPT) } as const;
  let body: Body | null;
  try {
    body = JSON.parse(text) as Body | null;
  } catch {
    return garbled;
  }
  const [data] = Object.values(body?.data ?? {});
  const errors = body?.errors?.map(({ extensions }) => extensions) ?? [];
  // Of a list, an entry with an open outcome is why to ask again.
  const extensions =
    errors.find((each) => each?.['retryable'] === true || each?.['checkAfterMs'] !== undefined) ?? errors[0];
  if (extensions) {
    const { code, retryable, applied, retryAfterMs, checkAfterMs } = extensions;
    if (typeof code !== 'string') return garbled;
    const waitMs = [retryAfterMs, checkAfterMs].find((each) => typeof each === 'number');
    const is = { retryable: retryable === true, applied: applied === true };
    return { kind: 'error', status, code, ...is, waitMs, partly: data };
  }
  return body?.errors !== undefined || data === undefined ? garbled : { kind: 'data', data, replayed };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? error.message : reasonOf(error.cause);
}
