import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bitrix24Error } from '../../../src/bitrix24/protocol/errors.ts';
import type { Post } from '../../../src/bitrix24/protocol/transport.ts';
import { sipGet } from '../../../src/telephony/sip-lines/methods.ts';
import { scaledRuns } from '../../support/random-runs.ts';
import { createVirtualGateway } from '../../support/virtual-gateway.ts';

const TEN_MINUTES = 600_000;
const line = (n: number) =>
  ({ type: 'OFFICE', title: `Line ${n}`, server: 'sip.example.com', login: 'a', password: 'b' }) as const;

interface Report {
  readonly operating: number;
  /** From the end of the call. */
  readonly resetIn: number;
}

/** A portal that reports whatever the test wants, in all its responses. */
function reporting(report: () => Report | undefined): (post: Post) => Post {
  return (post) => async (request) => {
    const reply = await post(request);
    const said = report();
    if (!said || reply.body === '') return reply;
    const { operating, resetIn } = said;
    // The times of single calls, and those of the commands of a batch.
    const body: unknown = JSON.parse(reply.body, (_key, value: unknown) =>
      isTime(value) ? { ...value, operating, operating_reset_at: value.finish + resetIn } : value,
    );
    return { ...reply, body: JSON.stringify(body) };
  };
}

function isTime(value: unknown): value is { readonly finish: number } {
  return typeof value === 'object' && value !== null && 'finish' in value && typeof value.finish === 'number';
}

describe('retryAfterMs', () => {
  const report = fc.option(
    fc.record({
      operating: fc.oneof(
        fc.constantFrom(0, 479, 480, 481, 481),
        fc.double({ min: 0, max: 2_000, noNaN: true }),
      ),
      resetIn: fc.oneof(
        fc.constantFrom(1, 599, 600, 600, 601),
        fc.double({ min: -10, max: 1e9, noNaN: true }),
      ),
    }),
    { nil: undefined },
  );
  const fault = fc.constantFrom('none', 'QUERY_LIMIT_EXCEEDED', 'OPERATION_TIME_LIMIT', 'slow', 'hang');
  const step = fc.record({
    report,
    fault,
    reads: fc.constantFrom(0, 1, 3, 200, 800),
    adds: fc.constantFrom(0, 1, 20),
    thenMs: fc.constantFrom(0, 500, 20_000, 70_000),
  });

  it('is a whole number of milliseconds from 1 to ten minutes, whatever the portal reports', async () => {
    let refusals = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        let said: Report | undefined;
        const gateway = createVirtualGateway({ network: reporting(() => said) });
        const { time, portal } = gateway;
        const errors: unknown[] = [];
        const note = (outcome: unknown) => void errors.push(outcome);
        let n = 0;
        const open: Promise<unknown>[] = [];
        for (const { report: next, fault: kind, reads, adds, thenMs } of steps) {
          said = next;
          portal.faults.clear();
          if (kind === 'slow') portal.faults.inject({ kind, delayMs: 15_000, times: Infinity });
          else if (kind === 'hang') portal.faults.inject({ kind, times: 5 });
          else if (kind !== 'none')
            portal.faults.inject({ kind: 'error', status: 503, code: kind, times: 10 });
          const commands = Array.from({ length: reads }, () =>
            sipGet({ filter: { CONFIG_ID: [String((n += 1))] } }),
          );
          open.push(
            gateway
              .client(undefined, `caller ${n % 3}`)
              .callAll(commands)
              .then((outcomes) => void errors.push(...outcomes)),
          );
          for (let add = 0; add < adds; add += 1)
            open.push(
              gateway
                .telephony()
                .sipLines.add(line(n + (add % 7)))
                .then(note, note),
            );
          await time.until(time.sleep(thenMs));
        }
        await time.until(Promise.all(open));
        for (const error of errors) {
          if (!(error instanceof Bitrix24Error) || error.retryAfterMs === undefined) continue;
          refusals += 1;
          expect(error.retryAfterMs).toSatisfy(Number.isInteger);
          expect(error.retryAfterMs).toBeGreaterThanOrEqual(1);
          expect(error.retryAfterMs).toBeLessThanOrEqual(TEN_MINUTES);
        }
        for (const event of gateway.events)
          if (event.kind === 'refused') expect(event.retryAfterMs).toBeLessThanOrEqual(TEN_MINUTES);
      }),
      { numRuns: scaledRuns(5, 10) },
    );
    expect(refusals).toBeGreaterThan(100);
  }, 120_000);
});
