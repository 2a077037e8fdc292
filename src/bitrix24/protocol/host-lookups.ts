import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { Clock } from '../clock.ts';

/**
 * The most lookups under way. Node runs two at once, by default, and makes all others wait, those of its other
 * connections included. So of hosts that have never been found, which a caller may have made up, there is one.
 */
const AT_ONCE = { all: 2, unknown: 1 } as const;

/** How long a lookup may wait for its turn, in milliseconds: as long as a request waits for it. */
const QUEUED_MS = 5_000;

/** How long a host that was found before may take, in milliseconds, until its last addresses are used. */
const SLOW_MS = 500;

/** The hosts whose addresses are remembered: those that were found last. */
const MAX_KNOWN = 10_000;

type Addresses = readonly LookupAddress[];
type Callback = Parameters<LookupFunction>[2];

interface Lookup {
  readonly key: string;
  readonly host: string;
  readonly options: Parameters<LookupFunction>[1];
  readonly queuedAt: number;
  waiting: Callback[];
  cancel?: () => void;
}

/**
 * Bounds the lookups that a resolver has to work on, so that hosts that it is slow to find do not hold up others. Of
 * each host, there is one at a time. A host that was found before passes those that were not, and is reached at its last
 * addresses if the resolver is slow. Failures are not remembered.
 *
 * @param lookup the resolver
 */
export function boundLookups(lookup: LookupFunction, clock: Clock): LookupFunction {
  const known = new Map<string, Addresses>();
  const open = new Map<string, Lookup>();
  /** By whether their hosts were found before; each in the order in which they came. */
  const queues = { known: new Set<Lookup>(), unknown: new Set<Lookup>() };
  const underWay = { all: 0, unknown: 0 };

  function settle(each: Lookup, ...result: Parameters<Callback>): void {
    each.cancel?.();
    const callbacks = each.waiting;
    each.waiting = [];
    for (const callback of callbacks) callback(...result);
  }

  function remember(key: string, addresses: Addresses): void {
    known.delete(key);
    known.set(key, addresses);
    for (const oldest of known.keys()) {
      if (known.size <= MAX_KNOWN) return;
      known.delete(oldest);
    }
  }

  function startNext(): void {
    const latest = clock.now() - QUEUED_MS;
    for (const queue of [queues.known, queues.unknown]) {
      for (const each of queue) {
        const isLate = each.queuedAt <= latest;
        const isFull =
          underWay.all >= AT_ONCE.all || (queue === queues.unknown && underWay.unknown >= AT_ONCE.unknown);
        if (!isLate && isFull) break;
        queue.delete(each);
        if (isLate) end(each, 'EAI_AGAIN');
        else start(each, queue === queues.unknown);
      }
    }
  }

  function end(each: Lookup, code: string): void {
    open.delete(each.key);
    settle(each, Object.assign(new Error('the host was not found'), { code }), []);
  }

  function start(each: Lookup, isUnknown: boolean): void {
    const { key, host, options } = each;
    underWay.all += 1;
    if (isUnknown) underWay.unknown += 1;
    lookup(host, { ...options, all: true }, (error, found) => {
      underWay.all -= 1;
      if (isUnknown) underWay.unknown -= 1;
      const addresses = Array.isArray(found) ? found : [];
      if (error || addresses.length === 0) {
        if (error?.code !== 'EAI_AGAIN') known.delete(key);
        end(each, error?.code ?? 'ENOTFOUND');
      } else {
        remember(key, addresses);
        open.delete(key);
        settle(each, null, addresses);
      }
      startNext();
    });
  }

  return (host, options, callback) => {
    const answer: Callback = (error, found) => {
      const [first] = Array.isArray(found) ? found : [];
      if (error || options.all || !first) callback(error, found);
      else callback(null, first.address, first.family);
    };
    const key = [host, options.family, options.hints].join(' ');
    const same = open.get(key);
    if (same && same.waiting.length > 0) {
      same.waiting.push(answer);
      return;
    }
    // What is still under way has had its time: its callers got the last addresses.
    const last = known.get(key);
    if (same && last) {
      answer(null, [...last]);
      return;
    }
    const each: Lookup = { key, host, options, queuedAt: clock.now(), waiting: [answer] };
    if (last)
      each.cancel = clock.after(SLOW_MS, () => {
        settle(each, null, [...last]);
      });
    open.set(key, each);
    queues[last ? 'known' : 'unknown'].add(each);
    startNext();
  };
}
