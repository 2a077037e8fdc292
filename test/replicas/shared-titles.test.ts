import { describe, expect, it } from 'vitest';
import { doubledAdds } from '../support/doubled-adds.ts';
import type { GraphQLAnswer, TestGateway } from '../support/gateway.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';
import { scaledRuns } from '../support/random-runs.ts';
import { findRedis } from '../support/redis.ts';
import { startReplicas } from '../support/replicas.ts';

const ADD = 'voximplant.sip.add';
const codeOf = ({ errors }: GraphQLAnswer) => errors?.[0]?.extensions['code'] ?? 'OK';

/** Adds a line as a client does: where Redis is too slow on this machine, the gateway refuses to, and it asks again. */
async function add(gateway: TestGateway, title: string): Promise<GraphQLAnswer> {
  for (;;) {
    const answer = await gateway.query(ADD_SIP_LINE, { input: { ...NEW_LINE, title } });
    if (codeOf(answer) !== 'RATE_LIMITED') return answer;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

describe.skipIf(findRedis() === undefined)('two replicas', () => {
  it('add each title once, whichever of them is asked and whatever is lost', async () => {
    await using replicas = await startReplicas({ emulator: { cloudLimit: 1_000, latency: 'realistic' } });
    const { gateways, emulator } = replicas;
    // Every fourth connection is cut while the add runs on.
    emulator.portal.faults.inject({
      on: ADD,
      kind: 'drop',
      stage: 'during',
      afterMs: 1_500,
      times: Infinity,
      probability: 0.25,
    });
    // Forty take half a minute.
    const count = Math.min(40, scaledRuns(20));
    const titles = Array.from({ length: count }, (_, index) => `Line ${String(index)}`);
    const answers = await Promise.all(
      titles.flatMap((title) => gateways.map((gateway) => add(gateway, title))),
    );
    expect(doubledAdds(emulator.portal)).toEqual([]);
    const codes = answers.map(codeOf);
    expect(codes.filter((code) => code === 'OK')).toHaveLength(count);
    expect([...new Set(codes)].sort()).toEqual(['OK', 'TITLE_EXISTS']);
  }, 120_000);
});
