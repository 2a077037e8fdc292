import { describe, expect, it } from 'vitest';
import { createRequestCounts } from '../../src/http/request-counts.ts';
import { shareRequestCounts } from '../../src/http/share-request-counts.ts';
import type { SharedCounts } from '../../src/state/shared-counts.ts';
import { memorySharedCounts } from '../support/memory-shared-counts.ts';
import { createVirtualTime } from '../support/virtual-time.ts';

const WINDOW_MS = 60_000;
const LIMIT = 600;

/** The counts of replicas. Their windows begin with the time of the test. */
function start(count: number) {
  const time = createVirtualTime(Date.UTC(2026, 0, 1));
  const memory = memorySharedCounts(() => time.now(), WINDOW_MS, count);
  let isReachable = true;
  let exchanges = 0;
  const shared: SharedCounts = {
    ...memory,
    add(counts) {
      exchanges += 1;
      return isReachable ? memory.add(counts) : Promise.resolve(undefined);
    },
  };
  const replicas = Array.from({ length: count }, () => {
    const counts = createRequestCounts({ now: () => time.now(), windowMs: WINDOW_MS, room: 100 });
    return shareRequestCounts({ counts, shared, limit: LIMIT, clock: time });
  });
  return {
    replicas,
    exchanges: () => exchanges,
    setReachable: (reachable: boolean) => (isReachable = reachable),
    pass: (ms: number) => time.until(time.sleep(ms)),
  };
}

/** One sender, at all replicas in turn. Returns how many requests were accepted in so many seconds. */
async function accepted({ replicas, pass }: ReturnType<typeof start>, perSecond: number, seconds: number) {
  let sum = 0;
  for (let request = 0; request < perSecond * seconds; request += 1) {
    const { count } = replicas[request % replicas.length]?.add('sender') ?? { count: NaN };
    if (count <= LIMIT) sum += 1;
    await pass(1_000 / perSecond);
  }
  return sum;
}

describe('the requests of a sender to several replicas', () => {
  it.each([2, 4, 20])('count together, at %d replicas', async (count) => {
    const world = start(count);
    const sum = await accepted(world, 50, 30);
    // What replicas do not know of each other for a second, and what they do not tell.
    expect(sum).toBeLessThanOrEqual(LIMIT + 50 * 2 + LIMIT / 4);
    expect(sum).toBeGreaterThanOrEqual(LIMIT - 50);
  });

  it('are not told of while they are few, and cost one exchange a second otherwise', async () => {
    const world = start(2);
    for (let sender = 0; sender < 50; sender += 1)
      for (const replica of world.replicas) replica.add(`sender ${String(sender)}`);
    await world.pass(5_000);
    expect(world.exchanges()).toBe(0);
    await accepted(world, 100, 5);
    expect(world.exchanges()).toBeLessThanOrEqual(12);
  });

  it('begin anew with the next window, and count at each replica while nothing is shared', async () => {
    const world = start(2);
    await accepted(world, 50, 20);
    await world.pass(45_000);
    world.setReachable(false);
    // Each replica has the whole limit.
    expect(await accepted(world, 50, 30)).toBe(2 * LIMIT);
    world.setReachable(true);
    await world.pass(30_000);
    const sum = await accepted(world, 50, 30);
    expect(sum).toBeLessThanOrEqual(LIMIT + 50 * 2 + LIMIT / 4);
    expect(sum).toBeGreaterThanOrEqual(LIMIT - 50);
  });
});
