import { afterEach, expect, it } from 'vitest';
import type { Fault } from '../../src/emulator/faults/fault.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { hurriedClock } from '../support/hurried-clock.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

const linesAbout = (message: string) =>
  gateway
    .log()
    .split('\n')
    .filter((line) => line.includes(`"msg":"${message}"`))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

async function addDuring(fault: Fault): Promise<void> {
  gateway = await startGateway({ app: { clock: hurriedClock(20) } });
  gateway.emulator.portal.faults.inject(fault);
  await gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
}

it('a write whose response was lost is logged with its outcome, and nothing of what it wrote', async () => {
  await addDuring({ kind: 'drop', stage: 'after', on: 'voximplant.sip.add' });
  const lines = linesAbout('a write without a response is settled');
  expect(lines).toMatchObject([
    {
      level: 'info',
      method: 'voximplant.sip.add',
      outcome: 'succeeded',
      tookMs: expect.any(Number) as number,
    },
  ]);
  expect(JSON.stringify(lines)).not.toContain(NEW_LINE.title);
});

it('a call that is repeated is logged with the cause', async () => {
  await addDuring({ kind: 'error', status: 503, code: 'QUERY_LIMIT_EXCEEDED', on: 'voximplant.sip.add' });
  expect(linesAbout('a call to the portal is repeated')).toMatchObject([
    { level: 'debug', method: 'voximplant.sip.add', failure: 'portal' },
  ]);
});
