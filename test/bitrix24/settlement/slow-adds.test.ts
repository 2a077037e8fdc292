import { afterEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../../support/gateway.ts';
import { hurriedClock } from '../../support/hurried-clock.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../../support/operations.ts';
import { timeLeftOf } from '../../support/time-left.ts';

/** The gateway's waits pass this much faster than the machine's time, and the portal's work with them. */
const HURRY = 20;

const ADD = 'voximplant.sip.add';
let gateway: TestGateway;
afterEach(() => gateway.close());

/** The whole gateway in front of a portal that takes this long for an add. */
async function start(seconds: number): Promise<void> {
  gateway = await startGateway({
    app: { clock: hurriedClock(HURRY) },
    emulator: { latency: { [ADD]: seconds / HURRY } },
  });
}

const add = (title = 'Sales') =>
  gateway.query(ADD_SIP_LINE, { input: { ...NEW_LINE, type: 'OFFICE', title } });
const adds = () => gateway.emulator.portal.journal.entries(ADD);
const titles = () => gateway.emulator.portal.lines().map(({ title }) => title);

describe('addSipLine on a portal that takes long', () => {
  it.each([18, 30])('returns the line after %i s and creates it once', async (seconds) => {
    await start(seconds);
    expect((await add()).data).toMatchObject({ addSipLine: { title: 'Sales' } });
    await gateway.app.close();
    await gateway.emulator.portal.idle();
    expect([adds().length, titles()]).toEqual([1, ['Sales']]);
  });

  it('says how long the request may still be running, and creates nothing more', async () => {
    gateway = await startGateway({
      environment: { BITRIX24_WRITE_DEADLINE_MS: '1000' },
      emulator: { latency: { [ADD]: 3 } },
    });
    const expectLeft = timeLeftOf(75_000);
    const { errors } = await add();
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: false });
    expectLeft(errors?.[0]?.extensions['checkAfterMs']);
    const meanwhile = await add('SALES');
    expect(meanwhile.errors?.[0]).toMatchObject({
      message: expect.stringContaining('not settled yet') as string,
      extensions: {
        code: 'RATE_LIMITED',
        retryable: true,
      },
    });
    expectLeft(meanwhile.errors?.[0]?.extensions['retryAfterMs']);
    await expect.poll(titles).toEqual(['Sales']);
    expect(adds()).toHaveLength(1);
  });

  it('goes on when the client hangs up, and creates one line', async () => {
    await start(18);
    const hangUp = new AbortController();
    const body = JSON.stringify({ query: ADD_SIP_LINE, variables: { input: NEW_LINE } });
    const headers = { 'content-type': 'application/json' };
    const request = gateway
      .send({ method: 'POST', headers, body, signal: hangUp.signal })
      .catch(() => 'hung up');
    await expect.poll(() => adds().length).toBe(1);
    hangUp.abort();
    expect(await request).toBe('hung up');
    await gateway.app.close();
    expect(titles()).toEqual(['Sales']);
    expect(adds()).toMatchObject([{ executed: true, outcome: 'answer' }]);
  });
});
