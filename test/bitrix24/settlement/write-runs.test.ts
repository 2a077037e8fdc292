import { describe, expect, it } from 'vitest';
import type { AttemptFailure } from '../../../src/bitrix24/protocol/errors.ts';
import { createDoubt } from '../../../src/bitrix24/settlement/doubt.ts';
import { createWriteRuns } from '../../../src/bitrix24/scheduling/write-runs.ts';
import { LONGEST_RUN_MS } from '../../../src/config/longest-run.ts';

const CUT: AttemptFailure = { kind: 'network', reason: 'connection-lost', sent: true };

function start(repeatAddsAfterMs = 10_000) {
  const clock = { now: 1_000_000 };
  const runs = createWriteRuns(() => clock.now, LONGEST_RUN_MS);
  const doubt = createDoubt({ now: () => clock.now, runs, repeatAddsAfterMs });
  /** How many milliseconds after its sending a request of so many commands may run. */
  const mayRun = (failure: AttemptFailure, commands = 1) => {
    const sending = { sentAt: clock.now, commands, place: commands };
    return doubt.open({ failure, sending }).endsAt() - clock.now;
  };
  return { clock, runs, doubt, mayRun };
}

describe('the longest run of a write', () => {
  it('is remembered for ten minutes', () => {
    const { clock, runs } = start();
    const slow = runs.begin(1);
    clock.now += 6_000;
    slow.end('answered');
    const fast = runs.begin(1);
    clock.now += 1_000;
    fast.end('answered');
    expect(runs.longestMs()).toBe(6_000);
    clock.now += 599_000;
    expect(runs.longestMs()).toBe(6_000);
    clock.now += 1_001;
    expect(runs.longestMs()).toBe(0);
  });

  it('counts what is unanswered as long as it is waited for, until it must have ended', () => {
    const { clock, runs } = start();
    const run = runs.begin(1);
    clock.now += 4_000;
    expect(runs.longestMs()).toBe(4_000);
    run.end('lost');
    clock.now += 71_000;
    expect(runs.longestMs()).toBe(4_000);
    clock.now += 1;
    expect(runs.longestMs()).toBe(0);
  });

  it('does not count what never ran, nor the wait for a token', () => {
    const { clock, runs } = start();
    const run = runs.begin(1);
    clock.now += 4_000;
    run.sent();
    clock.now += 500;
    expect(runs.longestMs()).toBe(500);
    run.end('not-run');
    expect(runs.longestMs()).toBe(0);
  });

  it('is that of one command, where a request has several', () => {
    const { clock, runs } = start();
    const one = runs.begin(1);
    clock.now += 1_000;
    one.end('answered');
    const even = runs.begin(10);
    clock.now += 10_000;
    even.end('answered');
    expect(runs.longestMs()).toBe(1_000);
    const uneven = runs.begin(10);
    clock.now += 30_000;
    uneven.end('answered');
    expect(runs.longestMs()).toBe(21_000);
  });
});

describe('a lost request may still be running', () => {
  it.each<[string, AttemptFailure]>([
    ['nobody waited any longer', { kind: 'network', reason: 'timeout', sent: true }],
    ['a proxy says 504', { kind: 'unreadable', status: 504 }],
    ['a proxy says 504 in JSON', { kind: 'portal', code: 'TIMEOUT', description: '', status: 504 }],
  ])('for 75 s from its sending if %s', (_name, failure) => {
    expect(start().mayRun(failure)).toBe(75_000);
  });

  it.each<[string, AttemptFailure]>([
    ['the connection is lost', CUT],
    ['a proxy says 502', { kind: 'unreadable', status: 502 }],
    ['the result says nothing', { kind: 'unexpected-shape', detail: 'no result' }],
  ])('for 10 s if %s, or 8 times the longest run, but never longer than 75 s', (_name, failure) => {
    const { clock, runs, mayRun } = start();
    expect(mayRun(failure)).toBe(10_000);
    const run = runs.begin(1);
    clock.now += 2_000;
    expect(mayRun(failure)).toBe(16_000);
    clock.now += 18_000;
    run.end('answered');
    expect(mayRun(failure)).toBe(75_000);
  });

  it('for longer if it has several commands, or if the setting says so', () => {
    expect(start().mayRun(CUT, 3)).toBe(30_000);
    expect(start().mayRun(CUT, 9)).toBe(75_000);
    expect(start(30_000).mayRun(CUT)).toBe(30_000);
    expect(start(75_000).mayRun(CUT)).toBe(75_000);
  });

  it('for longer once a record of such a request turns out to have been made late', () => {
    const { clock, doubt, mayRun } = start();
    const sending = { sentAt: clock.now, commands: 5, place: 2 };
    const lost = doubt.open({ failure: CUT, sending });
    lost.found();
    expect(mayRun(CUT)).toBe(10_000);
    clock.now += 3_000;
    lost.absent(clock.now);
    clock.now += 5_000;
    lost.found();
    expect(mayRun(CUT)).toBe(24_000);
    clock.now += 600_001;
    expect(mayRun(CUT)).toBe(10_000);
  });

  it('as long as any of the attempts', () => {
    const { clock, doubt } = start();
    const lostAt = (failure: AttemptFailure) => ({
      failure,
      sending: { sentAt: clock.now, commands: 1, place: 1 },
    });
    const lost = doubt.open(lostAt({ kind: 'unreadable', status: 504 }));
    const endsAt = clock.now + 75_000;
    clock.now += 5_000;
    lost.add(lostAt(CUT));
    expect(lost.endsAt()).toBe(endsAt);
    expect(lost.sentAt).toBe(clock.now);
  });
});
