import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROBE } from '../../src/state/redis/probe.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { codeOf, KEYED, timesRun } from '../support/keyed-operations.ts';
import { NEW_LINE } from '../support/operations.ts';
import { findRedis, startRedis, type TestRedis } from '../support/redis.ts';

/** The way to Redis, which breaks when the gateway sends the script with this number, counted from 1. */
interface BreakingWay extends AsyncDisposable {
  readonly port: number;
  /** `after`: Redis runs the script, and its reply is lost. */
  breakAt(script: number, when: 'before' | 'after'): void;
  mend(): void;
}

async function openBreakingWay(redis: TestRedis): Promise<BreakingWay> {
  const sockets = new Set<Socket>();
  let left = 0;
  let when: 'before' | 'after' = 'before';
  const proxy = createServer((client) => {
    const server = createConnection(redis.port, '127.0.0.1');
    let isCut = false;
    const end = () => {
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', end).on('close', end);
    }
    client.on('data', (chunk) => {
      const isScript = chunk.includes('EVAL') && !chunk.includes(PROBE.sha) && !chunk.includes(PROBE.text);
      if (isScript) left -= 1;
      isCut ||= isScript && left === 0;
      if (!isCut || when === 'after') server.write(chunk);
      else end();
    });
    server.on('data', (chunk) => {
      if (isCut) end();
      else client.write(chunk);
    });
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (proxy.address() as AddressInfo).port,
    breakAt(script, moment) {
      left = script;
      when = moment;
    },
    mend() {
      left = 0;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await once(proxy.close(), 'close');
    },
  };
}

describe.skipIf(findRedis() === undefined)(
  'a replica that is cut from Redis in the middle of a keyed mutation',
  () => {
    let redis: TestRedis;
    let way: BreakingWay;
    let cut: TestGateway;
    let other: TestGateway;

    beforeAll(async () => {
      redis = await startRedis();
      way = await openBreakingWay(redis);
      cut = await startGateway({
        redis: { ...redis, url: `redis://127.0.0.1:${String(way.port)}` },
        emulator: { usersByWebhook: true },
      });
      other = await startGateway({ redis, webhookUrl: () => cut.emulator.webhookUrl });
      cut.emulator.portal.addLineOfPerson({ type: 'cloud', title: 'Main' });
    });
    afterAll(async () => {
      for (const each of [other, cut, way, redis]) await each[Symbol.asyncDispose]();
    });

    const inputs = {
      addSipLine: (title: string) => ({ ...NEW_LINE, type: 'OFFICE', title }),
      startCallback: (text: string) => ({ lineId: 'reg150907', phoneNumber: '+79061234567', text }),
    };

    // An add runs four scripts at most: the key begins, locks are taken, they are given back, the key ends.
    it.each(
      (['before', 'after'] as const).flatMap((when) =>
        [1, 2, 3, 4].flatMap((script) => [
          ['addSipLine', 'voximplant.sip.add', when, script] as const,
          ...(script < 3 ? [['startCallback', 'voximplant.callback.start', when, script] as const] : []),
        ]),
      ),
    )('executes it once for its key (%s, %s: %s script %i)', async (field, method, when, script) => {
      const key = `${field} ${when} ${String(script)}`;
      const variables = { key, input: inputs[field](key) };
      const before = timesRun(cut, method);
      await expect
        .poll(async () => (await fetch(new URL('/health/ready', cut.url))).text(), { timeout: 10_000 })
        .toContain('up');
      way.breakAt(script, when);
      const first = codeOf(await cut.query(KEYED[field], variables));
      way.mend();
      expect(['OK', 'RATE_LIMITED']).toContain(first);
      await expect
        .poll(async () => codeOf(await other.query(KEYED[field], variables)), { timeout: 20_000 })
        .toBe('OK');
      expect(timesRun(cut, method) - before).toBe(1);
    });
  },
);
