import { describe, expect, it } from 'vitest';
import { createCapacity } from '../../../src/bitrix24/scheduling/capacity.ts';
import { createUnlimitedBucket } from '../../../src/bitrix24/scheduling/unlimited-bucket.ts';

const capacityOf = () => createCapacity(createUnlimitedBucket());
const free = (capacity: ReturnType<typeof capacityOf>, now: number) =>
  capacity.slotsFreeAt(now).filter((freeAt) => freeAt <= now).length;

describe('slots', () => {
  it('are ten, and each request takes one until it ends', () => {
    const capacity = capacityOf();
    expect(free(capacity, 0)).toBe(10);
    const request = capacity.begin(0, 1_000, 'interactive');
    expect(free(capacity, 0)).toBe(9);
    expect(capacity.inFlight(0)).toBe(1);
    request.end();
    request.end();
    expect(free(capacity, 0)).toBe(10);
  });

  it('are not held by a request whose answer is long overdue', () => {
    const capacity = capacityOf();
    capacity.begin(0, 300, 'interactive');
    expect(capacity.nextStallAt(0)).toBe(3_300);
    expect(free(capacity, 3_299)).toBe(9);
    expect(free(capacity, 3_300)).toBe(10);
    expect(capacity.nextStallAt(8_300)).toBe(Infinity);
  });

  it('leave a long request the time that it is expected to take once more', () => {
    const capacity = capacityOf();
    capacity.begin(0, 10_000, 'bulk');
    expect(capacity.nextStallAt(0)).toBe(20_000);
  });

  it('are one at a time while as many requests as there are slots have stalled, until one is answered', () => {
    const capacity = capacityOf();
    for (let count = 0; count < 10; count += 1) capacity.begin(0, 300, 'interactive');
    expect(free(capacity, 4_000)).toBe(1);
    const probe = capacity.begin(4_000, 4_300, 'interactive');
    expect(free(capacity, 4_000)).toBe(0);
    probe.end();
    expect(free(capacity, 4_400)).toBe(1);
    probe.answered();
    expect(free(capacity, 4_400)).toBe(10);
  });
});
