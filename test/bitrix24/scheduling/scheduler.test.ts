import { describe, expect, it } from 'vitest';
import { Bitrix24Error } from '../../../src/bitrix24/protocol/errors.ts';
import type { Command, Method } from '../../../src/bitrix24/protocol/command.ts';
import { sipConnectorStatus } from '../../../src/telephony/portal/methods.ts';
import { sipGet } from '../../../src/telephony/sip-lines/methods.ts';
import { createVirtualGateway, type VirtualGateway } from '../../support/virtual-gateway.ts';

const connector = sipConnectorStatus();
const lines = (n: number): Command => sipGet({ filter: { CONFIG_ID: [String(n)] } });
const asIs = (result: unknown) => result;
const many = (count: number): Command[] => Array.from({ length: count }, (_, index) => lines(index + 1));

const sent = ({ portal }: VirtualGateway) =>
  portal.journal.entries().filter(({ transport }) => transport === 'single');
const sentMethods = (gateway: VirtualGateway) => sent(gateway).map(({ method }) => method);

/** Seconds that something takes. */
async function timed(gateway: VirtualGateway, work: () => Promise<unknown>): Promise<number> {
  const startedAt = gateway.time.now();
  await gateway.time.until(work());
  return (gateway.time.now() - startedAt) / 1000;
}

async function failureOf(gateway: VirtualGateway, work: Promise<unknown>): Promise<Bitrix24Error> {
  try {
    await gateway.time.until(work);
  } catch (error) {
    if (error instanceof Bitrix24Error) return error;
    throw error;
  }
  throw new Error('it succeeded');
}

async function addLines(
  { time, telephony, portal }: VirtualGateway,
  type: 'CLOUD' | 'OFFICE',
  count: number,
) {
  const inputs = Array.from({ length: count }, (_, index) => ({
    type,
    title: `Line ${index}`,
    server: 'sip.example.com',
    login: 'a',
    password: 'b',
  }));
  const added = await time.until(telephony().sipLines.addMany(inputs));
  await time.until(time.sleep(60_000));
  portal.journal.clear();
  return added.map((line) => {
    if (line instanceof Error) throw line;
    return line;
  });
}

describe('a lone command', () => {
  it('goes out at once and unbatched', async () => {
    const gateway = createVirtualGateway({ portal: { latency: { '*': 0.5 } } });
    expect(await timed(gateway, () => gateway.client().call(connector))).toBe(0.5);
    expect(sentMethods(gateway)).toEqual(['voximplant.sip.connector.status']);
  });

  it('goes out at once beside others that are in flight', async () => {
    const gateway = createVirtualGateway({ portal: { latency: { '*': 0.5 } } });
    const others = gateway.client().callAll(many(5));
    expect(await timed(gateway, () => gateway.client().call(connector))).toBe(0.5);
    await gateway.time.until(others);
    expect(sentMethods(gateway)).not.toContain('batch');
  });
});

describe('many commands', () => {
  it('are batched so that all end together, reads separate from writes', async () => {
    const gateway = createVirtualGateway({
      portal: { latency: { 'voximplant.sip.get': 0.3, 'voximplant.sip.update': 1 } },
    });
    const update: Method = { name: 'voximplant.sip.update', kind: 'write', settlement: 'idempotent' };
    const writes = many(20).map(({ params }) => ({ method: update, params, decode: asIs }));
    expect(
      await timed(gateway, () => gateway.client().callAll([...writes, ...many(30)])),
    ).toBeLessThanOrEqual(2.9 * 1.25);
    for (const { params } of sent(gateway)) {
      const commands = Object.values((params as { cmd?: Record<string, string> }).cmd ?? {});
      expect(new Set(commands.map((command) => command.split('?')[0])).size).toBeLessThanOrEqual(1);
    }
  });

  it('that need registrations of fifty lines cost one list and at most ten further requests', async () => {
    const gateway = createVirtualGateway();
    const added = await addLines(gateway, 'CLOUD', 50);
    const lines = added.flatMap(({ regId, ...line }) => (regId === null ? [] : { ...line, regId }));
    expect(lines).toHaveLength(50);
    const seconds = await timed(gateway, async () => {
      const telephony = gateway.telephony();
      await telephony.sipLines.list({}, { field: 'CONFIG_ID', direction: 'ASC' }, undefined, 50);
      const found = await telephony.registrations(lines);
      expect(found.filter((each) => each instanceof Error)).toEqual([]);
    });
    expect(sentMethods(gateway).filter((method) => method === 'voximplant.sip.get')).toHaveLength(1);
    expect(sentMethods(gateway).filter((method) => method === 'batch').length).toBeLessThanOrEqual(10);
    expect(sent(gateway).length).toBeLessThanOrEqual(11);
    expect(seconds).toBeLessThanOrEqual(3.5 * 1.25);
  });

  it('leave a value that the batch would rewrite to travel alone', async () => {
    const gateway = createVirtualGateway({ rate: undefined });
    const odd = sipGet({ filter: { '=TITLE': '$result[c0]' } });
    await gateway.time.until(gateway.client().callAll([odd, ...many(49)]));
    expect(sentMethods(gateway).filter((method) => method === 'voximplant.sip.get')).toHaveLength(1);
    expect(sentMethods(gateway)).toContain('batch');
  });

  it('give way to a person, and never starve', async () => {
    const gateway = createVirtualGateway({ portal: { latency: { '*': 0.5 } } });
    const bulk = gateway.client().callAll(many(300));
    await gateway.time.until(gateway.time.sleep(3_000));
    expect(await timed(gateway, () => gateway.client().call(connector))).toBeLessThanOrEqual(2.5);
    expect(await timed(gateway, () => gateway.client().call(connector))).toBe(0.5);
    expect((await gateway.time.until(bulk)).filter((outcome) => outcome instanceof Error)).toEqual([]);
  });
});

describe('identical reads', () => {
  it('in flight share one request', async () => {
    const gateway = createVirtualGateway();
    const [one, other] = await gateway.time.until(
      Promise.all([gateway.client().call(sipConnectorStatus()), gateway.client().call(sipConnectorStatus())]),
    );
    expect(one).toBe(other);
    expect(sent(gateway)).toHaveLength(1);
  });

  it('are made again once a write was sent', async () => {
    const gateway = createVirtualGateway();
    await addLines(gateway, 'OFFICE', 1);
    const list = () => gateway.client().call(lines(1));
    const early = list();
    await gateway.time.until(gateway.time.sleep(50));
    const write = gateway.telephony().sipLines.update('1', { title: 'New' });
    await gateway.time.until(gateway.time.sleep(50));
    const late = list();
    await gateway.time.until(Promise.all([early, write, late]));
    // The third is the update's own, which reads back what it changed.
    expect(sentMethods(gateway).filter((method) => method === 'voximplant.sip.get')).toHaveLength(3);
  });

  it('are not made again when one who waits for them goes', async () => {
    const gateway = createVirtualGateway();
    gateway.bucket.refused(gateway.time.now());
    const leaver = new AbortController();
    const left = gateway.client(leaver.signal).call(connector);
    const stayed = gateway.client().call(connector);
    const failure = failureOf(gateway, left);
    leaver.abort();
    expect((await failure).failure).toEqual({ kind: 'refused-here', reason: 'cancelled' });
    await gateway.time.until(stayed);
    expect(sent(gateway)).toHaveLength(1);
  });
});

describe('a client that hangs up', () => {
  it('cancels what was not sent, and nothing that was', async () => {
    const gateway = createVirtualGateway({ portal: { latency: { '*': 0.3 } } });
    const hangUp = new AbortController();
    const all = gateway.client(hangUp.signal).callAll(many(200));
    await gateway.time.until(gateway.time.sleep(250));
    const before = sent(gateway).length;
    hangUp.abort();
    const outcomes = await gateway.time.until(all);
    expect(sent(gateway)).toHaveLength(before);
    const done = outcomes.filter((outcome) => !(outcome instanceof Error)).length;
    expect(done).toBe(gateway.portal.journal.entries('voximplant.sip.get').length);
    expect(done).toBeLessThan(200);
  });
});

describe('limits of the portal', () => {
  it('pause everything, cost no call its outcome, and are hardly ever met', async () => {
    // The portal's bucket is full, of which this side knows nothing.
    const gateway = createVirtualGateway({ portal: { limits: { rate: { burst: 5, perSecond: 2 } } } });
    const outcomes = await gateway.time.until(
      Promise.all(Array.from({ length: 10 }, (_, index) => gateway.client().call(lines(index + 1)))),
    );
    expect(outcomes).toHaveLength(10);
    const refused = sent(gateway).filter(({ status }) => status === 503).length;
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThanOrEqual(10);
  });

  it('never meet a bucket that is known, however many want through it', async () => {
    const gateway = createVirtualGateway({ deadlines: { readMs: 600_000, writeMs: 600_000 } });
    await gateway.time.until(
      Promise.all(Array.from({ length: 400 }, (_, index) => gateway.client().call(lines(index + 1)))),
    );
    expect(sent(gateway).filter(({ status }) => status === 503)).toEqual([]);
  });

  it('hold a method without working time, and no other', async () => {
    const gateway = createVirtualGateway();
    gateway.portal.faults.inject({
      kind: 'error',
      on: 'voximplant.sip.get',
      status: 429,
      code: 'OPERATION_TIME_LIMIT',
    });
    const error = await failureOf(gateway, gateway.client().call(lines(1)));
    expect(error).toMatchObject({ failure: { code: 'OPERATION_TIME_LIMIT' }, retryAfterMs: 60_000 });
    await gateway.time.until(gateway.client().call(connector));
    expect(sentMethods(gateway)).toEqual(['voximplant.sip.get', 'voximplant.sip.connector.status']);
    await gateway.time.until(gateway.time.sleep(60_000));
    await gateway.time.until(gateway.client().call(lines(1)));
  });

  it('of work are kept to without being told', async () => {
    const gateway = createVirtualGateway({
      portal: { latency: { '*': 0.3 } },
      deadlines: { readMs: 3_600_000, writeMs: 3_600_000 },
    });
    await gateway.time.until(gateway.client().callAll(many(2_000)));
    expect(gateway.portal.journal.entries().filter(({ status }) => status === 429)).toEqual([]);
  });
});

describe('a queue that is too long', () => {
  it('refuses at once with the time after which the same call succeeds', async () => {
    const gateway = createVirtualGateway({ portal: { latency: { '*': 0.3 } } });
    const { time } = gateway;
    const startedAt = time.now();
    const bulk = gateway.client().callAll(many(650));
    const late = gateway.client();
    let error: Bitrix24Error | undefined;
    const others = many(200).map((command) =>
      late.call({ ...command, params: { ...command.params, again: true } }).catch((reason: unknown) => {
        if (reason instanceof Bitrix24Error) error ??= reason;
      }),
    );
    await time.until(time.sleep(0));
    expect(error?.failure).toEqual({ kind: 'refused-here', reason: 'too-slow' });
    const retryAfterMs = error?.retryAfterMs ?? 0;
    expect(retryAfterMs).toBeGreaterThan(0);
    expect(retryAfterMs).toBeLessThan(20_000);
    await time.until(time.sleep(startedAt + retryAfterMs - time.now()));
    await time.until(gateway.client().call(sipGet({ filter: { '=LOGIN': 'once more' } })));
    await time.until(Promise.all([bulk, ...others]));
  });

  it('is shared by all callers: one has five thousand commands in it at most, and each may have fifty', async () => {
    const gateway = createVirtualGateway({ rate: undefined });
    gateway.portal.faults.inject({ kind: 'hang', times: Infinity });
    const quick: Method = { name: 'scope', kind: 'read', typicalSeconds: 1e-6 };
    const refusedOf = (caller: string, count: number) => {
      const aborted = new AbortController();
      const client = gateway.client(aborted.signal, caller);
      let refused = 0;
      const calls = Array.from({ length: count }, (_, n) =>
        client.call({ method: quick, params: { caller, n }, decode: asIs }).catch((error: unknown) => {
          if (
            error instanceof Bitrix24Error &&
            error.failure.kind === 'refused-here' &&
            error.failure.reason === 'queue-full'
          )
            refused += 1;
        }),
      );
      return { refused: () => refused, end: () => (aborted.abort(), Promise.all(calls)) };
    };
    const callers = [refusedOf('greedy', 5_200), refusedOf('modest', 2_600)];
    for (let n = 0; n < 150; n += 1) callers.push(refusedOf(`late ${n}`, n === 149 ? 60 : 1));
    await gateway.time.until(gateway.time.sleep(0));
    const [greedy, modest, ...late] = callers.map(({ refused }) => refused());
    expect([greedy, modest]).toEqual([200, 100]);
    expect(late).toEqual([...Array<number>(149).fill(0), 10]);
    await gateway.time.until(Promise.all(callers.map(({ end }) => end())));
  });
});

describe('repeats', () => {
  it('of reads end after three tries', async () => {
    const gateway = createVirtualGateway();
    gateway.portal.faults.inject({ kind: 'body', status: 502, times: Infinity });
    const error = await failureOf(gateway, gateway.client().call(connector));
    expect(error.failure).toEqual({ kind: 'unreadable', status: 502 });
    expect(sent(gateway)).toHaveLength(3);
  });

  it('of a batch that was lost are made for each of its reads', async () => {
    const gateway = createVirtualGateway();
    gateway.portal.faults.inject({ kind: 'drop', on: 'batch', times: 3 });
    const outcomes = await gateway.time.until(gateway.client().callAll(many(100)));
    expect(outcomes.filter((outcome) => outcome instanceof Error)).toEqual([]);
  });

  it('are never made of a write that may have been carried out', async () => {
    const gateway = createVirtualGateway();
    const call: Method = { name: 'voximplant.callback.start', kind: 'write', settlement: 'never' };
    gateway.portal.faults.inject({ kind: 'drop', stage: 'after' });
    const error = await failureOf(gateway, gateway.client().call({ method: call, params: {}, decode: asIs }));
    const attempt = { kind: 'network', reason: 'connection-lost', sent: true };
    expect(error.failure).toMatchObject({ kind: 'lost-write', attempt });
    expect(sent(gateway)).toHaveLength(1);
  });
});
