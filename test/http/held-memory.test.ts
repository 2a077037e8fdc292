import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHeldMemory } from '../../src/http/held-memory.ts';
import { startGateway, type GraphQLAnswer } from '../support/gateway.ts';
import { expectRefusal } from '../support/refusals.ts';
import { slowPortalClock } from '../support/slow-portal-clock.ts';

describe('the memory that requests hold', () => {
  it('is never more than there is, and half of what is left is always for others', () => {
    const step = fc.record({ caller: fc.nat(4), request: fc.nat(2), bytes: fc.nat(600) });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const held = createHeldMemory(1_000);
        const holdings = new Map<string, ReturnType<typeof held.open>>();
        const bytesOf = new Map<string, number>();
        const sum = (ofCaller?: number) =>
          [...bytesOf]
            .filter(([name]) => ofCaller === undefined || name.startsWith(`${String(ofCaller)} `))
            .reduce((total, [, bytes]) => total + bytes, 0);
        for (const { caller, request, bytes } of steps) {
          const name = `${String(caller)} ${String(request)}`;
          const holding = holdings.get(name) ?? held.open(String(caller));
          holdings.set(name, holding);
          const before = bytesOf.get(name) ?? 0;
          const others = sum() - sum(caller);
          const ofCaller = sum(caller) - before + bytes;
          const fits = bytes <= before || ofCaller <= (1_000 - others) / 2;
          expect(holding.resize(bytes)).toBe(fits);
          if (fits) bytesOf.set(name, bytes);
          expect(sum()).toBeLessThanOrEqual(1_000);
        }
        for (const holding of holdings.values()) holding.release();
        expect(held.open('another').resize(500)).toBe(true);
      }),
    );
  });
});

describe('a request that holds more memory than its caller may', () => {
  const json = { 'content-type': 'application/json' };
  const MESSAGE = 'The gateway has too many of your operations, or too large ones, that are not done yet.';
  const refused = { status: 503, code: 'RATE_LIMITED', message: MESSAGE };
  const long = (n: number) =>
    JSON.stringify({
      query: `query ($text: String) { telephonyCalls(first: 1, filter: { phoneNumberContains: $text }) { nodes { callId } } }`,
      variables: { text: `${String(n)}${'x'.repeat(900_000)}` },
    });

  it('is refused and may be sent again once others are done', async () => {
    const { clock, release } = slowPortalClock();
    await using gateway = await startGateway({
      emulator: { clock },
      environment: { BITRIX24_READ_DEADLINE_MS: '60000' },
    });
    gateway.emulator.portal.faults.inject({
      kind: 'slow',
      on: 'voximplant.statistic.get',
      delayMs: 1,
      times: Infinity,
    });
    const answers: GraphQLAnswer[] = [];
    const sent = Array.from({ length: 12 }, async (_, n) => {
      answers.push(await gateway.send({ method: 'POST', headers: json, body: long(n) }));
    });
    // Nine of them are half of what there is.
    await expect.poll(() => answers.length, { timeout: 20_000 }).toBe(3);
    for (const answer of answers) expectRefusal(answer, refused);
    release();
    await Promise.all(sent);
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, ...Array<number>(9).fill(200)]);
    expect((await gateway.send({ method: 'POST', headers: json, body: long(99) })).status).toBe(200);
  });
});
