import { expect, it } from 'vitest';
import { startGateway } from '../support/gateway.ts';
import { heapInUse } from '../support/heap.ts';
import { scaledRuns } from '../support/random-runs.ts';

const CALLS = scaledRuns(1_500, 3_000);

const PAGE = `query ($after: String) {
  telephonyCalls(first: 200, after: $after, orderBy: { direction: ASC }) {
    nodes { statisticId phoneNumber startedAt }
    pageInfo { hasNextPage endCursor }
  }
}`;

interface Page {
  readonly nodes: readonly { statisticId: string }[];
  readonly pageInfo: { hasNextPage: boolean; endCursor: string };
}

it(
  `walks through ${CALLS.toLocaleString('en')} calls with one request for each 50 and without growing`,
  { timeout: scaledRuns(60_000) },
  async () => {
    await using gateway = await startGateway({
      // The portal is in this process too, and what it notes down would count.
      emulator: { journalLimit: 10 },
      environment: { LOG_LEVEL: 'silent' },
    });
    const { portal } = gateway.emulator;
    for (let added = 0; added < CALLS; added += 1) portal.addCall({});

    const heap: number[] = [];
    let expected = 1;
    let page: Page | undefined;
    do {
      const { data } = await gateway.query(PAGE, { after: page?.pageInfo.endCursor });
      page = data?.['telephonyCalls'] as Page;
      for (const { statisticId } of page.nodes) {
        if (Number(statisticId) !== expected) throw new Error(`${statisticId} instead of ${expected}`);
        expected += 1;
      }
      if (expected % (CALLS / 5) === 1) {
        heap.push(await heapInUse());
      }
    } while (page.pageInfo.hasNextPage);

    expect(expected - 1).toBe(CALLS);
    // The last one finds nothing behind the last full page.
    expect(portal.journal.entries().at(-1)?.id).toBe(CALLS / 50 + 1);
    const [early = 0, late = 0] = [heap[0], heap.at(-1)];
    expect(late - early).toBeLessThan(5_000_000);
  },
);
