import { CLOUD_LIMITS } from '../../src/emulator/options.ts';
import { lowerBound } from './bound.ts';
import { countRequests, openTrack, type Contestant } from './portal.ts';
import { seededRandom } from '../../test/support/random-runs.ts';
import { mixedCommands, secondsOf } from './workload.ts';

export const CONTESTANTS = ['gateway', 'one call per command', 'batches of 50'] as const;

/** How one contestant fared. Times in seconds. */
export interface Run {
  readonly seconds: number;
  readonly requests: number;
  readonly refused: number;
}

export interface BulkCase {
  readonly commands: number;
  readonly bucket: 'unused' | 'used up';
  readonly bound: number;
  readonly runs: Readonly<Record<Contestant, Run>>;
}

/** All commands at once, as one operation. */
export async function bulkCase(count: number, bucket: BulkCase['bucket']): Promise<BulkCase> {
  const commands = mixedCommands(count, seededRandom(count));
  const { burst, perSecond } = CLOUD_LIMITS.rate;
  const empty = bucket === 'used up';
  const bound = lowerBound(commands.map(secondsOf), empty ? 0 : burst, perSecond, 10);
  const run = async (contestant: Contestant): Promise<Run> => {
    const track = await openTrack(contestant, empty);
    const { time } = track.gateway;
    const startedAt = time.now();
    await time.until(track.open().runAll(commands));
    const { sent, refused } = countRequests(track);
    return { seconds: (time.now() - startedAt) / 1000, requests: sent, refused };
  };
  const [gateway, single, batched] = [
    await run('gateway'),
    await run('one call per command'),
    await run('batches of 50'),
  ];
  return {
    commands: count,
    bucket,
    bound,
    runs: { gateway, 'one call per command': single, 'batches of 50': batched },
  };
}

export interface Latencies {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  readonly requests: number;
  readonly refused: number;
}

/**
 * Interactive callers at a steady pace, each with one command.
 *
 * @param bulk commands of a bulk that starts at the same time
 */
export async function interactiveCase(
  contestant: Contestant,
  perSecond: number,
  seconds: number,
  bulk = 0,
): Promise<Latencies> {
  const track = await openTrack(contestant, false);
  const { time } = track.gateway;
  const background =
    bulk > 0 ? track.open().runAll(mixedCommands(bulk, seededRandom(bulk))) : Promise.resolve();
  const random = seededRandom(3);
  const latencies: number[] = [];
  const callers = mixedCommands(perSecond * seconds, seededRandom(5)).map(async (command, index) => {
    // Somewhere within its share of time, as people come. Parameters of its own, so that no read is shared.
    await time.sleep(((index + random()) / perSecond) * 1000);
    const startedAt = time.now();
    await track.open().run({ ...command, params: { ...command.params, CALLER: index } });
    latencies.push((time.now() - startedAt) / 1000);
  });
  await time.until(Promise.all([...callers, background]));
  const sorted = latencies.toSorted((one, other) => one - other);
  const quantile = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const { sent, refused } = countRequests(track);
  return { p50: quantile(0.5), p95: quantile(0.95), max: quantile(1), requests: sent, refused };
}
