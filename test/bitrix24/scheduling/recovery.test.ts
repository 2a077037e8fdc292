import { describe, expect, it } from 'vitest';
import { Bitrix24Error } from '../../../src/bitrix24/protocol/errors.ts';
import type { Command } from '../../../src/bitrix24/protocol/command.ts';
import { sipConnectorStatus } from '../../../src/telephony/portal/methods.ts';
import { sipGet } from '../../../src/telephony/sip-lines/methods.ts';
import type { Fault } from '../../support/faults.ts';
import { sampled } from '../../support/random-runs.ts';
import { createVirtualGateway, type VirtualGateway } from '../../support/virtual-gateway.ts';

const GET = 'voximplant.sip.get';
const read = (n: number): Command => sipGet({ filter: { CONFIG_ID: [String(n)] } });
const line = (n: number) =>
  ({ type: 'OFFICE', title: `Line ${n}`, server: 'sip.example.com', login: 'a', password: 'b' }) as const;

/** The outcome of something and how long it took, in seconds. */
async function timed<T>(
  { time }: VirtualGateway,
  work: Promise<T>,
): Promise<{ outcome: T | Error; seconds: number }> {
  const startedAt = time.now();
  const settled = work.catch((error: unknown): Error =>
    error instanceof Error ? error : new Error('no error'),
  );
  const outcome = await time.until(settled);
  return { outcome, seconds: (time.now() - startedAt) / 1000 };
}

/** Callers who keep asking while a fault lasts, whatever comes of it. */
async function useDuring(gateway: VirtualGateway, forMs: number): Promise<void> {
  const { time } = gateway;
  const end = time.now() + forMs;
  for (let n = 1; time.now() < end; n += 1) {
    const ignored = () => undefined;
    gateway.client().call(read(n)).catch(ignored);
    gateway.telephony().sipLines.add(line(n)).catch(ignored);
    await time.until(time.sleep(1_000));
  }
}

const FAULTS: [string, Fault][] = [
  ['drops connections', { kind: 'drop' }],
  ['drops connections after the work', { kind: 'drop', stage: 'after' }],
  ['hangs', { kind: 'hang' }],
  ['hangs after the work', { kind: 'hang', stage: 'after' }],
  ['sends pages with 502', { kind: 'body', status: 502 }],
  ['sends pages with 504 after the work', { kind: 'body', status: 504, stage: 'after' }],
  ['cuts answers off', { kind: 'truncate' }],
  ['answers slowly', { kind: 'slow', delayMs: 8_000 }],
  ['answers very slowly', { kind: 'slow', delayMs: 25_000 }],
  ['drips its bodies', { kind: 'slow-body', overMs: 30_000 }],
  ['breaks inside', { kind: 'error', status: 500, code: 'INTERNAL_SERVER_ERROR' }],
  ['refuses for the rate', { kind: 'error', status: 503, code: 'QUERY_LIMIT_EXCEEDED' }],
  ['refuses for the work', { kind: 'error', status: 429, code: 'OPERATION_TIME_LIMIT' }],
  ['is overloaded', { kind: 'error', status: 503, code: 'OVERLOAD_LIMIT' }],
  ['sends nonsense', { kind: 'result', result: 'nonsense', execute: false }],
];

describe('within five seconds after a portal', () => {
  it.each(sampled(FAULTS, 5))('%s for a minute, it is used again', async (_name, fault) => {
    const gateway = createVirtualGateway({ portal: { latency: 'realistic' } });
    const { portal } = gateway;
    portal.faults.inject({ ...fault, times: Infinity });
    await useDuring(gateway, 60_000);
    portal.faults.clear();
    const [again, added] = await Promise.all([
      timed(gateway, gateway.client().call(read(9_999))),
      timed(gateway, gateway.telephony().sipLines.add(line(9_999))),
    ]);
    expect(again.outcome).not.toBeInstanceOf(Error);
    expect(again.seconds).toBeLessThanOrEqual(5);
    expect(added.outcome).not.toBeInstanceOf(Error);
    // It takes a second itself.
    expect(added.seconds).toBeLessThanOrEqual(6);
  });
});

describe('a method that the portal refuses for lack of working time', () => {
  const refusal: Fault = {
    kind: 'error',
    on: GET,
    status: 429,
    code: 'OPERATION_TIME_LIMIT',
    times: Infinity,
  };

  it('is refused here at once, with the time that the portal needs', async () => {
    const gateway = createVirtualGateway();
    gateway.portal.faults.inject(refusal);
    await timed(gateway, gateway.client().call(read(1)));
    await gateway.time.until(gateway.time.sleep(1_000));
    const { outcome, seconds } = await timed(gateway, gateway.client().call(read(2)));
    expect(outcome).toBeInstanceOf(Bitrix24Error);
    expect(seconds).toBe(0);
    const { retryAfterMs = 0 } = outcome as Bitrix24Error;
    expect(retryAfterMs).toBeGreaterThan(55_000);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
  });

  it('does not keep others waiting, however many of its calls there are', async () => {
    const gateway = createVirtualGateway();
    gateway.portal.faults.inject(refusal);
    const many = gateway.client().callAll(Array.from({ length: 600 }, (_, n) => read(n + 1)));
    await gateway.time.until(gateway.time.sleep(500));
    const { outcome, seconds } = await timed(gateway, gateway.client().call(sipConnectorStatus()));
    expect(outcome).not.toBeInstanceOf(Error);
    expect(seconds).toBeLessThanOrEqual(2);
    const outcomes = await gateway.time.until(many);
    for (const each of outcomes) {
      expect(each).toBeInstanceOf(Bitrix24Error);
      expect((each as Bitrix24Error).retryAfterMs).toBeGreaterThan(40_000);
    }
  });

  it('is reported for each call of it that was queued, whether it was sent or not', async () => {
    const gateway = createVirtualGateway();
    gateway.portal.faults.inject(refusal);
    await gateway.time.until(gateway.client().callAll(Array.from({ length: 600 }, (_, n) => read(n + 1))));
    const { events } = gateway;
    const queued = new Set(events.flatMap((event) => (event.kind === 'queued' ? [event.call] : [])));
    const ended = new Set(
      events.flatMap((event) =>
        (event.kind === 'answered' || event.kind === 'refused') && event.call ? [event.call] : [],
      ),
    );
    expect(queued.size).toBeGreaterThan(500);
    expect(ended).toEqual(queued);
  });

  it('is waited for where the portal names a moment that is soon enough', async () => {
    const gateway = createVirtualGateway();
    await gateway.time.until(gateway.client().call(read(1)));
    // The report of the first call says when its work is forgotten: ten minutes from then.
    await gateway.time.until(gateway.time.sleep(595_000));
    gateway.portal.faults.inject({ ...refusal, times: 1 });
    const { outcome, seconds } = await timed(gateway, gateway.client().call(read(2)));
    expect(outcome).not.toBeInstanceOf(Error);
    expect(seconds).toBeLessThanOrEqual(6);
  });
});

describe('a portal that does not report its work', () => {
  it('is not limited before it refuses', async () => {
    const gateway = createVirtualGateway({ portal: { edition: 'on-premise', limits: {} }, rate: undefined });
    const { time, portal } = gateway;
    const end = time.now() + 2 * 60_000;
    const readers = Array.from({ length: 8 }, async (_, reader) => {
      for (let n = 0; time.now() < end; n += 1) await gateway.client().call(read(reader * 100_000 + n + 1));
    });
    await time.until(Promise.all(readers));
    expect(portal.journal.entries(GET).length).toBeGreaterThan(8 * 330);
  }, 120_000);
});

describe('a portal of which no rate limit is known', () => {
  it('is not asked faster than the cloud allows where it refuses requests for their rate', async () => {
    const gateway = createVirtualGateway({
      rate: undefined,
      portal: { latency: 'none' },
      deadlines: { readMs: 600_000, writeMs: 600_000 },
    });
    const { time, portal } = gateway;
    const startedAt = time.now();
    const reads = Array.from({ length: 3_500 }, (_, n) => gateway.client().call(read(n + 1)));
    await time.until(Promise.all(reads));
    const refused = portal.journal.entries().filter(({ status }) => status === 503);
    const seconds = (time.now() - startedAt) / 1000;
    expect(refused.length).toBeGreaterThan(0);
    // Those that were in flight when the first one was refused, and two a second.
    expect(refused.length).toBeLessThanOrEqual(10 + 2 * seconds);
  });

  it('is not limited again once it refuses nothing', async () => {
    const gateway = createVirtualGateway({ rate: undefined, portal: { edition: 'on-premise', limits: {} } });
    const { time, portal } = gateway;
    portal.faults.inject({ kind: 'error', status: 503, code: 'QUERY_LIMIT_EXCEEDED' });
    await time.until(gateway.client().call(read(1)));
    await time.until(time.sleep(60_000));
    const many = Array.from({ length: 100 }, (_, n) =>
      gateway.client(undefined, `caller ${n}`).call(read(n)),
    );
    const { seconds } = await timed(gateway, Promise.all(many));
    expect(seconds).toBeLessThan(5);
  });
});

describe('a slow method', () => {
  it('of six and a half seconds succeeds within its deadline of twenty, with one try more at the most', async () => {
    const gateway = createVirtualGateway({ portal: { latency: { '*': 6.5 } } });
    const first = await timed(gateway, gateway.client().call(read(1)));
    expect(first.outcome).not.toBeInstanceOf(Error);
    expect(gateway.portal.journal.entries(GET)).toHaveLength(2);
    const second = await timed(gateway, gateway.client().call(read(2)));
    expect(second).toMatchObject({ seconds: 6.5 });
    expect(gateway.portal.journal.entries(GET)).toHaveLength(3);
  });

  it('that is fast again is believed at once', async () => {
    const gateway = createVirtualGateway({ rate: undefined, portal: { latency: 'none' } });
    for (const [seconds, count] of [
      [8, 4],
      [20, 4],
      [1, 2],
    ] as const) {
      gateway.portal.faults.clear();
      gateway.portal.faults.inject({
        kind: 'slow',
        delayMs: seconds * 1000,
        times: Infinity,
        on: 'voximplant.sip.add',
      });
      for (let n = 0; n < count; n += 1)
        await timed(gateway, gateway.telephony().sipLines.add(line(seconds * 100 + n)));
    }
    const many = Array.from({ length: 20 }, (_, n) =>
      gateway.telephony(`caller ${n}`).sipLines.add(line(9_000 + n)),
    );
    const outcomes = await gateway.time.until(Promise.allSettled(many));
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
  });

  it('whose calls got lost is not taken for one that has used its budget up', async () => {
    let seconds = 20;
    const gateway = createVirtualGateway({ portal: { latency: () => seconds } });
    const { time, portal } = gateway;
    for (const from of [0, 8]) {
      const adds = Array.from({ length: 8 }, (_, n) =>
        timed(gateway, gateway.telephony().sipLines.add(line(from + n))),
      );
      await time.until(Promise.all(adds));
    }
    // The portal has charged 320 of 480 seconds, and nothing for what does not arrive.
    portal.faults.inject({ kind: 'hang', on: 'voximplant.sip.add', times: Infinity });
    const outcomes: Promise<unknown>[] = [];
    for (let n = 100; n < 130; n += 1) {
      outcomes.push(
        gateway
          .telephony()
          .sipLines.add(line(n))
          .catch((error: unknown) => error),
      );
      await time.until(time.sleep(1_000));
    }
    portal.faults.clear();
    seconds = 1;
    for (const outcome of await time.until(Promise.all(outcomes))) {
      if (!(outcome instanceof Bitrix24Error) || outcome.retryAfterMs === undefined) continue;
      expect(outcome.retryAfterMs).toBeLessThanOrEqual(60_000);
    }
    const { outcome } = await timed(gateway, gateway.telephony().sipLines.add(line(200)));
    expect(outcome).not.toBeInstanceOf(Error);
  });
});

describe('a portal that has no time left for batches', () => {
  const batches = ({ portal }: VirtualGateway) => portal.journal.entries('batch').length;

  it('is sent their commands one by one, and a batch again later', async () => {
    const gateway = createVirtualGateway({ portal: { latency: { '*': 0.3 } } });
    const { portal, time, client } = gateway;
    const refusal = { kind: 'error', status: 429, code: 'OPERATION_TIME_LIMIT' } as const;
    portal.faults.inject({ ...refusal, on: 'batch', times: Infinity });
    const many = (from: number, count: number) =>
      client().callAll(Array.from({ length: count }, (_, n) => read(from + n)));
    const reads = many(1, 30);
    const lines = gateway.telephony().sipLines.addMany(Array.from({ length: 12 }, (_, n) => line(n)));
    await time.until(time.sleep(1_000));
    const { outcome } = await timed(gateway, client(undefined, 'other').call(read(1_000)));
    expect(outcome).not.toBeInstanceOf(Error);
    const outcomes = await time.until(Promise.all([reads, lines]));
    expect(outcomes.flat().filter((each) => each instanceof Error)).toEqual([]);
    expect(batches(gateway)).toBeGreaterThan(0);
    expect(portal.lines()).toHaveLength(12);

    portal.faults.clear();
    await time.until(time.sleep(60_000));
    const refused = batches(gateway);
    await time.until(many(2_000, 60));
    expect(batches(gateway)).toBeGreaterThan(refused);
  });

  it('has no say about a method that it refuses within a batch later', async () => {
    const gateway = createVirtualGateway({ portal: { latency: { '*': 0.3 } } });
    const { portal, time, client } = gateway;
    const refusal = { kind: 'error', status: 429, code: 'OPERATION_TIME_LIMIT' } as const;
    portal.faults.inject({ ...refusal, on: 'batch', times: 1 });
    const many = (from: number, count: number) =>
      client().callAll(Array.from({ length: count }, (_, n) => read(from + n)));
    await time.until(many(1, 30));
    await time.until(time.sleep(5_000));
    const sent = portal.journal.entries().length;
    portal.faults.inject({ ...refusal, on: GET, times: Infinity });
    const { outcome, seconds } = await timed(gateway, many(1_000, 120));
    expect(seconds).toBeLessThan(5);
    for (const each of outcome as readonly unknown[])
      expect((each as Bitrix24Error).retryAfterMs).toBeGreaterThan(50_000);
    expect(portal.journal.entries().length - sent).toBeLessThan(150);
  });
});
