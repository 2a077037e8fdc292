import { describe, expect, it } from 'vitest';
import { Bitrix24Error } from '../../../src/bitrix24/protocol/errors.ts';
import { CLOUD_LIMITS } from '../../../src/emulator/options.ts';
import { sipGet } from '../../../src/telephony/sip-lines/methods.ts';
import { createVirtualGateway, type VirtualGateway } from '../../support/virtual-gateway.ts';

/** What became of the operations of a caller, and how long each took, in seconds. */
interface Record {
  readonly latencies: number[];
  refused: number;
  served: number;
}

interface Habit {
  readonly everyMs: number;
  readonly commands: number;
}

const GREEDY: Habit = { everyMs: 1000 / 9, commands: 10 };
const MODEST: Habit = { everyMs: 2_000, commands: 1 };

/** A caller with operations of some commands each, at a steady pace and whatever became of those before. */
async function call(gateway: VirtualGateway, name: string, habit: Habit, seconds: number): Promise<Record> {
  const { time } = gateway;
  const record: Record = { latencies: [], refused: 0, served: 0 };
  const operations: Promise<void>[] = [];
  const seed = Buffer.from(name).reduce((sum, byte) => sum + byte, 0) * 1_000_000;
  for (let n = 0; n * habit.everyMs < seconds * 1000; n += 1) {
    const client = gateway.client(undefined, name);
    const startedAt = time.now();
    const reads = Array.from({ length: habit.commands }, async (_, index) => {
      try {
        await client.call(sipGet({ filter: { CONFIG_ID: [String(seed + n * 10 + index + 1)] } }));
        record.served += 1;
      } catch (error) {
        if (!(error instanceof Bitrix24Error)) throw error;
        record.refused += 1;
      }
    });
    operations.push(
      Promise.all(reads).then(() => {
        record.latencies.push((time.now() - startedAt) / 1000);
      }),
    );
    await time.sleep(habit.everyMs);
  }
  await Promise.all(operations);
  return record;
}

const p95 = ({ latencies }: Record) =>
  latencies.toSorted((one, other) => one - other)[Math.floor(latencies.length * 0.95)] ?? 0;

const start = () => createVirtualGateway({ portal: { latency: { '*': 0.3 } } });

describe('callers of one portal', () => {
  it('of whom one wants far more than there is leave the other served as if alone', async () => {
    const alone = start();
    const quiet = await alone.time.until(call(alone, 'modest', MODEST, 80));
    const gateway = start();
    const [greedy, modest] = await gateway.time.until(
      Promise.all([call(gateway, 'greedy', GREEDY, 80), call(gateway, 'modest', MODEST, 80)]),
    );
    expect(modest.refused).toBe(0);
    expect(p95(modest)).toBeLessThanOrEqual(2 * p95(quiet));
    expect(greedy.served).toBeGreaterThan(170);
  }, 120_000);

  it('who both want more than there is get half each', async () => {
    const gateway = start();
    const [one, other] = await gateway.time.until(
      Promise.all([call(gateway, 'one', GREEDY, 40), call(gateway, 'other', GREEDY, 40)]),
    );
    expect(one.served / (one.served + other.served)).toBeGreaterThan(0.45);
    expect(one.served / (one.served + other.served)).toBeLessThan(0.55);
  }, 120_000);

  it('get half each although one wants three times as much as the other', async () => {
    const gateway = start();
    const thrice = { everyMs: GREEDY.everyMs / 3, commands: 10 };
    const [one, other] = await gateway.time.until(
      Promise.all([call(gateway, 'one', GREEDY, 40), call(gateway, 'other', thrice, 40)]),
    );
    expect(one.served / (one.served + other.served)).toBeGreaterThan(0.45);
  }, 120_000);

  it('of whom one fills all slots with single commands leave the other its turn with many', async () => {
    const gateway = createVirtualGateway({
      rate: undefined,
      portal: { latency: { '*': 3 }, edition: 'on-premise', limits: {} },
    });
    const { time } = gateway;
    const endsAt = time.now() + 45_000;
    let reads = 0;
    const read = () => sipGet({ filter: { CONFIG_ID: [String((reads += 1))] } });
    const single = async () => {
      let served = 0;
      while (time.now() < endsAt) {
        const outcome = await gateway
          .client(undefined, 'single')
          .call(read())
          .catch((error: unknown) => error);
        if (!(outcome instanceof Error)) served += 1;
        else await time.sleep(1_000);
      }
      return served;
    };
    const singles = Promise.all(Array.from({ length: 12 }, single));
    await time.until(time.sleep(20_000));
    const many = await time.until(
      gateway.client(undefined, 'many').callAll(Array.from({ length: 20 }, read)),
    );
    // Every fourth request in its 20 seconds is for it.
    expect(many.filter((outcome) => !(outcome instanceof Error)).length).toBeGreaterThan(12);
    const served = (await time.until(singles)).reduce((sum, each) => sum + each, 0);
    // Ten slots serve 150 in that time.
    expect(served).toBeGreaterThan(100);
  });

  it('who come late are neither ahead nor behind', async () => {
    // A portal that reports no work, so that slots and requests are all there is to share.
    const gateway = createVirtualGateway({
      portal: { latency: { '*': 0.3 }, edition: 'on-premise', limits: { rate: CLOUD_LIMITS.rate } },
    });
    const first = call(gateway, 'first', GREEDY, 80);
    await gateway.time.until(gateway.time.sleep(40_000));
    const before = gateway.portal.journal.entries('voximplant.sip.get').length;
    const late = await gateway.time.until(call(gateway, 'late', GREEDY, 35));
    const during = gateway.portal.journal.entries('voximplant.sip.get').length - before;
    expect(late.served / during).toBeGreaterThan(0.3);
    expect(late.served / during).toBeLessThan(0.6);
    await gateway.time.until(first);
  }, 120_000);
});
