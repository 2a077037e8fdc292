import { expect } from 'vitest';
import type { GraphQLAnswer } from './gateway.ts';
import { sendRaw, type RawRequest } from './raw-request.ts';

export const JSON_TYPE = 'application/json; charset=utf-8';
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8';

/** Values of `Accept`, and the media type of the refusal for each. */
const MEDIA_TYPES: readonly (readonly [accept: string | undefined, type: string])[] = [
  [undefined, JSON_TYPE],
  ['*/*', JSON_TYPE],
  ['application/json', JSON_TYPE],
  ['application/graphql-response+json;q=0.5, application/json', JSON_TYPE],
  ['application/graphql-response+json', GRAPHQL_TYPE],
  ['application/graphql-response+json,application/json;q=0.9', GRAPHQL_TYPE],
  ['application/json;q=0.5, application/*', GRAPHQL_TYPE],
];

export interface Refused {
  readonly status: number;
  readonly code: string;
  /** The message or the beginning of it. */
  readonly message: string;
}

/** Sends a request with every `Accept` of the table and checks all that a client can see of each refusal. */
export async function expectRefusals(url: string, request: RawRequest, refused: Refused): Promise<void> {
  for (const [accept, type] of MEDIA_TYPES) {
    const headers = { ...request.headers, ...(accept !== undefined && { accept }) };
    const answer = await sendRaw(url, { ...request, headers });
    expectRefusal(answer, refused);
    expect(answer.headers.get('content-type'), accept).toBe(type);
  }
}

export function expectRefusal(
  { status, headers, data, errors, text }: GraphQLAnswer,
  refused: Refused,
): void {
  expect(status).toBe(refused.status);
  expect(data).toBeUndefined();
  expect(errors).toEqual([
    {
      message: expect.stringContaining(refused.message) as string,
      extensions: expect.objectContaining({
        code: refused.code,
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      }) as object,
    },
  ]);
  expect(errors?.[0]?.extensions['requestId']).toBe(headers.get('x-request-id'));
  expect(headers.get('retry-after')).toBe(retryAfterOf(status, errors?.[0]?.extensions['retryAfterMs']));
  expect(headers.get('cache-control')).toBe('no-store');
  expect(text).not.toMatch(/Apollo Server|ApolloServer|FST_|csrfPrevention/);
}

/** The header that goes with the error: every 429 and 503 says when to come back. */
function retryAfterOf(status: number, retryAfterMs: unknown): string | null {
  return status === 429 || status === 503 ? String(Math.ceil(Number(retryAfterMs) / 1000)) : null;
}
