import { describe, expect, it } from 'vitest';
import { Bitrix24Error, isLostWrite } from '../../../src/bitrix24/protocol/errors.ts';
import { translateError } from '../../../src/graphql/errors/translate.ts';
import { TitleExistsError } from '../../../src/telephony/errors.ts';
import type { NewSipLine } from '../../../src/telephony/sip-lines/input.ts';
import { createVirtualGateway, type VirtualGateway } from '../../support/virtual-gateway.ts';

const LINE: NewSipLine = {
  type: 'OFFICE',
  title: 'Sales',
  server: 'https://sip.example.com ',
  login: ' sales',
  password: ' secret ',
};
const ADD = 'voximplant.sip.add';
const GET = 'voximplant.sip.get';

type Fault = Parameters<VirtualGateway['portal']['faults']['inject']>[0];

function start(...faults: Fault[]): VirtualGateway {
  const gateway = createVirtualGateway();
  for (const fault of faults) gateway.portal.faults.inject(fault);
  return gateway;
}

const add = ({ time, telephony }: VirtualGateway, line: Partial<NewSipLine> = {}) =>
  time.until(
    telephony()
      .sipLines.add({ ...LINE, ...line })
      .catch((error: unknown) => error),
  );
const calls = ({ portal }: VirtualGateway, method: string) => portal.journal.entries(method).length;
const titles = ({ portal }: VirtualGateway) => portal.lines().map(({ title }) => title);

async function timed<T>({ time }: VirtualGateway, work: Promise<T>): Promise<{ result: T; seconds: number }> {
  const startedAt = time.now();
  const result = await work;
  return { result, seconds: (time.now() - startedAt) / 1000 };
}

describe('an add whose answer is lost', () => {
  it.each<[string, Fault]>([
    ['the connection drops', { kind: 'drop', on: ADD, stage: 'after' }],
    ['a page comes instead', { kind: 'body', on: ADD, stage: 'after', status: 502 }],
    [
      'the method breaks after its work',
      { kind: 'error', on: ADD, stage: 'after', status: 500, code: 'INTERNAL_SERVER_ERROR' },
    ],
    ['the answer is cut off', { kind: 'truncate', on: ADD }],
    ['the answer is no line', { kind: 'result', on: ADD, result: { TITLE: 'Sales' } }],
  ])('is found a second later if %s, and not sent again', async (_name, fault) => {
    const gateway = start(fault);
    const { result, seconds } = await timed(gateway, add(gateway));
    expect(result).toMatchObject({
      configId: '1',
      title: 'Sales',
      server: 'sip.example.com',
      login: 'sales',
    });
    expect(calls(gateway, ADD)).toBe(1);
    expect(titles(gateway)).toEqual(['Sales']);
    expect(seconds).toBeLessThan(3);
  });

  it('is found although it is carried out late', async () => {
    const gateway = start({ kind: 'late', on: ADD, delayMs: 1_500 });
    expect(await add(gateway)).toMatchObject({ configId: '1' });
    expect(calls(gateway, ADD)).toBe(1);
  });

  it('is sent again when it is sure that there is no such line', async () => {
    const gateway = start({ kind: 'drop', on: ADD, stage: 'before' });
    expect(await add(gateway)).toMatchObject({ configId: '1' });
    expect(calls(gateway, ADD)).toBe(2);
    expect(calls(gateway, GET)).toBe(5);
    expect(titles(gateway)).toEqual(['Sales']);
  });

  it('takes TITLE_EXISTS in answer to its repeat for what the first try made', async () => {
    // The first try ends after the lookup that finds nothing has begun, before the repeat.
    const gateway = start({ kind: 'late', on: ADD, delayMs: 9_100 });
    expect(await add(gateway)).toMatchObject({ configId: '1', title: 'Sales' });
    expect(titles(gateway)).toEqual(['Sales']);
  });

  it('is TITLE_EXISTS if the line was there before, however equal it is', async () => {
    const gateway = start();
    await add(gateway);
    gateway.portal.faults.inject({ kind: 'drop', on: ADD, stage: 'before' });
    const error = await add(gateway);
    expect(error).toBeInstanceOf(TitleExistsError);
    expect(error).toMatchObject({ existingConfigId: '1' });
    expect(titles(gateway)).toEqual(['Sales']);
  });

  it.each<[string, Partial<NewSipLine>]>([
    ['server', { server: 'other.example.com' }],
    ['login', { login: 'other' }],
    ['password', { password: 'other' }],
    ['type', { type: 'CLOUD' }],
  ])('is TITLE_EXISTS if the line with the title has another %s', async (_name, other) => {
    const gateway = start();
    await add(gateway, other);
    gateway.portal.faults.inject({ kind: 'drop', on: ADD, stage: 'before' });
    expect(await add(gateway)).toBeInstanceOf(TitleExistsError);
    expect(titles(gateway)).toEqual(['Sales']);
  });

  describe.each(['9223372036854775807', '4294967296'])('on a portal that once returned a line %s', (id) => {
    const odd = { ID: id, CONFIG_ID: id, TYPE: 'office', TITLE: 'Odd' };
    const list = ({ time, telephony }: VirtualGateway) =>
      time.until(telephony().sipLines.findByConfigIds([id]));

    it('is found all the same', async () => {
      const gateway = start({ kind: 'result', on: GET, result: [odd] });
      await list(gateway);
      gateway.portal.faults.inject({ kind: 'drop', on: ADD, stage: 'after' });
      expect(await add(gateway)).toMatchObject({ configId: '1', title: 'Sales' });
      expect(calls(gateway, ADD)).toBe(1);
    });

    it('is not that line, however equal it is', async () => {
      const { type: TYPE, title: TITLE, login: LOGIN, password: PASSWORD } = LINE;
      const equal = {
        ...odd,
        TYPE: TYPE.toLowerCase(),
        TITLE,
        SERVER: 'sip.example.com',
        LOGIN: LOGIN.trim(),
      };
      const gateway = start(
        { kind: 'drop', on: ADD, stage: 'before' },
        { kind: 'result', on: GET, result: [{ ...equal, PASSWORD: PASSWORD.trim() }], times: Infinity },
      );
      const error = await add(gateway);
      expect(error).toBeInstanceOf(TitleExistsError);
      expect(error).toMatchObject({ existingConfigId: id });
    });
  });

  it('is looked for until a lookup comes through', async () => {
    const gateway = start(
      { kind: 'drop', on: ADD, stage: 'after' },
      { kind: 'body', on: GET, status: 502, times: 8 },
    );
    expect(await add(gateway)).toMatchObject({ configId: '1' });
    expect(calls(gateway, ADD)).toBe(1);
  });

  it('stays unknown if the portal is gone until the deadline', async () => {
    const gateway = start(
      { kind: 'drop', on: ADD, stage: 'after' },
      { kind: 'body', on: GET, status: 502, times: Infinity },
    );
    const { result, seconds } = await timed(gateway, add(gateway));
    expect(result instanceof Bitrix24Error && isLostWrite(result)).toBe(true);
    // It ran for a second, so it is certainly over.
    expect(result).toMatchObject({ failure: { checkAfterMs: 0 } });
    expect(seconds).toBeLessThanOrEqual(45);
    gateway.portal.faults.clear();
    expect(await add(gateway, { title: 'SALES' })).toBeInstanceOf(TitleExistsError);
    expect(titles(gateway)).toEqual(['Sales']);
  });
});

describe('adds of one title at the same time', () => {
  it('reach the portal one after the other, so that its check cannot be outrun', async () => {
    const gateway = start();
    const { time, telephony, portal } = gateway;
    const all = [' sales', 'SALES', 'Sales '].map((title, caller) =>
      telephony(`caller ${caller}`)
        .sipLines.add({ ...LINE, title })
        .catch((error: unknown) => error),
    );
    const outcomes = await time.until(Promise.all(all));
    expect(outcomes.filter((outcome) => outcome instanceof TitleExistsError)).toHaveLength(2);
    expect(portal.lines()).toHaveLength(1);
  });

  it('cannot be kept waiting by one caller that wants it again and again', async () => {
    const gateway = createVirtualGateway({ portal: { latency: { [ADD]: 6 } } });
    const { time, telephony } = gateway;
    const startedAt = time.now();
    const addAs = (caller: string) =>
      telephony(caller)
        .sipLines.add(LINE)
        .catch((error: unknown) => error)
        .then((outcome) => ({ outcome, seconds: (time.now() - startedAt) / 1000 }));
    const greedy = [1, 2, 3, 4].map(() => addAs('greedy'));
    const modest = addAs('modest');
    const [first, second, ...rest] = await time.until(Promise.all(greedy));
    expect(first?.outcome).toMatchObject({ title: 'Sales' });
    expect(second?.outcome).toBeInstanceOf(TitleExistsError);
    for (const { outcome, seconds } of rest) {
      expect(seconds).toBe(0);
      expect(translateError(outcome)).toMatchObject({
        message: expect.stringMatching(/^You already wait for an earlier write/) as string,
        extensions: { code: 'RATE_LIMITED', retryable: true, retryAfterMs: 13_500 },
      });
    }
    // After the two, which a portal refuses at once if the title is taken.
    const { outcome, seconds } = await time.until(modest);
    expect(outcome).toBeInstanceOf(TitleExistsError);
    expect(seconds).toBeLessThan(7);
  });

  it('do not wait for those of other titles', async () => {
    const gateway = start();
    const { time, telephony } = gateway;
    const startedAt = time.now();
    await time.until(
      Promise.all(['a', 'b', 'c'].map((title) => telephony().sipLines.add({ ...LINE, title }))),
    );
    expect(time.now() - startedAt).toBe(1_000);
  });
});

describe('a change whose answer is lost', () => {
  it('is made again', async () => {
    const gateway = start();
    await add(gateway);
    gateway.portal.faults.inject({ kind: 'drop', on: 'voximplant.sip.update', stage: 'before' });
    const line = await gateway.time.until(gateway.telephony().sipLines.update('1', { title: 'New' }));
    expect(line).toMatchObject({ title: 'New' });
    expect(titles(gateway)).toEqual(['New']);
  });

  it('is settled before a later one of the same line is sent', async () => {
    const gateway = start();
    await add(gateway);
    gateway.portal.faults.inject({ kind: 'drop', on: 'voximplant.sip.update', stage: 'before' });
    const { time, telephony } = gateway;
    const first = telephony().sipLines.update('1', { login: 'first' });
    const second = telephony().sipLines.update('1', { login: 'second' });
    await time.until(Promise.all([first, second]));
    expect(
      gateway.portal.journal.entries('voximplant.sip.update').map(({ params }) => params['LOGIN']),
    ).toEqual(['first', 'first', 'second']);
    expect(gateway.portal.lines()[0]?.login).toBe('second');
  });

  it('of a line that is gone afterwards was its deletion', async () => {
    const gateway = start();
    await add(gateway);
    gateway.portal.faults.inject({ kind: 'drop', on: 'voximplant.sip.delete', stage: 'after' });
    await gateway.time.until(gateway.telephony().sipLines.delete('1'));
    expect(titles(gateway)).toEqual([]);
    expect(calls(gateway, 'voximplant.sip.delete')).toBe(2);
  });

  it.each(['before', 'after'] as const)(
    'has not failed if only its repeat is refused: the first try may have run (%s)',
    async (stage) => {
      const gateway = start();
      await add(gateway);
      const on = 'voximplant.sip.delete';
      gateway.portal.faults.inject({ kind: 'drop', on, stage });
      gateway.portal.faults.inject({ kind: 'error', on, status: 400, code: 'SOMETHING_NEW' });
      await gateway.time.until(gateway.telephony().sipLines.delete('1'));
      expect(titles(gateway)).toEqual([]);
      expect(calls(gateway, on)).toBe(3);
    },
  );

  it('stays unknown if every repeat is refused, because the first try may have run', async () => {
    const gateway = start();
    await add(gateway);
    const on = 'voximplant.sip.update';
    gateway.portal.faults.inject({ kind: 'drop', on, stage: 'after' });
    gateway.portal.faults.inject({ kind: 'error', on, status: 403, code: 'ACCESS_DENIED', times: Infinity });
    const update = gateway.telephony().sipLines.update('1', { title: 'New' });
    const error: unknown = await gateway.time.until(update.catch((reason: unknown) => reason));
    expect(error instanceof Bitrix24Error && isLostWrite(error)).toBe(true);
    expect(titles(gateway)).toEqual(['New']);
  });

  it.each(['CHECK_FIELDS_ERROR', 'ERROR_NOT_FOUND'])(
    'is refused at once if the reason holds for every try (%s)',
    async (code) => {
      const gateway = start();
      await add(gateway);
      const on = 'voximplant.sip.update';
      gateway.portal.faults.inject({ kind: 'drop', on });
      gateway.portal.faults.inject({ kind: 'error', on, status: 400, code });
      const update = gateway.telephony().sipLines.update('1', { title: 'New' });
      const error: unknown = await gateway.time.until(update.catch((reason: unknown) => reason));
      expect(error instanceof Bitrix24Error && isLostWrite(error)).toBe(false);
      expect(calls(gateway, on)).toBe(2);
    },
  );

  it.each(['voximplant.sip.update', 'voximplant.sip.delete'])(
    'stays unknown, with the time to wait, if every repeat breaks with a code that is conclusive otherwise (%s)',
    async (on) => {
      const gateway = start();
      await add(gateway);
      const { faults } = gateway.portal;
      faults.inject({ kind: 'drop', on });
      faults.inject({ kind: 'error', on, status: 500, code: 'ERROR_NOT_FOUND', times: Infinity });
      const { sipLines } = gateway.telephony();
      const write: Promise<unknown> = on.endsWith('delete')
        ? sipLines.delete('1')
        : sipLines.update('1', { title: 'New' });
      const error: unknown = await gateway.time.until(write.catch((reason: unknown) => reason));
      expect(error instanceof Bitrix24Error && isLostWrite(error)).toBe(true);
      expect(error).toHaveProperty('failure.checkAfterMs', expect.any(Number));
      expect(titles(gateway)).toEqual(['Sales']);
    },
  );

  it('stays unknown if it cannot be repeated until the deadline', async () => {
    const gateway = start();
    await add(gateway);
    gateway.portal.faults.inject({ kind: 'drop', on: 'voximplant.sip.update', times: Infinity });
    const update = gateway.telephony().sipLines.update('1', { title: 'New' });
    const error: unknown = await gateway.time.until(update.catch((reason: unknown) => reason));
    expect(error instanceof Bitrix24Error && isLostWrite(error)).toBe(true);
  });
});
