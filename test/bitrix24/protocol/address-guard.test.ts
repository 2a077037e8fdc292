import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { createAddressGuard } from '../../../src/bitrix24/protocol/address-guard.ts';
import { parseAddressRanges } from '../../../src/config/address-ranges.ts';
import { Secret } from '../../../src/config/secret.ts';

interface Situation {
  readonly host?: string;
  readonly exceptions?: string;
  readonly loopback?: boolean;
}

function guardOf({ exceptions, loopback = false }: Situation, answers: readonly (readonly string[])[] = []) {
  const parsed = exceptions === undefined ? { value: [] } : parseAddressRanges(exceptions);
  if ('problem' in parsed) throw new Error(parsed.problem);
  const left = [...answers];
  return createAddressGuard({
    exceptions: parsed.value,
    loopback,
    now: () => performance.now(),
    lookup: (_host, _options, callback) => {
      const found = (left.shift() ?? []).map((address): LookupAddress => ({
        address,
        family: address.includes(':') ? 6 : 4,
      }));
      callback(null, found);
    },
  });
}

/** What is left of an answer of DNS. */
function look(addresses: readonly string[], all: boolean, situation: Situation = {}): Promise<unknown> {
  const { lookup } = guardOf(situation, [addresses]);
  return new Promise((resolve) => {
    lookup(situation.host ?? 'portal.example', { all }, (error, address) => {
      resolve(error ? error.code : address);
    });
  });
}

/** What comes of a request to an address that needs no DNS. */
function post(host: string, situation: Situation = {}): Promise<unknown> {
  const { guardPost } = guardOf(situation);
  const guarded = guardPost(() => Promise.resolve({ status: 200, location: undefined, body: '', values: 0 }));
  return guarded({ url: new Secret(`https://${host}/rest/method`), body: '{}', timeoutMs: 1_000 }).then(
    ({ status }) => status,
    (error: unknown) => error,
  );
}

const REFUSED = { reason: 'address-not-allowed', sent: false };

describe('DNS for hosts whose names come from outside', () => {
  it('finds public addresses in either form', async () => {
    expect(await look(['8.8.8.8', '2a00::1'], false)).toBe('8.8.8.8');
    expect(await look(['8.8.8.8', '2a00::1'], true)).toEqual([
      { address: '8.8.8.8', family: 4 },
      { address: '2a00::1', family: 6 },
    ]);
  });

  it.each([
    '10.0.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
  ])('refuses %s, alone or beside a public one', async (address) => {
    for (const all of [true, false]) {
      expect(await look([address], all)).toBe('ADDRESS_NOT_ALLOWED');
      expect(await look(['8.8.8.8', address], all)).toBe('ADDRESS_NOT_ALLOWED');
    }
  });

  it('finds nothing where there is nothing', async () => {
    expect(await look([], true)).toBe('ENOTFOUND');
  });

  it('is checked each time, so a name cannot be public first and private then', async () => {
    const { lookup } = guardOf({}, [['8.8.8.8'], ['10.0.0.1']]);
    const once = () =>
      new Promise((resolve) => {
        lookup('portal.example', {}, (error, address) => {
          resolve(error ? error.code : address);
        });
      });
    expect([await once(), await once()]).toEqual(['8.8.8.8', 'ADDRESS_NOT_ALLOWED']);
  });

  it('finds what the settings except, and nothing beside it', async () => {
    const exceptions = '10.20.0.0/16';
    expect(await look(['10.20.0.1', '8.8.8.8'], false, { exceptions })).toBe('10.20.0.1');
    expect(await look(['10.20.0.1', '10.21.0.1'], false, { exceptions })).toBe('ADDRESS_NOT_ALLOWED');
  });

  it('finds this machine only for a name that says so, and only in development', async () => {
    const found = (host: string, loopback: boolean) => look(['127.0.0.1'], false, { host, loopback });
    expect(await found('localhost', true)).toBe('127.0.0.1');
    expect(await found('localhost', false)).toBe('ADDRESS_NOT_ALLOWED');
    expect(await found('portal.example', true)).toBe('ADDRESS_NOT_ALLOWED');
    expect(await look(['10.0.0.1'], false, { host: 'localhost', loopback: true })).toBe(
      'ADDRESS_NOT_ALLOWED',
    );
  });
});

describe('a host that is an address', () => {
  it.each(['8.8.8.8', '8.8.8.8:8443', '[2a00::1]'])('may be %s', async (host) => {
    expect(await post(host)).toBe(200);
  });

  it.each([
    '10.0.0.1',
    '127.0.0.1:8080',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '127.1',
    '1２7.0.0.1',
    '169.254.169.254',
    '[::1]',
    '[::ffff:10.0.0.1]',
    '[::ffff:a00:1]',
    '[fe80::1]:443',
  ])('may not be %s', async (host) => {
    expect(await post(host)).toMatchObject(REFUSED);
  });

  it('may be in a network that the settings name, and loopback in development', async () => {
    expect(await post('10.20.0.1', { exceptions: '10.20.0.0/16' })).toBe(200);
    expect(await post('10.21.0.1', { exceptions: '10.20.0.0/16' })).toMatchObject(REFUSED);
    expect(await post('127.0.0.1', { loopback: true })).toBe(200);
    expect(await post('[::1]:80', { loopback: true })).toBe(200);
    expect(await post('127.0.0.1', { loopback: true })).toBe(200);
  });
});

describe('a host that a proxy connects to', () => {
  const guardBehindProxy = (lookup: Parameters<typeof createAddressGuard>[0]['lookup'], now: () => number) =>
    createAddressGuard({ exceptions: [], loopback: false, isProxied: () => true, lookup, now });
  const url = new Secret('https://portal.example/rest/method');

  it('is waited for no longer than the request may take, however long DNS does', async () => {
    const { guardPost } = guardBehindProxy(
      () => undefined,
      () => 0,
    );
    const guarded = guardPost(() => Promise.reject(new Error('was sent')));
    await expect(guarded({ url, body: '{}', timeoutMs: 20 })).rejects.toMatchObject({
      reason: 'timeout',
      sent: false,
    });
  });

  it('has as much less time for its response as DNS took', async () => {
    let now = 0;
    const { guardPost } = guardBehindProxy(
      (_host, _options, callback) => {
        now += 400;
        callback(null, [{ address: '8.8.8.8', family: 4 }]);
      },
      () => now,
    );
    const timeouts: number[] = [];
    const guarded = guardPost(({ timeoutMs }) => {
      timeouts.push(timeoutMs);
      return Promise.resolve({ status: 200, location: undefined, body: '', values: 0 });
    });
    await guarded({ url, body: '{}', timeoutMs: 1_000 });
    expect(timeouts).toEqual([600]);
  });
});
