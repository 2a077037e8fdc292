import { describe, expect, it } from 'vitest';
import { Bitrix24Error, isLostWrite } from '../../../src/bitrix24/protocol/errors.ts';
import { TitleExistsError } from '../../../src/telephony/errors.ts';
import type { NewSipLine } from '../../../src/telephony/sip-lines/input.ts';
import type { Fault } from '../../support/faults.ts';
import { createMemoryPortalLocks } from '../../support/memory-portal-locks.ts';
import { createVirtualGateway, type VirtualGateway } from '../../support/virtual-gateway.ts';
import { createVirtualTime } from '../../support/virtual-time.ts';

const ADD = 'voximplant.sip.add';
const UPDATE = 'voximplant.sip.update';
const GET = 'voximplant.sip.get';
const OTHER: NewSipLine = {
  type: 'OFFICE',
  title: 'Other',
  server: 'sip.example.com',
  login: 'other',
  password: 'of another',
};
const SALES: NewSipLine = { ...OTHER, title: 'Sales', login: 'sales', password: 'secret' };

/** A portal with one line, and faults from then on. */
async function start(first: NewSipLine, ...faults: Fault[]): Promise<VirtualGateway> {
  const gateway = createVirtualGateway();
  await gateway.time.until(gateway.telephony().sipLines.add(first));
  for (const fault of faults) gateway.portal.faults.inject(fault);
  return gateway;
}

/** Two replicas of one portal with one line, and faults from then on. */
async function startReplicas(...faults: Fault[]): Promise<[VirtualGateway, VirtualGateway]> {
  const time = createVirtualTime();
  const sharedLocks = createMemoryPortalLocks(time);
  const one = createVirtualGateway({ time, sharedLocks });
  const two = createVirtualGateway({ time, sharedLocks, network: () => one.post });
  await time.until(one.telephony().sipLines.add(OTHER));
  for (const fault of faults) one.portal.faults.inject(fault);
  return [one, two];
}

const outcomeOf = <T>(work: Promise<T>) => work.catch((error: unknown) => error);
const add = ({ telephony }: VirtualGateway) => outcomeOf(telephony().sipLines.add(SALES));
const sent = ({ portal }: VirtualGateway, method: string) => portal.journal.entries(method).length;
const titles = ({ portal }: VirtualGateway) => portal.lines().map(({ title }) => title);
const CHANGES: [string, (gateway: VirtualGateway) => Promise<unknown>][] = [
  ['changed', ({ telephony }) => telephony().sipLines.update('2', { login: 'changed' })],
  ['renamed', ({ telephony }) => telephony().sipLines.update('2', { title: 'Support' })],
  ['deleted', ({ telephony }) => telephony().sipLines.delete('2')],
];
const isUnknown = (outcome: unknown) => outcome instanceof Bitrix24Error && isLostWrite(outcome);

describe('a lost add', () => {
  it('that runs after the line with its title is gone is not TITLE_EXISTS', async () => {
    const gateway = await start({ ...OTHER, title: 'Sales' }, { kind: 'late', on: ADD, delayMs: 5_000 });
    const { time, telephony } = gateway;
    const adding = add(gateway);
    await time.until(time.sleep(2_000));
    await time.until(telephony().sipLines.delete('1'));
    expect(await time.until(adding)).toMatchObject({ configId: '2', login: 'sales' });
    expect([sent(gateway, ADD), titles(gateway)]).toEqual([2, ['Sales']]);
  });

  it('is not followed by another one of its title before it must have ended', async () => {
    const gateway = await start({ ...OTHER, title: 'Sales' }, { kind: 'late', on: ADD, delayMs: 5_000 });
    const { time, telephony } = gateway;
    const first = add(gateway);
    await time.until(time.sleep(2_000));
    await time.until(telephony().sipLines.delete('1'));
    await time.until(time.sleep(2_000));
    expect(
      await time.until(outcomeOf(telephony().sipLines.add({ ...SALES, login: 'rival' }))),
    ).toBeInstanceOf(TitleExistsError);
    expect(await time.until(first)).toMatchObject({ configId: '2' });
    expect(titles(gateway)).toEqual(['Sales']);
  });

  it.each(CHANGES)(
    'whose line is %s before it is found stays unknown, and is not sent again',
    async (_name, change) => {
      const gateway = await start(
        OTHER,
        { kind: 'drop', on: ADD, stage: 'after' },
        { kind: 'body', on: GET, status: 502, times: 3 },
      );
      const { time } = gateway;
      const adding = add(gateway);
      await time.until(time.sleep(1_500));
      await time.until(outcomeOf(change(gateway)));
      expect(isUnknown(await time.until(adding))).toBe(true);
      expect(sent(gateway, ADD)).toBe(2);
    },
  );

  it.each(CHANGES)(
    'whose line is %s by another replica before it is found stays unknown, and is not sent again',
    async (_name, change) => {
      const [one, two] = await startReplicas(
        { kind: 'drop', on: ADD, stage: 'after' },
        { kind: 'body', on: GET, status: 502, times: 3 },
      );
      const { time } = one;
      const adding = add(one);
      await time.until(time.sleep(1_500));
      await time.until(outcomeOf(change(two)));
      expect(isUnknown(await time.until(adding))).toBe(true);
      expect(sent(one, ADD)).toBe(2);
    },
  );

  it('is sent again if only a line that another replica has added was changed meanwhile', async () => {
    const [one, two] = await startReplicas({ kind: 'drop', on: ADD });
    const { time } = one;
    const adding = add(one);
    await time.until(two.telephony().sipLines.add({ ...OTHER, title: 'Third' }));
    await time.until(two.telephony().sipLines.update('2', { title: 'Renamed' }));
    expect(await time.until(adding)).toMatchObject({ title: 'Sales', configId: '3' });
  });

  it('is sent again if only lines that others added were changed meanwhile', async () => {
    const gateway = await start(OTHER, { kind: 'drop', on: ADD });
    const { time, telephony } = gateway;
    const adding = add(gateway);
    await time.until(telephony().sipLines.add({ ...OTHER, title: 'Third' }));
    await time.until(telephony().sipLines.update('2', { title: 'Renamed' }));
    expect(await time.until(adding)).toMatchObject({ title: 'Sales', configId: '3' });
  });
});

describe('a lost change of a title', () => {
  it('that runs after the line with the title is gone is not TITLE_EXISTS', async () => {
    const gateway = await start(OTHER, { kind: 'late', on: UPDATE, delayMs: 5_000 });
    const { time, telephony, portal } = gateway;
    await time.until(telephony().sipLines.add(SALES));
    const renaming = outcomeOf(telephony().sipLines.update('1', { title: 'Sales' }));
    await time.until(time.sleep(2_000));
    await time.until(telephony().sipLines.delete('2'));
    expect(await time.until(renaming)).toMatchObject({ configId: '1', title: 'Sales' });
    expect(portal.lines()).toMatchObject([{ configId: 1, title: 'Sales' }]);
  });

  it('is TITLE_EXISTS if the line is still there when no attempt can be running', async () => {
    const gateway = await start(OTHER, { kind: 'late', on: UPDATE, delayMs: 5_000 });
    const { time, telephony } = gateway;
    await time.until(telephony().sipLines.add(SALES));
    const startedAt = time.now();
    const renaming = outcomeOf(telephony().sipLines.update('1', { title: 'Sales' }));
    expect(await time.until(renaming)).toBeInstanceOf(TitleExistsError);
    expect(time.now() - startedAt).toBeGreaterThanOrEqual(10_000);
    expect(titles(gateway)).toEqual(['Other', 'Sales']);
  });
});
