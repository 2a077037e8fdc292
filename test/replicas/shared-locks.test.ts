import { describe, expect, it } from 'vitest';
import type { GraphQLAnswer } from '../support/gateway.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';
import { endDoubt, findRedis } from '../support/redis.ts';
import { startReplicas } from '../support/replicas.ts';

const UPDATE = `mutation ($configId: ID!, $input: UpdateSipLineInput!) {
  updateSipLine(configId: $configId, input: $input) { server }
}`;
const DELETE = 'mutation ($configId: ID!) { deleteSipLine(configId: $configId) { configId } }';
const LINES = '{ sipLines { totalCount } }';
const codeOf = ({ errors }: GraphQLAnswer) => errors?.[0]?.extensions['code'] ?? 'OK';

describe.skipIf(findRedis() === undefined)('two replicas', () => {
  it('let one write to a line end before the other begins', async () => {
    await using replicas = await startReplicas({ emulator: { latency: 'realistic' } });
    const { gateways, emulator } = replicas;
    const [one] = gateways;
    const added = await one.query(ADD_SIP_LINE, { input: NEW_LINE });
    const { configId } = added.data?.['addSipLine'] as { configId: string };
    const servers = Array.from({ length: 8 }, (_, index) => `s${String(index)}.example.com`);
    const answers = await Promise.all(
      servers.map((server, index) =>
        gateways[index % 2 === 0 ? 0 : 1].query(UPDATE, { configId, input: { server } }),
      ),
    );
    expect(answers.map(codeOf)).toEqual(servers.map(() => 'OK'));
    const updates = emulator.portal.journal.entries('voximplant.sip.update');
    for (const [index, { receivedAt }] of updates.entries())
      expect(receivedAt).toBeGreaterThanOrEqual(updates[index - 1]?.executedAt ?? 0);
    expect(updates).toHaveLength(8);
  });

  it.each(['kill', 'freeze'] as const)(
    'refuse adds as retryable while Redis is away (%s), but nothing else, and go on when it is back',
    async (how) => {
      await using replicas = await startReplicas();
      const { gateways, redis } = replicas;
      const [one, two] = gateways;
      const added = await one.query(ADD_SIP_LINE, { input: NEW_LINE });
      const { configId } = added.data?.['addSipLine'] as { configId: string };
      if (how === 'kill') await redis.kill();
      else redis.freeze();
      const other = { input: { ...NEW_LINE, title: 'Other' } };
      const [error] = (await two.query(ADD_SIP_LINE, other)).errors ?? [];
      expect(error?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
      expect(error?.extensions['retryAfterMs']).toBeGreaterThan(0);
      expect(codeOf(await two.query(LINES))).toBe('OK');
      expect(codeOf(await two.query(UPDATE, { configId, input: { server: 'new.example.com' } }))).toBe('OK');
      if (how === 'kill') await redis.restart();
      else redis.resume();
      if (how === 'kill') {
        // Redis has forgotten who adds what.
        await expect.poll(() => redis.ask('KEYS', '*:doubt'), { timeout: 10_000 }).toContain('doubt');
        const [doubtful] = (await one.query(ADD_SIP_LINE, other)).errors ?? [];
        expect(doubtful?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
      }
      await expect
        .poll(
          async () => {
            // Each replica that notices the restart says so, one perhaps later than the other.
            if (how === 'kill') await endDoubt(redis);
            return codeOf(await one.query(ADD_SIP_LINE, other));
          },
          { timeout: 30_000 },
        )
        .toBe('OK');
      expect(codeOf(await two.query(DELETE, { configId }))).toBe('OK');
    },
    60_000,
  );
});
