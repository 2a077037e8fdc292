import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { publicLookup } from '../../src/credentials/public-lookup.ts';

/** What is left of a DNS answer. */
function look(addresses: readonly string[], all: boolean): Promise<unknown> {
  const found: LookupAddress[] = addresses.map((address) => ({
    address,
    family: address.includes(':') ? 6 : 4,
  }));
  const lookup = publicLookup((_host, _options, callback) => {
    callback(null, found);
  });
  return new Promise((resolve) => {
    lookup('portal.example', { all }, (error, address) => {
      resolve(error ? error.code : address);
    });
  });
}

describe('DNS for hosts that callers name', () => {
  it('answers public addresses in either form', async () => {
    expect(await look(['8.8.8.8', '2a00::1'], false)).toBe('8.8.8.8');
    expect(await look(['8.8.8.8', '2a00::1'], true)).toEqual([
      { address: '8.8.8.8', family: 4 },
      { address: '2a00::1', family: 6 },
    ]);
  });

  it.each([
    '10.0.0.1',
    '127.0.0.1',
    '0.0.0.0',
    '100.64.0.1',
    '169.254.169.254',
    '172.31.255.255',
    '192.168.1.1',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '::ffff:a9fe:a9fe',
    '64:ff9b::a00:1',
    '2002:a00:1::',
  ])('knows no %s, alone or beside a public one', async (address) => {
    for (const all of [true, false]) {
      expect(await look([address], all)).toBe('ENOTFOUND');
      expect(await look(['8.8.8.8', address], all)).toBe('ENOTFOUND');
    }
  });

  it('knows nothing where there is nothing', async () => {
    expect(await look([], true)).toBe('ENOTFOUND');
  });
});
