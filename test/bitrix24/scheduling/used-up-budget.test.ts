import { describe, expect, it } from 'vitest';
import { Bitrix24Error } from '../../../src/bitrix24/protocol/errors.ts';
import { createVirtualGateway } from '../../support/virtual-gateway.ts';

const ADD = 'voximplant.sip.add';

/** A portal that has used 479 of its 480 seconds for adds half a minute ago, and a rate that lets one request go every 5 s. */
async function start(usedSeconds: number) {
  let seconds = 0.1;
  const gateway = createVirtualGateway({
    rate: { burst: 1, perSecond: 0.2 },
    deadlines: { readMs: 20_000, writeMs: 60_000 },
    portal: {
      latency: (method) => (method === ADD ? seconds : 0.1),
      limits: { operating: { seconds: 480, slots: 10, slotSeconds: 60 }, maxRunSeconds: 1_000 },
    },
  });
  const { time, portal, telephony } = gateway;
  const add = (title: string) =>
    telephony(title)
      .sipLines.add({ type: 'OFFICE', title, server: 'sip.example.com', login: title, password: 'secret' })
      .catch((error: unknown) => error);
  // Used by another program.
  seconds = usedSeconds;
  const params = 'TYPE=office&TITLE=x&SERVER=sip.example.com&LOGIN=x&PASSWORD=x';
  await time.until(
    portal.handle({
      method: 'POST',
      path: `/rest/1/emulatorwebhook1/${ADD}`,
      query: '',
      headers: { 'content-type': 'application/x-www-form-urlencoded', host: 'portal.bitrix24.com' },
      body: params,
      remoteAddress: '10.0.0.2',
      secure: true,
    }),
  );
  seconds = 2;
  return { ...gateway, add };
}

describe('commands that wait when the portal reports that the budget of their method is used up', () => {
  it('are refused at once, with the time until there is some', async () => {
    const { time, add, portal } = await start(479);
    const startedAt = time.now();
    const first = add('first');
    const second = add('second').then((outcome) => ({ outcome, afterMs: time.now() - startedAt }));
    expect(await time.until(first)).toMatchObject({ title: 'first' });
    const { outcome, afterMs } = await time.until(second);
    expect(outcome).toMatchObject({ failure: { kind: 'refused-here', reason: 'too-slow' } });
    expect(afterMs).toBeLessThan(2_100);
    const { retryAfterMs = 0 } = outcome as Bitrix24Error;
    expect(portal.journal.entries(ADD)).toHaveLength(2);
    await time.until(time.sleep(retryAfterMs));
    expect(await time.until(add('second'))).toMatchObject({ title: 'second' });
  });

  it('are sent if some is left', async () => {
    const { time, add } = await start(400);
    const both = Promise.all([add('first'), add('second')]);
    expect(await time.until(both)).toMatchObject([{ title: 'first' }, { title: 'second' }]);
  });
});
