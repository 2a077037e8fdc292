import { describe, expect, it } from 'vitest';
import { lowerBound } from '../../bench/limits/bound.ts';
import { LINES, mixedCommands, SECONDS, secondsOf } from '../../bench/limits/workload.ts';
import { MARGIN } from '../../src/bitrix24/scheduling/rate-bucket.ts';
import { CLOUD_LIMITS, DEFAULT_WEBHOOK_CODE } from '../../src/emulator/options.ts';
import type { PortalRequest } from '../../src/emulator/request.ts';
import type { SharedRate } from '../../src/state/shared-rate.ts';
import { memorySharedRate } from '../support/memory-shared-rate.ts';
import { seededRandom } from '../support/random-runs.ts';
import { createVirtualGateway, type VirtualGateway } from '../support/virtual-gateway.ts';

const { rate } = CLOUD_LIMITS;
const PATIENT = { readMs: 3_600_000, writeMs: 3_600_000 };
const SLOTS = 10;

/** Replicas of one portal that share its bucket, a few milliseconds away. */
function start(count: number) {
  const options = { deadlines: PATIENT, portal: { latency: SECONDS, limits: { rate } } };
  const first = createVirtualGateway(options);
  const { time } = first;
  for (let line = 0; line < LINES; line += 1)
    first.portal.addLineOfPerson({ type: 'cloud', title: `L${line}` });
  const store = memorySharedRate(() => time.now(), { ...rate, burst: rate.burst - 2 * MARGIN });
  const replicas = Array.from({ length: count }, (_, index) => {
    const shared = store(String(index));
    const sharedRate = {
      ...shared,
      sync: async (request: Parameters<typeof shared.sync>[0]) => {
        await time.sleep(1);
        const lease = await shared.sync(request);
        await time.sleep(1);
        return lease;
      },
    };
    return createVirtualGateway({ ...options, beside: first, sharedRate });
  });
  return { replicas, first, store };
}

/** Fills the bucket of the portal with requests of another program, for which the replicas know that it is full. */
async function useUp({ portal }: VirtualGateway, store: SharedRate): Promise<void> {
  const request: PortalRequest = {
    method: 'POST',
    path: `/rest/1/${DEFAULT_WEBHOOK_CODE}/scope`,
    query: '',
    headers: { 'content-type': 'application/json' },
    body: '{}',
    remoteAddress: '10.0.0.1',
    secure: true,
  };
  await Promise.all(Array.from({ length: rate.burst }, () => portal.handle(request)));
  await store.sync({ spent: 0, want: 0, refused: true });
}

describe('a bulk that several replicas get at once', () => {
  it.each([
    [2, 60, 'unused', 1.3],
    [4, 60, 'unused', 1.3],
    [2, 60, 'used up', 1.3],
    // Few requests for four: each waits for its first token, and for one that is held back.
    [4, 60, 'used up', 1.55],
    [2, 240, 'unused', 1.3],
    [4, 240, 'unused', 1.3],
    [2, 240, 'used up', 1.3],
    [4, 240, 'used up', 1.35],
  ])(
    'is done by %d of them nearly as fast as anybody could, with %d commands, bucket %s',
    async (count, commands, bucket, atMost) => {
      const { replicas, first, store } = start(count);
      const { time, portal } = first;
      if (bucket === 'used up') await time.until(useUp(first, store('another')));
      portal.journal.clear();
      const all = mixedCommands(commands, seededRandom(commands));
      const startedAt = time.now();
      const outcomes = await time.until(
        Promise.all(
          replicas.map((replica, index) =>
            replica.client().callAll(all.filter((_, position) => position % count === index)),
          ),
        ),
      );
      const seconds = (time.now() - startedAt) / 1_000;
      const bound = lowerBound(
        all.map(secondsOf),
        bucket === 'unused' ? rate.burst : 0,
        rate.perSecond,
        SLOTS,
      );
      expect(outcomes.flat().filter((outcome) => outcome instanceof Error)).toEqual([]);
      const refused = portal.journal
        .entries()
        .filter(({ errorCode }) => errorCode === 'QUERY_LIMIT_EXCEEDED');
      expect(refused).toEqual([]);
      expect(seconds / bound).toBeLessThan(atMost);
    },
  );
});
