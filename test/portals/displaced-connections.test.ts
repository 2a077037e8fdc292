import { describe, expect, it } from 'vitest';
import { connect } from '../../src/bitrix24/connection.ts';
import { ANONYMOUS } from '../../src/callers/caller.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { passedThroughPortals } from '../../src/portals/passed-through-portals.ts';
import { sipGet } from '../../src/telephony/sip-lines/methods.ts';
import { createTelephony } from '../../src/telephony/telephony.ts';
import { sampled } from '../support/random-runs.ts';
import { createVirtualGateway } from '../support/virtual-gateway.ts';

const ADD = 'voximplant.sip.add';
const PORTAL = 'portal.bitrix24.com';
const LINE = {
  type: 'OFFICE',
  title: 'Sales',
  server: 'sip.example.com',
  login: 'sales',
  password: 'secret',
} as const;

/** A gateway that passes tokens through. All its portals are one, so that a token is good for each of them. */
function start() {
  const { time, portal, post } = createVirtualGateway({
    portal: { limits: {}, latency: { [ADD]: 59, '*': 0.05 } },
  });
  for (const token of ['token-of-one', 'token-of-another'])
    portal.addToken({ accessToken: token, applicationId: 'app.a' });
  let connections = 0;
  const portals = passedThroughPortals({
    patterns: ['*.bitrix24.com'],
    clock: time,
    connect: () => {
      connections += 1;
      return connect({
        config: readSettings({ BITRIX24_PASSTHROUGH_PORTALS: '*.bitrix24.com' }),
        clock: time,
        random: () => 0.5,
        userAgent: 'test/1',
        transport: { post, close: () => undefined },
      });
    },
  });
  async function open(host: string, token = 'token-of-one') {
    const access = await portals.find({ portal: host, token, caller: ANONYMOUS });
    if (typeof access === 'string') throw new Error(access);
    return access.open('someone');
  }
  const add = async (token?: string) =>
    createTelephony(await open(PORTAL, token))
      .sipLines.add(LINE)
      .catch((error: unknown) => error);
  const read = async (host: string) => (await open(host)).call(sipGet({ filter: {} }));
  /** Reads from more other portals than connections are kept. */
  let others = 0;
  const displace = () => {
    others += 1_001;
    return Promise.all(Array.from({ length: 1_001 }, (_, n) => read(`other-${others - n}.bitrix24.com`)));
  };
  return { time, portal, add, read, displace, connections: () => connections };
}

describe('the connection to a portal with an add in doubt', () => {
  it.each(sampled(['token-of-one', 'token-of-another'], 1))(
    'is kept although others displace it, for %s',
    async (token) => {
      const { time, portal, add, displace } = start();
      const lost = await time.until(add());
      expect(lost).toMatchObject({ failure: { kind: 'lost-write', attempt: { reason: 'timeout' } } });
      await time.until(displace());
      expect(await time.until(add(token))).toMatchObject({
        failure: { kind: 'refused-here', reason: 'unsettled' },
      });
      expect(portal.journal.entries(ADD)).toHaveLength(1);
    },
    60_000,
  );

  it('is given up when the add is settled', async () => {
    const { time, add, read, displace, connections } = start();
    await time.until(add());
    await time.until(displace());
    await time.until(time.sleep(80_000));
    // Its lookups have used it until then.
    await time.until(displace());
    const before = connections();
    await time.until(read(PORTAL));
    expect(connections()).toBe(before + 1);
  }, 60_000);
});
