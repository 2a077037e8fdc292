import { describe, expect, it } from 'vitest';
import type { Method } from '../../../src/bitrix24/protocol/command.ts';
import { createDurations } from '../../../src/bitrix24/scheduling/durations.ts';

const GET: Method = { name: 'voximplant.sip.get', kind: 'read', typicalSeconds: 0.3 };

describe('what a method is expected to take', () => {
  it('is its typical duration, or a second where that is not known', () => {
    const durations = createDurations();
    expect(durations.expected(GET)).toBe(0.3);
    expect(durations.expected({ name: 'other', kind: 'read' })).toBe(1);
  });

  it('follows a portal that has become slow within a few calls', () => {
    const durations = createDurations();
    for (let call = 0; call < 10; call += 1) durations.learn(GET, 8, call);
    expect(durations.expected(GET)).toBeGreaterThan(6);
  });

  it('follows a portal that has recovered within two calls', () => {
    const durations = createDurations();
    for (let call = 0; call < 20; call += 1) durations.learn(GET, 20, call);
    durations.learn(GET, 1, 20);
    durations.learn(GET, 1, 21);
    expect(durations.expected(GET)).toBeLessThan(3);
  });

  it('is not ruined by one call that hung', () => {
    const durations = createDurations();
    durations.learn(GET, 3_600, 0);
    expect(durations.expected(GET)).toBeLessThan(7);
  });
});

it('takes waiting in vain for the longest run, until something is answered', () => {
  const durations = createDurations();
  durations.learnTimeout(GET, 5.6);
  durations.learnTimeout(GET, 3);
  expect(durations.expected(GET)).toBe(0.3);
  expect(durations.longest(GET, 60_000)).toBe(5.6);
  durations.learn(GET, 0.3, 60_000);
  expect(durations.longest(GET, 60_000)).toBe(0.3);
});

it('forgets the longest run by halves', () => {
  const durations = createDurations();
  durations.learn(GET, 8, 0);
  durations.learn(GET, 1, 1);
  expect(durations.longest(GET, 0)).toBe(8);
  expect(durations.longest(GET, 30_000)).toBe(4);
  expect(durations.longest({ name: 'other', kind: 'read' }, 0)).toBe(0);
});
