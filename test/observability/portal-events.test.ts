import { afterEach, expect, it } from 'vitest';
import type { Fault } from '../../src/emulator/faults/fault.ts';
import { startApplication } from '../support/application.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { hurriedClock } from '../support/hurried-clock.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';
import { skippingClock } from '../support/skipping-clock.ts';

const MINUTE = 60_000;

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

/** What identifies the request in its own line. */
function requestOf(): Record<string, unknown> {
  const [operation] = linesAbout('operation');
  expect(operation).toMatchObject({
    requestId: expect.any(String) as string,
    portalKey: expect.any(String) as string,
  });
  return { requestId: operation?.['requestId'], portalKey: operation?.['portalKey'] };
}

it('a write whose response was lost is logged with its outcome, and nothing of what it wrote', async () => {
  await addDuring({ kind: 'drop', stage: 'after', on: 'voximplant.sip.add' });
  const lines = linesAbout('a write without a response is settled');
  expect(lines).toMatchObject([
    {
      level: 'info',
      ...requestOf(),
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
    { level: 'debug', ...requestOf(), method: 'voximplant.sip.add', failure: 'portal' },
  ]);
});

it('a write that is settled after its response is logged with the request, like the lookups that are repeated for it', async () => {
  const clock = skippingClock();
  gateway = await startGateway({ app: { clock } });
  const { faults } = gateway.emulator.portal;
  faults.inject({ kind: 'drop', stage: 'before', on: 'voximplant.sip.add' });
  faults.inject({ kind: 'error', status: 503, code: 'QUERY_LIMIT_EXCEEDED', on: 'voximplant.sip.get' });
  const added = gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
  await expect.poll(() => linesAbout('a call to the portal is repeated')).toHaveLength(1);
  clock.skip(MINUTE);
  await added;
  expect(linesAbout('a write without a response is settled')).toMatchObject([
    { level: 'warn', ...requestOf(), outcome: 'unknown' },
  ]);
  expect(linesAbout('a call to the portal is repeated')).toMatchObject([
    { ...requestOf(), method: 'voximplant.sip.get' },
  ]);
});

it('a call that is refused here is logged with the request', async () => {
  gateway = await startGateway({
    environment: { BITRIX24_RATE_LIMIT: '1/1', BITRIX24_READ_DEADLINE_MS: '1000' },
  });
  await Promise.all(
    Array.from({ length: 8 }, (_, n) => gateway.query(`{ sipLine(configId: "${n + 1}") { title } }`)),
  );
  const refused = linesAbout('a call to the portal is refused here');
  expect(refused.length).toBeGreaterThan(0);
  const requests = new Set(linesAbout('operation').map(({ requestId }) => requestId));
  for (const { requestId } of refused) expect(requests).toContain(requestId);
  expect(refused[0]).toMatchObject({
    portalKey: expect.any(String) as string,
    method: 'voximplant.sip.get',
    reason: 'too-slow',
    retryAfterMs: expect.any(Number) as number,
  });
});

it('an exchanged token is logged with the portal, and the event that made it necessary', async () => {
  await using application = await startApplication();
  await application.install();
  gateway = application.gateway;
  application.portal.portal.faults.inject({ kind: 'body', status: 502, on: 'oauth/token', times: 5 });
  await application.sendEvent(application.other.portal.installApplication());
  expect(linesAbout('a refresh token is exchanged')).toMatchObject([
    { level: 'info', outcome: 'granted', portalKey: expect.any(String) as string },
    { level: 'warn', outcome: 'unavailable' },
  ]);
  const requestId = expect.any(String) as string;
  expect(linesAbout('event of a portal')).toMatchObject([
    { level: 'info', requestId, event: 'ONAPPINSTALL', outcome: 'accepted' },
    { level: 'warn', requestId, event: 'ONAPPINSTALL', outcome: 'unavailable' },
  ]);
});
