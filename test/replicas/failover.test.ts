import { describe, expect, it } from 'vitest';
import { startGateway } from '../support/gateway.ts';
import { codeOf, isReplayed, KEYED, timesRun } from '../support/keyed-operations.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';
import { endDoubt, findRedis, startRedis, startSentinel } from '../support/redis.ts';

const CALL = 'voximplant.callback.start';
const CALLBACK = { lineId: 'reg150907', phoneNumber: '+79061234567', text: 'Hello' };
const LINES = '{ sipLines { totalCount } }';

describe.skipIf(findRedis() === undefined)('a gateway whose Redis fails over', () => {
  it('knows the keys that were replicated, doubts adds for a while, and goes on without a restart', async () => {
    await using primary = await startRedis();
    await using replica = await startRedis({ arguments: ['--replicaof', '127.0.0.1', String(primary.port)] });
    await using sentinel = await startSentinel(primary, 'telephony');
    await expect
      .poll(() => sentinel.ask('SENTINEL', 'REPLICAS', 'telephony'), { interval: 200 })
      .toContain(String(replica.port));
    await expect.poll(() => replica.ask('INFO', 'replication')).toContain('master_link_status:up');
    await using gateway = await startGateway({
      redis: { ...sentinel, url: `redis+sentinel://127.0.0.1:${String(sentinel.port)}/telephony` },
      emulator: { usersByWebhook: true },
    });
    gateway.emulator.portal.addLineOfPerson({ type: 'cloud', title: 'Main' });
    const call = () => gateway.query(KEYED.startCallback, { input: CALLBACK, key: 'key' });
    const add = () => gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
    await expect.poll(async () => codeOf(await call())).toBe('OK');
    const offset = async (from: typeof primary) =>
      /master_repl_offset:(\d+)/.exec(await from.ask('INFO', 'replication'))?.[1];
    const reached = Number(await offset(primary));
    await expect.poll(async () => Number(await offset(replica))).toBeGreaterThanOrEqual(reached);

    await primary.kill();
    expect(codeOf(await add())).toBe('RATE_LIMITED');
    expect(codeOf(await gateway.query(LINES))).toBe('OK');
    const replayed = async () => {
      const answer = await call();
      expect(['OK', 'RATE_LIMITED']).toContain(codeOf(answer));
      return isReplayed(answer);
    };
    await expect.poll(replayed, { timeout: 40_000 }).toBe(true);
    expect(timesRun(gateway, CALL)).toBe(1);
    // The new primary may lack locks that the old one had.
    expect(codeOf(await add())).toBe('RATE_LIMITED');
    await endDoubt(replica);
    expect(codeOf(await add())).toBe('OK');
  }, 90_000);
});
