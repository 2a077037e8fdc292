import fc from 'fast-check';
import type { OperatingReport } from '../../../src/bitrix24/protocol/envelope.ts';
import { describe, expect, it } from 'vitest';
import { readTime } from '../../../src/bitrix24/protocol/envelope.ts';
import { createOperatingBudget } from '../../../src/bitrix24/scheduling/operating-budget.ts';

const METHOD = 'voximplant.sip.get';
const CALLER = 'someone';
const MINUTE = 60_000;

type Budget = ReturnType<typeof createOperatingBudget>;

/** The portal ran the method and reported, or not. */
function ran(
  budget: Budget,
  caller: string,
  seconds: number,
  report: OperatingReport | undefined,
  now: number,
): void {
  budget.ran(METHOD, caller, seconds, now);
  if (report) budget.report(METHOD, report, now);
}

describe('a portal that reports nothing', () => {
  it('is never limited by what was counted here', () => {
    const budget = createOperatingBudget();
    for (let minute = 0; minute < 10; minute += 1) ran(budget, CALLER, 400, undefined, minute * MINUTE);
    expect(budget.waitFor(METHOD, CALLER, 9 * MINUTE)).toBe(0);
  });

  it('is limited once it refuses: for a minute, with a try every four seconds', () => {
    const budget = createOperatingBudget();
    expect(budget.refused(METHOD, 0)).toBe(MINUTE);
    expect(budget.refusedFor(METHOD, 20_000)).toBe(40_000);
    expect(budget.waitFor(METHOD, CALLER, 1_000)).toBe(3_000);
    expect(budget.waitFor(METHOD, CALLER, 4_000)).toBe(0);
    expect(budget.takesOne(METHOD, 4_000)).toBe(true);
    budget.begin(METHOD, CALLER, 0.3, 4_000, 4_300)();
    expect(budget.waitFor(METHOD, CALLER, 5_000)).toBe(3_000);
    expect(budget.waitFor(METHOD, CALLER, MINUTE)).toBe(0);
  });
});

describe('a portal that reports times that cannot be', () => {
  const number = fc.oneof(
    fc.double({ noNaN: true }),
    fc.constantFrom(0, -1, 1, 1.7e9, 1e12, 1e300, 1.7976931348623157e308),
    fc.constant('1e9'),
  );
  const time = fc.record(
    { duration: number, operating: number, operating_reset_at: number, finish: number },
    { requiredKeys: ['duration'] },
  );

  it('limits a method for no longer than its window, and is believed again as soon as it makes sense', () => {
    fc.assert(
      fc.property(fc.array(time, { maxLength: 20 }), (reports) => {
        const budget = createOperatingBudget();
        let now = 0;
        const take = (reported: unknown) => {
          const read = readTime(reported);
          if (read) ran(budget, CALLER, read.seconds, read.operating, now);
        };
        for (const reported of reports) {
          now += 1_000;
          take(reported);
          expect(budget.waitFor(METHOD, CALLER, now)).toBeLessThanOrEqual(10 * MINUTE);
        }
        now += 10 * MINUTE;
        expect(budget.waitFor(METHOD, CALLER, now)).toBe(0);
        // A moment shortly before that of another report would mean that it was overtaken by it.
        let finish = 1;
        while (reports.some(({ finish: other }) => Number(other) > finish && Number(other) < finish + 600))
          finish += 600;
        take({ duration: 0.1, operating: 500, operating_reset_at: finish + 30, finish });
        expect(budget.waitFor(METHOD, CALLER, now)).toBeGreaterThan(0);
        take({ duration: 0.1, operating: 0.1, operating_reset_at: finish + 31, finish: finish + 1 });
        expect(budget.waitFor(METHOD, CALLER, now)).toBe(0);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a portal that reports', () => {
  it('is believed where it says more than was counted', () => {
    const budget = createOperatingBudget();
    ran(budget, CALLER, 1, { seconds: 481, resetInMs: 30_000, portalTime: 0 }, 0);
    expect(budget.waitFor(METHOD, CALLER, 0)).toBe(30_000);
    expect(budget.waitFor(METHOD, CALLER, 30_000)).toBe(0);
  });

  it('is believed where it says less than was counted', () => {
    const budget = createOperatingBudget();
    ran(budget, CALLER, 470, undefined, 0);
    ran(budget, CALLER, 100, { seconds: 20, resetInMs: 5 * MINUTE, portalTime: 0 }, 1_000);
    expect(budget.waitFor(METHOD, CALLER, 1_000)).toBe(0);
  });

  it('takes one call more as long as it would run it, and not many at once', () => {
    const budget = createOperatingBudget();
    ran(budget, CALLER, 1, { seconds: 470, resetInMs: MINUTE, portalTime: 0 }, 0);
    expect(budget.waitFor(METHOD, CALLER, 0)).toBe(0);
    expect(budget.takesOne(METHOD, 0)).toBe(true);
    const end = budget.begin(METHOD, CALLER, 1, 0, 1_000);
    // What is left is known when that one has ended.
    expect(budget.waitFor(METHOD, CALLER, 0)).toBe(1_000);
    end();
    expect(budget.waitFor(METHOD, CALLER, 0)).toBe(0);
  });

  it('is not blocked for minutes by what calls in flight may use', () => {
    const budget = createOperatingBudget();
    ran(budget, CALLER, 1, { seconds: 200, resetInMs: 9 * MINUTE, portalTime: 0 }, 0);
    const ends = Array.from({ length: 10 }, (_, n) =>
      budget.begin(METHOD, CALLER, 30, n * 1_000, 30_000 + n * 1_000),
    );
    expect(budget.waitFor(METHOD, CALLER, 10_000)).toBe(20_000);
    expect(budget.waitFor(METHOD, CALLER, 40_000)).toBe(1_000);
    // They are long overdue and may never have arrived: one other call finds out.
    expect(budget.waitFor(METHOD, CALLER, 70_000)).toBe(0);
    expect(budget.takesOne(METHOD, 70_000)).toBe(true);
    const end = budget.begin(METHOD, CALLER, 30, 70_000, 100_000);
    expect(budget.waitFor(METHOD, CALLER, 71_000)).toBe(29_000);
    for (const each of [...ends, end]) each();
    expect(budget.waitFor(METHOD, CALLER, 72_000)).toBe(0);
  });

  it('is believed, whatever is in flight, once it has used the budget up', () => {
    const budget = createOperatingBudget();
    ran(budget, CALLER, 1, { seconds: 481, resetInMs: MINUTE, portalTime: 0 }, 0);
    budget.begin(METHOD, CALLER, 1, 0, 1_000);
    expect(budget.waitFor(METHOD, CALLER, 0)).toBe(MINUTE);
  });

  it('refuses until the moment that it named', () => {
    const budget = createOperatingBudget();
    ran(budget, CALLER, 1, { seconds: 479, resetInMs: 45_000, portalTime: 0 }, 0);
    expect(budget.refused(METHOD, 5_000)).toBe(40_000);
    expect(budget.refusedFor(METHOD, 5_000)).toBe(40_000);
  });

  it('ends a refusal by running the method', () => {
    const budget = createOperatingBudget();
    budget.refused(METHOD, 0);
    ran(budget, CALLER, 1, { seconds: 1, resetInMs: MINUTE, portalTime: 0 }, 4_000);
    expect(budget.refusedFor(METHOD, 4_000)).toBe(0);
    expect(budget.waitFor(METHOD, CALLER, 4_000)).toBe(0);
  });
});

describe('callers', () => {
  const report = (seconds: number) => ({ seconds, resetInMs: MINUTE, portalTime: 0 });

  it('who had more than their share leave the rest to the others', () => {
    const budget = createOperatingBudget();
    ran(budget, 'modest', 2, report(2), 0);
    ran(budget, 'greedy', 359, report(361), MINUTE);
    expect(budget.waitFor(METHOD, 'greedy', MINUTE)).toBeGreaterThan(0);
    expect(budget.waitFor(METHOD, 'modest', MINUTE)).toBe(0);
    expect(budget.waitFor(METHOD, 'newcomer', MINUTE)).toBe(0);
  });

  it('who are alone may use all of it', () => {
    const budget = createOperatingBudget();
    ran(budget, 'greedy', 459, report(459), 0);
    expect(budget.waitFor(METHOD, 'greedy', 0)).toBe(0);
  });

  it('share it beside another program that uses it too', () => {
    const budget = createOperatingBudget();
    ran(budget, 'one', 100, report(400), 0);
    expect(budget.waitFor(METHOD, 'one', 0)).toBe(0);
  });
});

it('holds one method, and no other', () => {
  const budget = createOperatingBudget();
  budget.refused(METHOD, 0);
  expect(budget.waitFor('voximplant.sip.add', CALLER, 0)).toBe(0);
});

it('never waits for longer than the window, whatever was reported', () => {
  const report = fc.record({
    seconds: fc.double({ min: 0, max: 1_000, noNaN: true }),
    resetInMs: fc.double({ min: 0, max: 10 * MINUTE, noNaN: true }),
    portalTime: fc.nat(),
  });
  const call = fc.record({
    afterMs: fc.nat(2 * MINUTE),
    took: fc.double({ min: 0, max: 60, noNaN: true }),
    report: fc.option(report, { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(call), (calls) => {
      const budget = createOperatingBudget();
      let now = 0;
      for (const { afterMs, took, report: said } of calls) {
        now += afterMs;
        ran(budget, CALLER, took, said, now);
      }
      const wait = budget.waitFor(METHOD, CALLER, now);
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(10 * MINUTE);
      expect(budget.waitFor(METHOD, CALLER, now + wait)).toBe(0);
    }),
  );
});
