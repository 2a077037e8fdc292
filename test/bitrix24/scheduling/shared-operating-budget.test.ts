import { describe, expect, it } from 'vitest';
import type { OperatingBudget } from '../../../src/bitrix24/scheduling/operating-budget.ts';
import { createSharedOperatingBudget } from '../../../src/bitrix24/scheduling/shared-operating-budget.ts';
import type { SharedOperating } from '../../../src/state/shared-operating.ts';
import { memorySharedOperating } from '../../support/memory-shared-operating.ts';
import { createVirtualTime } from '../../support/virtual-time.ts';

const METHOD = 'voximplant.sip.get';
const CALLER = 'someone';
const ALLOWED = 480;
const MARGIN = 20;

/** The budgets of replicas, with what they share a few milliseconds away. */
function start(count: number) {
  const time = createVirtualTime();
  const store = memorySharedOperating(() => time.now());
  let isReachable = true;
  let exchanges = 0;
  const away = (shared: SharedOperating): SharedOperating => ({
    ...shared,
    async sync(news) {
      exchanges += 1;
      await time.sleep(2);
      const standing = isReachable ? await shared.sync(news) : undefined;
      await time.sleep(2);
      return standing;
    },
  });
  const budgets = Array.from({ length: count }, (_, index) =>
    createSharedOperatingBudget({
      shared: away(store(String(index))),
      clock: time,
      onChange: () => undefined,
    }),
  );
  const report = (budget: OperatingBudget, seconds: number, resetInMs = 300_000) => {
    budget.begin(METHOD, CALLER, 0.1, time.now(), time.now() + 100)();
    budget.ran(METHOD, CALLER, 0.1, time.now());
    budget.report(METHOD, { seconds, resetInMs, portalTime: time.now() }, time.now());
  };
  const pass = (ms: number) => time.until(time.sleep(ms));
  const waitOf = (budget: OperatingBudget | undefined) => budget?.waitFor(METHOD, CALLER, time.now()) ?? NaN;
  return {
    time,
    pass,
    report,
    waitOf,
    budgets: budgets as [OperatingBudget, OperatingBudget, ...OperatingBudget[]],
    refresh: (budget: OperatingBudget) => time.until(budget.refresh() ?? Promise.resolve()),
    exchanges: () => exchanges,
    setReachable: (reachable: boolean) => (isReachable = reachable),
  };
}

describe('the operating budget of replicas', () => {
  it('is what the portal told one of them, for all of them', async () => {
    const { budgets, report, pass, waitOf, time } = start(2);
    const [one, other] = budgets;
    await pass(1);
    other.begin(METHOD, CALLER, 0.1, time.now(), time.now() + 100)();
    report(one, ALLOWED + 1);
    await pass(2_500);
    expect(other.usedUpFor(METHOD, time.now())).toBeGreaterThan(290_000);
    expect(waitOf(other)).toBeGreaterThan(0);
    expect([...other.used(time.now()).values()].map(Math.round)).toEqual([ALLOWED + 1]);
  });

  it('is refused to all as soon as it is to one, and probed by one at a time', async () => {
    const { budgets, pass, waitOf, time, refresh } = start(2);
    const [one, other] = budgets;
    one.begin(METHOD, CALLER, 0.1, time.now(), time.now() + 100)();
    one.refused(METHOD, time.now());
    await pass(10);
    await refresh(other);
    expect(other.refusedFor(METHOD, time.now())).toBeGreaterThan(50_000);
    expect(waitOf(other)).toBeGreaterThan(3_000);
    // The other one's probe succeeds.
    await pass(waitOf(other));
    other.begin(METHOD, CALLER, 0.1, time.now(), time.now() + 100)();
    waitOf(one);
    await pass(1_100);
    expect(waitOf(one)).toBeGreaterThan(1_000);
    other.ran(METHOD, CALLER, 0.1, time.now());
    await pass(1_100);
    expect([waitOf(one), waitOf(other)]).toEqual([0, 0]);
  });

  it('holds a newcomer from its first command on, and costs nothing while nobody uses it', async () => {
    const { budgets, pass, report, waitOf, refresh, exchanges, time } = start(2);
    const [one, newcomer] = budgets;
    report(one, ALLOWED + 1);
    await refresh(one);
    await pass(20_000);
    const before = exchanges();
    await pass(60_000);
    expect(exchanges()).toBe(before);
    await refresh(newcomer);
    expect(newcomer.usedUpFor(METHOD, time.now())).toBeGreaterThan(200_000);
    expect(waitOf(newcomer)).toBeGreaterThan(200_000);
    expect(newcomer.refresh()).toBeUndefined();
  });

  it.each([
    [2, 'in reach'],
    [4, 'in reach'],
    [20, 'in reach'],
    [4, 'out of reach'],
  ])('is not exceeded by what %d of them begin at once, with Redis %s', async (count, reach) => {
    const { budgets, report, refresh, setReachable, waitOf, time, pass } = start(count);
    for (const budget of budgets) await refresh(budget);
    const [one] = budgets;
    report(one, 300);
    await pass(3_100);
    for (const budget of budgets) await refresh(budget);
    if (reach === 'out of reach') {
      setReachable(false);
      for (const budget of budgets) report(budget, 300);
      await pass(2_200);
    }
    let begun = 0;
    // None of it ends: everybody sends as much as the budget allows, for as long as replicas exchange anything.
    for (let step = 0; step < 300; step += 1) {
      for (const budget of budgets) {
        if (waitOf(budget) > 0) continue;
        budget.begin(METHOD, CALLER, 1, time.now(), time.now() + 60_000);
        begun += 1;
      }
      await pass(100);
    }
    expect(300 + begun).toBeLessThanOrEqual(ALLOWED - MARGIN + count);
    expect(300 + begun).toBeGreaterThan(ALLOWED - 4 * MARGIN);
  });

  it('goes on when what others had in flight is done', async () => {
    const { budgets, report, refresh, waitOf, time, pass } = start(2);
    const [one, other] = budgets;
    for (const budget of budgets) await refresh(budget);
    report(one, 400);
    await refresh(one);
    const end = one.begin(METHOD, CALLER, 70, time.now(), time.now() + 70_000);
    await pass(2_200);
    waitOf(other);
    await pass(1_100);
    expect(waitOf(other)).toBeGreaterThan(0);
    end();
    report(one, 410);
    waitOf(other);
    for (let second = 0; second < 4 && waitOf(other) > 0; second += 1) await pass(1_000);
    expect(waitOf(other)).toBe(0);
  });
});
