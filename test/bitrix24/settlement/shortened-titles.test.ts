import { describe, expect, it } from 'vitest';
import { Bitrix24Error, isLostWrite } from '../../../src/bitrix24/protocol/errors.ts';
import { TitleExistsError } from '../../../src/telephony/errors.ts';
import type { NewSipLine } from '../../../src/telephony/sip-lines/input.ts';
import type { SipLine } from '../../../src/telephony/sip-lines/sip-line.ts';
import type { Fault } from '../../support/faults.ts';
import { createVirtualGateway, type VirtualGateway } from '../../support/virtual-gateway.ts';

const ADD = 'voximplant.sip.add';
const LINE: NewSipLine = {
  type: 'OFFICE',
  title: 'Sales',
  server: 'sip.example.com',
  login: 'sales',
  password: 'secret',
};
const STORED = 255;

const CUTS: [string, Fault][] = [
  ['its connection was cut', { kind: 'drop', stage: 'after' }],
  ['a proxy said 502', { kind: 'body', status: 502, stage: 'after' }],
  ['its response broke off', { kind: 'truncate' }],
];

/** A portal that stores no more than so many characters of a title. */
function start(fault: Fault): VirtualGateway {
  const gateway = createVirtualGateway({ portal: { storedTitleLength: STORED } });
  gateway.portal.faults.inject({ on: ADD, ...fault });
  return gateway;
}

async function add(gateway: VirtualGateway, line: Partial<NewSipLine>): Promise<SipLine | Error> {
  const adding = gateway.telephony().sipLines.add({ ...LINE, ...line });
  return gateway.time.until(adding.catch((error: unknown) => error as Error));
}

const titles = ({ portal }: VirtualGateway) => portal.lines().map(({ title }) => title);

function expectUnknown(outcome: unknown): void {
  if (!(outcome instanceof Bitrix24Error) || !isLostWrite(outcome)) throw new Error('its outcome is known');
  expect(outcome.failure.checkAfterMs).toBe(0);
}

describe.each(CUTS)('an add whose title the portal shortens, and %s', (_name, fault) => {
  it.each([
    ['letters', 'a'.repeat(1_000)],
    ['accents', 'Café '.repeat(60)],
    ['a space where it is cut', `${'a'.repeat(STORED - 1)}    b`],
    ['an accent where it is cut', `${'a'.repeat(STORED - 1)}й b`.normalize('NFD')],
    ['emoji', '😀'.repeat(300)],
  ])('is not repeated: %s', async (_title, title) => {
    const gateway = start(fault);
    expectUnknown(await add(gateway, { title }));
    await gateway.time.until(gateway.time.sleep(120_000));
    expect(titles(gateway)).toHaveLength(1);
  });

  it('is found if its title fits', async () => {
    const gateway = start(fault);
    const title = 'a'.repeat(STORED);
    expect(await add(gateway, { title })).toMatchObject({ title, configId: '1' });
    expect(titles(gateway)).toEqual([title]);
  });
});

describe('an add that was cut before it ran', () => {
  it.each([
    ['was there before', 'Sales', {}],
    ['has another login', 'Sales', { login: 'other' }],
    ['has another server', 'Sales', { server: 'other.example.com' }],
    ['has another password', 'Sales', { password: 'other' }],
    ['is not what its title begins with', 'Support', {}],
  ])('is repeated although there is a similar line, which %s', async (name, title, other) => {
    const gateway = createVirtualGateway();
    expect(await add(gateway, { title: 'First', login: 'first' })).toMatchObject({ configId: '1' });
    if (name === 'was there before') await add(gateway, { title, ...other });
    gateway.portal.faults.inject({ on: ADD, kind: 'drop' });
    const adding = add(gateway, { title: 'Sales 2' });
    if (name !== 'was there before') await add(gateway, { title, ...other });
    expect(await adding).toMatchObject({ title: 'Sales 2' });
    expect(titles(gateway).toSorted()).toEqual(['First', 'Sales 2', title].toSorted());
  });

  it('is not repeated if a newer line may be it', async () => {
    const gateway = createVirtualGateway();
    gateway.portal.faults.inject({ on: ADD, kind: 'drop' });
    const adding = add(gateway, { title: 'Sales 2' });
    await add(gateway, { title: 'Sales' });
    expectUnknown(await adding);
    expect(titles(gateway)).toEqual(['Sales']);
  });
});

describe('a title that is as long as the gateway takes', () => {
  it.each(['a'.repeat(65_535), 'ж'.repeat(32_767), '😀'.repeat(16_383)])('is found', async (title) => {
    const gateway = createVirtualGateway();
    gateway.portal.faults.inject({ on: ADD, kind: 'drop', stage: 'after' });
    expect(await add(gateway, { title })).toMatchObject({ title, configId: '1' });
    expect(await add(gateway, { title })).toBeInstanceOf(TitleExistsError);
    expect(titles(gateway)).toEqual([title]);
  });

  // The portal removes spaces at the ends, but until then they are sent and kept.
  it.each(['a'.repeat(65_536), 'ж'.repeat(32_768), '😀'.repeat(16_384), `a${' '.repeat(65_535)}`])(
    'is not exceeded',
    async (title) => {
      const gateway = createVirtualGateway();
      expect(await add(gateway, { title })).toMatchObject({
        problems: [{ field: 'title', message: 'Must be at most 65535 bytes long in UTF-8.' }],
      });
      expect(gateway.portal.journal.entries()).toEqual([]);
    },
  );
});
