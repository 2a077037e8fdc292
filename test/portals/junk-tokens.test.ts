import { describe, expect, it } from 'vitest';
import type { Bitrix24Client } from '../../src/bitrix24/client.ts';
import { connect } from '../../src/bitrix24/connection.ts';
import { Bitrix24Error } from '../../src/bitrix24/protocol/errors.ts';
import { ANONYMOUS } from '../../src/callers/caller.ts';
import { identityOf } from '../../src/callers/identity.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { passedThroughPortals } from '../../src/portals/passed-through-portals.ts';
import { sipGet } from '../../src/telephony/sip-lines/methods.ts';
import { sampled } from '../support/random-runs.ts';
import { createVirtualGateway } from '../support/virtual-gateway.ts';

const PORTAL = 'portal.bitrix24.com';
const USER = 'token-of-a-user';

/** A gateway that passes tokens through to one portal, in virtual time. */
function start() {
  const { time, portal, post } = createVirtualGateway({ portal: { latency: { '*': 0.3 } } });
  portal.addToken({ accessToken: USER, applicationId: 'app.a' });
  const portals = passedThroughPortals({
    patterns: [PORTAL],
    clock: time,
    connect: () =>
      connect({
        config: readSettings({ BITRIX24_PASSTHROUGH_PORTALS: PORTAL }),
        clock: time,
        random: () => 0.5,
        userAgent: 'test/1',
        transport: { post, close: () => undefined },
      }),
  });
  /** What the HTTP side does with a request; undefined if it refuses it. */
  async function open(token: string, address: string): Promise<Bitrix24Client | undefined> {
    const named = { portal: PORTAL, token };
    const identity = identityOf(ANONYMOUS, portals.acceptedToken(named), address);
    const access = await portals.find({ ...named, caller: ANONYMOUS });
    return typeof access === 'string' ? undefined : access.open(identity);
  }
  return { time, portal, open };
}

/** Reads once every few seconds. Returns how long each read took, in seconds; Infinity if it failed. */
async function read({ time, open }: ReturnType<typeof start>, address: string): Promise<number[]> {
  const latencies: number[] = [];
  for (let n = 1; n <= 30; n += 1) {
    const startedAt = time.now();
    const client = await open(USER, address);
    const outcome = await client?.call(sipGet({ filter: { CONFIG_ID: [String(n)] } })).catch(asFailure);
    latencies.push(outcome === undefined ? Infinity : (time.now() - startedAt) / 1000);
    await time.sleep(4_000);
  }
  return latencies;
}

/** 540 reads a minute, each with a token that somebody has made up. */
async function flood({ time, open }: ReturnType<typeof start>, address: string): Promise<void> {
  const reads: unknown[] = [];
  for (let n = 0; n < 9 * 120; n += 1) {
    const client = await open(`junk-${n}`, address);
    reads.push(client?.call(sipGet({ filter: { CONFIG_ID: [String(n)] } })).catch(asFailure));
    await time.sleep(1000 / 9);
  }
  await Promise.all(reads);
}

function asFailure(error: unknown): undefined {
  if (!(error instanceof Bitrix24Error)) throw error;
  return undefined;
}

const p95 = (latencies: readonly number[]) =>
  latencies.toSorted((one, other) => one - other)[Math.floor(latencies.length * 0.95)] ?? 0;

describe('made-up tokens', () => {
  it.each(
    sampled<[string, string, number]>(
      [
        ['another address', '203.0.113.7', 2],
        // Its first read waits its turn with the address, and from then on the token is a caller of its own.
        ['the same address', '198.51.100.1', 20],
      ],
      1,
    ),
  )(
    'from %s leave a user of the portal served nearly as if alone',
    async (_name, address, longestFirst) => {
      const alone = start();
      const quiet = await alone.time.until(read(alone, '198.51.100.1'));
      const gateway = start();
      // The user comes when the flood has used up the portal's burst.
      const flooded = flood(gateway, address);
      await gateway.time.until(gateway.time.sleep(20_000));
      const busy = await gateway.time.until(read(gateway, '198.51.100.1'));
      const first = busy.shift() ?? Infinity;
      expect(first).toBeLessThan(longestFirst);
      expect(busy).not.toContain(Infinity);
      expect(p95(busy)).toBeLessThanOrEqual(2 * p95(quiet));
      await gateway.time.until(flooded);
    },
    120_000,
  );
});
