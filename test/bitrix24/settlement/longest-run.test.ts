import { describe, expect, it } from 'vitest';
import { Bitrix24Error, isLostWrite } from '../../../src/bitrix24/protocol/errors.ts';
import { createVirtualGateway, type VirtualGateway } from '../../support/virtual-gateway.ts';

const ADD = 'voximplant.sip.add';
const LINE = { title: 'Sales', server: 'sip.example.com', login: 'sales', password: 'secret' };

/** A portal whose operator lets a request run for so many seconds, and the gateway that assumes that. */
function start(maxRunSeconds: number, longestRunMs: number, addSeconds: number): VirtualGateway {
  return createVirtualGateway({
    portal: { latency: { [ADD]: addSeconds }, limits: { maxRunSeconds } },
    rate: undefined,
    longestRunMs,
  });
}

const add = ({ time, telephony }: VirtualGateway) =>
  time.until(
    telephony()
      .sipLines.add({ type: 'OFFICE', ...LINE })
      .catch((error: unknown) => error),
  );
const wait = ({ time }: VirtualGateway, ms: number) => time.until(time.sleep(ms));
const sent = ({ portal }: VirtualGateway) => portal.journal.entries(ADD).length;

describe('BITRIX24_LONGEST_RUN_MS', () => {
  it('keeps an add from being made twice by a portal that lets requests run for minutes', async () => {
    const gateway = start(300, 315_000, 200);
    const lost = await add(gateway);
    if (!(lost instanceof Bitrix24Error) || !isLostWrite(lost)) throw new Error('its outcome is known');
    const { attempt, checkAfterMs } = lost.failure;
    expect(attempt).toMatchObject({ kind: 'network', reason: 'timeout' });
    expect(checkAfterMs).toBeGreaterThan(260_000);
    await wait(gateway, 100_000);
    expect(await add(gateway)).toMatchObject({ failure: { kind: 'refused-here', reason: 'unsettled' } });
    await wait(gateway, checkAfterMs);
    expect([sent(gateway), gateway.portal.lines().length]).toEqual([1, 1]);
  });

  it('lets an add be sent again earlier to a portal that ends requests earlier', async () => {
    const gateway = start(5, 15_000, 1);
    gateway.portal.faults.inject({ kind: 'body', status: 504, on: ADD });
    const startedAt = gateway.time.now();
    expect(await add(gateway)).toMatchObject({ configId: '1' });
    expect((gateway.time.now() - startedAt) / 1_000).toBeCloseTo(16.3, 0);
    expect([sent(gateway), gateway.portal.lines().length]).toEqual([2, 1]);
  });
});
