import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildProgram, kill, startWithSmallHeap } from '../support/program.ts';
import { sampled } from '../support/random-runs.ts';
import { httpAnswer, startRawPortal, type RawPortal } from '../support/raw-portal.ts';

const DEADLINE_MS = 4_000;

// Its portal does not respond.
let portal: RawPortal;
let program: ChildProcess;
let url: string;
beforeAll(async () => {
  [portal] = await Promise.all([startRawPortal(), buildProgram()]);
  const started = startWithSmallHeap({
    BITRIX24_WEBHOOK_URL: portal.webhookUrl,
    BITRIX24_READ_DEADLINE_MS: String(DEADLINE_MS),
  });
  program = started.program;
  url = await started.listening;
});
afterAll(async () => {
  await kill(program);
  await portal[Symbol.asyncDispose]();
});

interface Answer {
  readonly status: number;
  readonly codes: readonly unknown[];
}

async function send(body: string): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  const { errors = [] } = (await response.json()) as {
    errors?: readonly { readonly extensions: Readonly<Record<string, unknown>> }[];
  };
  return { status: response.status, codes: errors.map(({ extensions }) => extensions['code']) };
}

const MANY = 900_000;
const QUERY = '{ sipConnector { freeMinutes } }';
const CALLS = 'telephonyCalls(first: 1, filter: { phoneNumberContains: $text }) { nodes { callId } }';
const lists = `[${'[],'.repeat(MANY / 9)}[]]`;

describe('requests that wait for a slow portal', () => {
  it.each(
    sampled<[string, number, (n: number) => string]>(
      [
        [
          'long extensions',
          60,
          () => JSON.stringify({ query: QUERY, extensions: { text: 'x'.repeat(MANY) } }),
        ],
        [
          'lists that nothing reads',
          12,
          () => `{"query":"${QUERY}","extensions":{"a":${lists}},"more":${lists},"variables":{"a":${lists}}}`,
        ],
        ['comments', 12, () => JSON.stringify({ query: `${QUERY}${'\n#'.repeat(MANY / 3)}` })],
        [
          'a long variable',
          80,
          (n) =>
            JSON.stringify({
              query: `query ($text: String) { ${CALLS} }`,
              variables: { text: `${String(n)}${'Ж'.repeat(MANY / 2)}` },
            }),
        ],
        [
          'a variable that is used often',
          100,
          (n) =>
            JSON.stringify({
              query: `query ($text: String) { ${Array.from({ length: 25 }, (_, each) => `a${String(each)}: ${CALLS.replace('first: 1', `first: ${String(each + 1)}`)}`).join(' ')} }`,
              variables: { text: `${String(n)}${'x'.repeat(MANY / 27)}` },
            }),
        ],
      ],
      1,
    ),
  )('are no danger with %s', { timeout: 120_000 }, async (_name, requests, bodyOf) => {
    portal.answer('*', () => undefined);
    const answers = await Promise.all(Array.from({ length: requests }, (_, n) => send(bodyOf(n))));
    for (const { status, codes } of answers) {
      expect([200, 400, 503]).toContain(status);
      if (status === 503) expect(codes).toEqual(['RATE_LIMITED']);
      expect(codes).not.toContain('INTERNAL_SERVER_ERROR');
    }
    expect(program.exitCode).toBeNull();
    // Nothing is left of them: the next one is accepted.
    portal.answer('*', (socket) => socket.write(httpAnswer('{"result":{"FREE_MINUTES":7,"PAID":"Y"}}')));
    expect((await send(bodyOf(0))).status).not.toBe(503);
  });
});
