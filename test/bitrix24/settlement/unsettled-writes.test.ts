import { describe, expect, it } from 'vitest';
import { Bitrix24Error, isLostWrite, type LostWrite } from '../../../src/bitrix24/protocol/errors.ts';
import { TitleExistsError } from '../../../src/telephony/errors.ts';
import type { NewSipLine } from '../../../src/telephony/sip-lines/input.ts';
import type { SipLine } from '../../../src/telephony/sip-lines/sip-line.ts';
import type { Fault } from '../../support/faults.ts';
import {
  createVirtualGateway,
  type VirtualGateway,
  type VirtualGatewayOptions,
} from '../../support/virtual-gateway.ts';

const LINE: NewSipLine = {
  type: 'OFFICE',
  title: 'Sales',
  server: 'sip.example.com',
  login: 'sales',
  password: 'secret',
};
const ADD = 'voximplant.sip.add';
const UPDATE = 'voximplant.sip.update';

/** A portal that checks an add when it starts and stores the line when it ends, so many seconds later. */
function start(seconds: number, fault?: Fault, options: VirtualGatewayOptions = {}): VirtualGateway {
  const gateway = createVirtualGateway({ portal: { latency: { [ADD]: seconds, '*': 0.3 } }, ...options });
  if (fault) gateway.portal.faults.inject({ on: ADD, ...fault });
  return gateway;
}

const add = ({ telephony }: VirtualGateway, line: Partial<NewSipLine> = {}): Promise<SipLine | Error> =>
  telephony()
    .sipLines.add({ ...LINE, ...line })
    .catch(asError);
const asError = (error: unknown): Error => (error instanceof Error ? error : new Error('no error'));
const sent = ({ portal }: VirtualGateway, method: string) => portal.journal.entries(method).length;
const titles = ({ portal }: VirtualGateway) => portal.lines().map(({ title }) => title);
const wait = ({ time }: VirtualGateway, seconds: number) => time.until(time.sleep(seconds * 1_000));

async function timed<T>({ time }: VirtualGateway, work: Promise<T>): Promise<{ result: T; seconds: number }> {
  const startedAt = time.now();
  const result = await time.until(work);
  return { result, seconds: (time.now() - startedAt) / 1_000 };
}

function expectUnknown(result: unknown): LostWrite {
  if (!(result instanceof Bitrix24Error) || !isLostWrite(result)) throw new Error('its outcome is known');
  return result.failure;
}

describe('an add that the portal takes long for', () => {
  it.each([9, 18, 41])('is waited for if it takes %i s', async (duration) => {
    const gateway = start(duration);
    const { result, seconds } = await timed(gateway, add(gateway));
    expect(result).toMatchObject({ configId: '1' });
    expect(seconds).toBe(duration);
    await wait(gateway, 100);
    expect([sent(gateway, ADD), titles(gateway)]).toEqual([1, ['Sales']]);
  });

  it('is found by a last lookup if it ends after the connection was given up', async () => {
    const gateway = start(43);
    const { result, seconds } = await timed(gateway, add(gateway));
    expect(result).toMatchObject({ configId: '1' });
    expect(seconds).toBeLessThanOrEqual(45);
    expect([sent(gateway, ADD), titles(gateway)]).toEqual([1, ['Sales']]);
  });

  it.each([45, 59])('is unknown if it takes %i s, and never sent again', async (duration) => {
    const gateway = start(duration);
    const { result, seconds } = await timed(gateway, add(gateway));
    expect(seconds).toBeLessThanOrEqual(45);
    const { checkAfterMs } = expectUnknown(result);
    // Until 75 seconds from its sending.
    expect(checkAfterMs / 1_000 + seconds).toBeCloseTo(75, 2);
    await wait(gateway, 100);
    expect([sent(gateway, ADD), titles(gateway)]).toEqual([1, ['Sales']]);
  });

  it('keeps others from its title after it was given up, in every form that the portal takes for the same', async () => {
    const gateway = start(60, undefined, { portal: { latency: { [ADD]: 59 }, limits: {} } });
    const waiting = add(gateway, { title: 'Ёлка é' });
    const { seconds } = await timed(gateway, waiting);
    for (const title of ['Ёлка é', ' елка E ', 'ЕЛКА É', 'Ёлка é']) {
      const { result, seconds: waited } = await timed(gateway, add(gateway, { title }));
      expect(result).toMatchObject({ failure: { kind: 'refused-here', reason: 'unsettled' } });
      expect((result as Bitrix24Error).retryAfterMs).toBeCloseTo((75 - seconds) * 1_000, -1);
      expect(waited).toBe(0);
    }
    expect(await gateway.time.until(add(gateway, { title: 'Other', login: 'other' }))).toBeInstanceOf(Error);
    expect(sent(gateway, ADD)).toBe(2);
  });

  it('is looked for after it was given up, and others get its title as soon as it is found', async () => {
    const gateway = start(46);
    await timed(gateway, add(gateway));
    await wait(gateway, 12);
    const { result } = await timed(gateway, add(gateway, { title: 'SALES' }));
    expect(result).toBeInstanceOf(TitleExistsError);
    expect(result).toMatchObject({ existingConfigId: '1' });
    expect(titles(gateway)).toEqual(['Sales']);
  });

  it('is not cut by a client that hangs up', async () => {
    const gateway = start(9);
    const hangUp = new AbortController();
    const adding = gateway.telephony(undefined, hangUp.signal).sipLines.add(LINE).catch(asError);
    await wait(gateway, 0.3);
    hangUp.abort();
    const { seconds } = await timed(gateway, gateway.idle());
    expect(seconds).toBeCloseTo(8.7, 3);
    await adding;
    expect([sent(gateway, ADD), titles(gateway)]).toEqual([1, ['Sales']]);
  });
});

const CUTS: [string, Fault][] = [
  ['the connection is cut', { kind: 'drop', stage: 'during', afterMs: 1_000 }],
  ['a proxy says 502', { kind: 'body', status: 502, stage: 'during', afterMs: 1_000 }],
  ['a proxy says 500', { kind: 'body', status: 500, stage: 'during', afterMs: 1_000 }],
];

describe('an add that runs on although', () => {
  it.each(CUTS)('%s is found', async (_name, fault) => {
    const gateway = start(7, fault);
    const { result } = await timed(gateway, add(gateway));
    expect(result).toMatchObject({ configId: '1' });
    expect([sent(gateway, ADD), titles(gateway)]).toEqual([1, ['Sales']]);
  });

  it.each(CUTS)('%s is not sent again on a portal that was slow lately', async (_name, fault) => {
    const gateway = start(18);
    gateway.portal.faults.inject({ ...fault, on: ADD, skip: 1 });
    await gateway.time.until(add(gateway, { title: 'First' }));
    const { result } = await timed(gateway, add(gateway));
    expect(result).toMatchObject({ configId: '2' });
    expect([sent(gateway, ADD), titles(gateway)]).toEqual([2, ['First', 'Sales']]);
  });

  it.each(CUTS)('%s is not sent again while others are unanswered for long', async (_name, fault) => {
    const gateway = start(18);
    gateway.portal.faults.inject({ ...fault, on: ADD, skip: 1 });
    const first = add(gateway, { title: 'First' });
    await wait(gateway, 2);
    const { result } = await timed(gateway, add(gateway));
    expect(result).toMatchObject({ title: 'Sales' });
    await first;
    expect([sent(gateway, ADD), titles(gateway)]).toEqual([2, ['First', 'Sales']]);
  });

  it.each(CUTS)('%s is not sent again in the time of BITRIX24_REPEAT_ADDS_AFTER_MS', async (_name, fault) => {
    const gateway = start(30, fault, { repeatAddsAfterMs: 75_000 });
    const { result } = await timed(gateway, add(gateway));
    expect(result).toMatchObject({ configId: '1' });
    expect([sent(gateway, ADD), titles(gateway)]).toEqual([1, ['Sales']]);
  });

  it('a proxy says 504 is not sent again before any request must have ended', async () => {
    const gateway = start(46, { kind: 'body', status: 504, stage: 'during', afterMs: 1_000 });
    const { result } = await timed(gateway, add(gateway));
    expectUnknown(result);
    await wait(gateway, 100);
    expect([sent(gateway, ADD), titles(gateway)]).toEqual([1, ['Sales']]);
  });
});

describe('an add that is lost with a deadline that is long enough', () => {
  it('is sent again once no request can be running any more', async () => {
    const gateway = start(
      1,
      { kind: 'body', status: 504 },
      { deadlines: { readMs: 20_000, writeMs: 120_000 } },
    );
    const { result, seconds } = await timed(gateway, add(gateway));
    expect(result).toMatchObject({ configId: '1' });
    expect(seconds).toBeCloseTo(76.3, 0);
    expect(sent(gateway, ADD)).toBe(2);
  });

  it('was certainly not carried out if only refusals come of its repeats', async () => {
    const gateway = start(1, { kind: 'drop' });
    const refusal = { kind: 'error', status: 503, code: 'QUERY_LIMIT_EXCEEDED', times: Infinity } as const;
    gateway.portal.faults.inject({ ...refusal, on: ADD });
    const { result } = await timed(gateway, add(gateway));
    expect(result).toMatchObject({ failure: { kind: 'portal', code: 'QUERY_LIMIT_EXCEEDED' } });
    expect(titles(gateway)).toEqual([]);
  });
});

describe('a lost change', () => {
  const update = ({ telephony }: VirtualGateway, login: string) =>
    telephony().sipLines.update('1', { login }).catch(asError);

  async function startWithLine(fault: Fault): Promise<VirtualGateway> {
    const gateway = start(1);
    await gateway.time.until(add(gateway));
    gateway.portal.faults.inject({ on: UPDATE, ...fault });
    return gateway;
  }

  it('is repeated at once, and a later one waits until it can no longer overwrite it', async () => {
    const gateway = await startWithLine({ kind: 'late', delayMs: 6_000 });
    const first = await timed(gateway, update(gateway, 'first'));
    expect(first.result).toMatchObject({ login: 'first' });
    expect(first.seconds).toBeLessThan(2);
    const second = await timed(gateway, update(gateway, 'second'));
    expect(second.result).toMatchObject({ login: 'second' });
    expect(first.seconds + second.seconds).toBeGreaterThan(10);
    await wait(gateway, 60);
    expect(gateway.portal.lines()[0]?.login).toBe('second');
  });

  it('keeps later ones out for as long as it may run, if that is long', async () => {
    const gateway = await startWithLine({ kind: 'body', status: 504, stage: 'during' });
    const { result: first } = await timed(gateway, update(gateway, 'first'));
    expect(first).toMatchObject({ login: 'first' });
    const { result: refused, seconds } = await timed(gateway, update(gateway, 'second'));
    expect(refused).toMatchObject({ failure: { kind: 'refused-here', reason: 'unsettled' } });
    expect(seconds).toBe(0);
    const { retryAfterMs = 0 } = refused as Bitrix24Error;
    await wait(gateway, retryAfterMs / 1_000);
    const { result: second } = await timed(gateway, update(gateway, 'second'));
    expect(second).toMatchObject({ login: 'second' });
  });
});
