import type { LookupFunction } from 'node:net';
import { describe, expect, it } from 'vitest';
import { boundLookups } from '../../../src/bitrix24/protocol/host-lookups.ts';
import { createVirtualTime } from '../../support/virtual-time.ts';

type Callback = Parameters<LookupFunction>[2];

/** Lookups of which a test decides when they end. */
function start() {
  const time = createVirtualTime(0);
  const asked: { readonly host: string; readonly callback: Callback }[] = [];
  let most = 0;
  const lookup = boundLookups((host, _options, callback) => {
    asked.push({ host, callback });
    most = Math.max(most, asked.length);
  }, time);
  const found: string[] = [];
  return {
    found,
    look: (host: string): void => {
      lookup(host, { all: true }, (error, addresses) => {
        const [first] = Array.isArray(addresses) ? addresses : [];
        found.push(`${host} ${error ? String(error.code) : String(first?.address)}`);
      });
    },
    lookup,
    /** The hosts whose lookups are under way. */
    underWay: () => asked.map(({ host }) => host),
    end: (host: string, result: string): void => {
      const place = asked.findIndex((each) => each.host === host);
      const [each] = asked.splice(place, 1);
      if (result.startsWith('E')) each?.callback(Object.assign(new Error(), { code: result }), []);
      else each?.callback(null, [{ address: result, family: 4 }]);
    },
    most: () => most,
    pass: (ms: number) => time.until(time.sleep(ms)),
  };
}

describe('lookups of hosts', () => {
  it('of which nothing is known are made one after another, and of one host only once', () => {
    const { look, end, found, underWay } = start();
    for (const host of ['a', 'b', 'b', 'c', 'a']) look(host);
    expect(underWay()).toEqual(['a']);
    end('a', '192.0.2.1');
    expect(underWay()).toEqual(['b']);
    end('b', 'ENOTFOUND');
    end('c', '192.0.2.3');
    const a = 'a 192.0.2.1';
    const b = 'b ENOTFOUND';
    expect(found).toEqual([a, a, b, b, 'c 192.0.2.3']);
    // What was not found is looked up again.
    look('b');
    expect(underWay()).toEqual(['b']);
  });

  it('that were found before pass those that were not, however many there are', () => {
    const { look, end, found, underWay, most } = start();
    look('good');
    end('good', '192.0.2.1');
    for (let n = 0; n < 1_000; n += 1) look(`made-up-${n}`);
    look('good');
    expect(underWay()).toEqual(['made-up-0', 'good']);
    end('good', '192.0.2.2');
    expect(found).toEqual(['good 192.0.2.1', 'good 192.0.2.2']);
    expect(underWay()).toEqual(['made-up-0']);
    expect(most()).toBe(2);
  });

  it('that were found before are done without the resolver if it is slow', async () => {
    const { look, end, found, underWay, pass } = start();
    const hosts = ['a', 'b', 'c'];
    for (const host of hosts) {
      look(host);
      end(host, '192.0.2.1');
    }
    found.length = 0;
    for (const host of hosts) look(host);
    expect(underWay()).toEqual(['a', 'b']);
    await pass(499);
    expect(found).toEqual([]);
    await pass(1);
    expect(found).toEqual(hosts.map((host) => `${host} 192.0.2.1`));
    // It is not asked again meanwhile.
    look('a');
    expect([found.length, underWay().length]).toEqual([4, 2]);
    end('a', '192.0.2.9');
    look('a');
    end('b', 'ENOTFOUND');
    end('c', '192.0.2.1');
    end('a', '192.0.2.9');
    expect(found.at(-1)).toBe('a 192.0.2.9');
    // A host that is gone is gone.
    look('b');
    await pass(5_000);
    expect(found.filter((each) => each.startsWith('b'))).toHaveLength(1);
  });

  it('that have waited as long as a request waits are given up, and leave nothing behind', async () => {
    const { look, end, found, underWay, pass } = start();
    look('stuck');
    for (let n = 0; n < 10; n += 1) look(`waiting-${n}`);
    await pass(5_000);
    look('late');
    expect(found).toHaveLength(10);
    expect(found.every((each) => each.endsWith('EAI_AGAIN'))).toBe(true);
    end('stuck', 'EAI_AGAIN');
    expect(underWay()).toEqual(['late']);
  });

  it('that want one address get the first', () => {
    const { lookup, end } = start();
    const results: unknown[] = [];
    lookup('a', {}, (...result) => results.push(result));
    end('a', '192.0.2.1');
    expect(results).toEqual([[null, '192.0.2.1', 4]]);
  });
});
