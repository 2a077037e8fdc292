import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInRanges, isPublicAddress, parseAddressRanges } from '../../src/config/address-ranges.ts';

/** Every entry of the registries that is not globally reachable, and ranges that only look like hosts. */
const SPECIAL: readonly (readonly [first: string, last: string])[] = [
  ['0.0.0.0', '0.255.255.255'],
  ['10.0.0.0', '10.255.255.255'],
  ['100.64.0.0', '100.127.255.255'],
  ['127.0.0.0', '127.255.255.255'],
  ['169.254.0.0', '169.254.255.255'],
  ['172.16.0.0', '172.31.255.255'],
  ['192.0.0.0', '192.0.0.255'],
  ['192.0.2.0', '192.0.2.255'],
  ['192.88.99.0', '192.88.99.255'],
  ['192.168.0.0', '192.168.255.255'],
  ['198.18.0.0', '198.19.255.255'],
  ['198.51.100.0', '198.51.100.255'],
  ['203.0.113.0', '203.0.113.255'],
  ['224.0.0.0', '239.255.255.255'],
  ['240.0.0.0', '255.255.255.255'],
  ['::', '::1'],
  ['::2', '::fffe:ffff:ffff'],
  ['64:ff9b:1::', '64:ff9b:1:ffff:ffff:ffff:ffff:ffff'],
  ['100::', '100::ffff:ffff:ffff:ffff'],
  ['100:0:0:1::', '100:0:0:1:ffff:ffff:ffff:ffff'],
  ['2001::', '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['2002::', '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['3fff::', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['4000::', '5eff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['5f00::', '5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['fc00::', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['fe80::', 'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['fec0::', 'feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['ff00::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
];

/** Neighbours of special ranges and well-known hosts. */
const PUBLIC = [
  '1.1.1.1',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.0',
  '169.253.255.255',
  '172.15.255.255',
  '172.32.0.0',
  '192.0.1.0',
  '192.167.255.255',
  '198.17.255.255',
  '198.20.0.0',
  '223.255.255.255',
  '2000::',
  '2001:200::1',
  '2001:4860:4860::8888',
  '2a00::1',
  '3ffe:ffff::1',
  '::ffff:1.1.1.1',
  '::ffff:101:101',
  '64:ff9b::1.1.1.1',
  '64:ff9b::101:101',
];

const asNumber = (address: string) => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const asAddress = (number: number) =>
  [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
const privateV4 = fc
  .constantFrom(...SPECIAL.filter(([first]) => first.includes('.')))
  .chain(([first, last]) => fc.integer({ min: asNumber(first), max: asNumber(last) }))
  .map(asAddress);
const hex = (address: string) => {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
};

describe('an address', () => {
  it.each(SPECIAL)('from %s to %s is not public', (first, last) => {
    expect([first, last].map(isPublicAddress)).toEqual([false, false]);
  });

  it.each(PUBLIC)('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it('of IPv4 that is not public is not so in any IPv6 address either', () => {
    fc.assert(
      fc.property(privateV4, (address) => {
        const forms = [
          address,
          `::ffff:${address}`,
          `::ffff:${hex(address)}`,
          `::FFFF:${hex(address)}`,
          `0:0:0:0:0:ffff:${hex(address)}`,
          `::${address}`,
          `::${hex(address)}`,
          `::ffff:0:${hex(address)}`,
          `64:ff9b::${address}`,
          `64:ff9b::${hex(address)}`,
          `64:ff9b:1::${hex(address)}`,
          `2002:${hex(address)}::1`,
          `2001:0:${hex(address)}::1`,
        ];
        expect(forms.filter(isPublicAddress)).toEqual([]);
      }),
    );
  });

  it.each([
    '',
    'localhost',
    '1.1.1',
    '0x7f.1',
    '010.0.0.1',
    '1.1.1.1/8',
    '::ffff:1.1.1',
    'fe80::1%eth0',
    ' 1.1.1.1',
  ])('is not what "%s" is', (text) => {
    expect(isPublicAddress(text)).toBe(false);
  });
});

describe('named networks', () => {
  const inNamed = (setting: string, address: string) => {
    const parsed = parseAddressRanges(setting);
    if ('problem' in parsed) throw new Error(parsed.problem);
    return isInRanges(address, parsed.value);
  };

  it('hold their addresses and no others', () => {
    const setting = '10.20.0.0/16, 192.168.7.9 ,fd00:20::/48,::1,100.64.0.0/10,127.0.0.0/8';
    for (const address of [
      '10.20.0.0',
      '10.20.255.255',
      '::ffff:10.20.1.1',
      '192.168.7.9',
      'fd00:20::ffff',
      '::1',
      '100.127.1.1',
      '127.0.0.1',
    ]) {
      expect([address, inNamed(setting, address)]).toEqual([address, true]);
    }
    for (const address of ['10.21.0.0', '192.168.7.8', 'fd00:21::1', '::2', '::10.20.0.1', '8.8.8.8', 'x']) {
      expect([address, inNamed(setting, address)]).toEqual([address, false]);
    }
  });

  it('may be written with any address in them', () => {
    expect(inNamed('10.20.33.44/16', '10.20.0.1')).toBe(true);
  });

  it.each([
    '0.0.0.0/0',
    '10.0.0.0/7',
    '::/0',
    'fc00::/6',
    '172.16.0.0/11',
    '8.8.8.8',
    '169.254.169.254',
    'fe80::/10',
    '224.0.0.0/4',
    '192.0.2.0/24',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0/8',
    '10.0.0.0/8,,',
    'fd00::/129',
    'portal.internal',
    '10.0.0.0-10.0.0.255',
    '::ffff:10.0.0.0/104',
  ])('are not %s', (text) => {
    expect(parseAddressRanges(text)).toEqual({
      problem: expect.stringContaining('private networks') as string,
    });
  });
});
