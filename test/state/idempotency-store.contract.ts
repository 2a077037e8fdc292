import { describe, expect, it } from 'vitest';
import type {
  Begun,
  BeginRequest,
  IdempotencyBounds,
  IdempotencyStore,
  KeptOutcome,
} from '../../src/state/idempotency-store.ts';

/** A new, empty store and the time that it goes by. */
export interface StoreUnderTest {
  readonly store: IdempotencyStore;
  readonly advance: (ms: number) => Promise<void>;
}

const BOUNDS: IdempotencyBounds = {
  keepMs: 60_000,
  leaseMs: 5_000,
  runMs: 20_000,
  maxOutcomes: 8,
  maxOutcomesPerOwner: 4,
};
const REQUEST: BeginRequest = { id: 'key', fingerprint: 'arguments', owner: 'caller', size: 1 };
const SUCCEEDED: readonly KeptOutcome[] = [{ kind: 'succeeded', id: '12' }];
const UNKNOWN: readonly KeptOutcome[] = [{ kind: 'unknown', until: 75_000, above: '11' }];
const KEPT_UNKNOWN = asKept(UNKNOWN);
const closed = { closed: true, outcomes: SUCCEEDED };
const open = { closed: false, outcomes: UNKNOWN };

/** Outcomes as a store may return them: with a later `until`, by the time that it took. */
function asKept(outcomes: readonly KeptOutcome[]): readonly KeptOutcome[] {
  return outcomes.map((outcome) =>
    outcome.kind === 'unknown'
      ? { ...outcome, until: within(outcome.until, outcome.until + 1_000) }
      : outcome,
  );
}

function within(least: number, most: number): number {
  return expect.toSatisfy((value: number) => value >= least && value <= most) as number;
}

/** What every store of idempotency records does, wherever it keeps them. */
export function describeIdempotencyStore(
  name: string,
  create: (bounds: IdempotencyBounds) => Promise<StoreUnderTest>,
): void {
  const start = () => create(BOUNDS);

  async function run(store: IdempotencyStore, request: Partial<BeginRequest> = {}): Promise<number> {
    const begun = await store.begin({ ...REQUEST, ...request });
    if (begun.state !== 'started') throw new Error(`it is ${begun.state}`);
    return begun.fence;
  }

  const stateOf = async (
    store: IdempotencyStore,
    request: Partial<BeginRequest> = {},
  ): Promise<Begun['state']> => (await store.begin({ ...REQUEST, ...request })).state;

  describe(`${name}: a key`, () => {
    it('is started by one of many callers at once', async () => {
      const { store } = await start();
      const begun = await Promise.all(Array.from({ length: 20 }, () => store.begin(REQUEST)));
      expect(begun.filter(({ state }) => state === 'started')).toHaveLength(1);
      expect(begun.filter(({ state }) => state === 'running')).toHaveLength(19);
    });

    it('is unused at first, and its outcome is kept', async () => {
      const { store } = await start();
      const begun = await store.begin(REQUEST);
      expect(begun).toMatchObject({ state: 'started', before: undefined, interruptedUntil: undefined });
      const { fence } = begun as Begun & { state: 'started' };
      expect(await store.finish('key', fence, closed)).toBe(true);
      expect(await store.begin(REQUEST)).toEqual({ state: 'closed', outcomes: SUCCEEDED });
    });

    it('is in conflict with other arguments, while it runs and after that', async () => {
      const { store } = await start();
      const other = { fingerprint: 'others' };
      const fence = await run(store);
      expect(await stateOf(store, other)).toBe('conflict');
      await store.finish('key', fence, closed);
      expect(await stateOf(store, other)).toBe('conflict');
    });

    it('is unused again if nothing is kept of its run', async () => {
      const { store } = await start();
      const fence = await run(store);
      expect(await store.abandon('key', fence)).toBe(true);
      expect(await store.begin({ ...REQUEST, fingerprint: 'others' })).toMatchObject({
        state: 'started',
        before: undefined,
        interruptedUntil: undefined,
      });
    });

    it('goes on from what is kept if something is left to do', async () => {
      const { store } = await start();
      await store.finish('key', await run(store), open);
      const again = await store.begin(REQUEST);
      expect(again).toMatchObject({ state: 'started', before: KEPT_UNKNOWN, interruptedUntil: undefined });
      expect(await stateOf(store)).toBe('running');
      await store.finish('key', (again as Begun & { state: 'started' }).fence, closed);
      expect(await stateOf(store)).toBe('closed');
    });

    it('keeps every kind of outcome as it is', async () => {
      const { store } = await start();
      const outcomes: readonly KeptOutcome[] = [
        { kind: 'succeeded', id: null },
        { kind: 'unknown', until: 1_795_889_131_795.25, above: null },
        { kind: 'nothing' },
        { kind: 'succeeded', id: `"{}'\\ \u0000 ключ 📞` },
      ];
      await store.finish('key', await run(store, { size: 4 }), { closed: true, outcomes });
      expect(await store.begin({ ...REQUEST, size: 4 })).toEqual({
        state: 'closed',
        outcomes: asKept(outcomes),
      });
    });

    it.each([true, false])('keeps whether what an add created may be hidden (%s)', async (hidden) => {
      const { store } = await start();
      const outcomes: readonly KeptOutcome[] = [{ kind: 'unknown', until: 75_000, above: '11', hidden }];
      await store.finish('key', await run(store), { closed: true, outcomes });
      expect(await store.begin(REQUEST)).toEqual({ state: 'closed', outcomes: asKept(outcomes) });
    });

    it('is forgotten after its time, and not before', async () => {
      const { store, advance } = await start();
      await store.finish('key', await run(store), closed);
      await advance(BOUNDS.keepMs - 1_000);
      expect(await stateOf(store)).toBe('closed');
      await advance(1_001);
      expect(await store.begin({ ...REQUEST, fingerprint: 'others' })).toMatchObject({
        state: 'started',
        before: undefined,
        interruptedUntil: undefined,
      });
    });

    it('has its time from the end of the last run', async () => {
      const { store, advance } = await start();
      await store.finish('key', await run(store), open);
      await advance(BOUNDS.keepMs - 1_000);
      await store.finish('key', await run(store), open);
      await advance(BOUNDS.keepMs - 1_000);
      expect(await store.begin(REQUEST)).toMatchObject({ state: 'started', before: KEPT_UNKNOWN });
    });
  });

  describe(`${name}: a run that does not end`, () => {
    it('is interrupted after its lease, and what it did is in doubt', async () => {
      const { store, advance } = await start();
      await run(store);
      await advance(BOUNDS.leaseMs - 1_000);
      expect(await stateOf(store)).toBe('running');
      await advance(1_001);
      expect(await store.begin(REQUEST)).toMatchObject({
        state: 'started',
        before: undefined,
        interruptedUntil: expect.any(Number) as number,
      });
    });

    it('says since when its key has been used', async () => {
      const { store, advance } = await start();
      await store.finish('key', await run(store), open);
      await advance(10_000);
      const first = await store.begin(REQUEST);
      await advance(BOUNDS.leaseMs + 1);
      const second = await store.begin(REQUEST);
      const newest = await store.begin({ ...REQUEST, id: 'newest' });
      const [one, two, three] = [first, second, newest].map((begun) => 'since' in begun && begun.since);
      expect(Number(three) - Number(one)).toSatisfy((ms: number) => ms >= 15_000 && ms < 16_000);
      expect(Math.abs(Number(two) - Number(one))).toBeLessThan(1_000);
    });

    it('is interrupted again if the next one does not end either', async () => {
      const { store, advance } = await start();
      await store.finish('key', await run(store), open);
      for (let turn = 0; turn < 3; turn += 1) {
        const expected = {
          state: 'started',
          before: KEPT_UNKNOWN,
          interruptedUntil: turn > 0 ? (expect.any(Number) as number) : undefined,
        };
        expect(await store.begin(REQUEST)).toMatchObject(expected);
        await advance(BOUNDS.leaseMs + 1);
      }
    });

    it('keeps and removes nothing once a later one has begun', async () => {
      const { store, advance } = await start();
      const first = await run(store);
      await advance(BOUNDS.leaseMs + 1);
      const second = await run(store);
      expect(second).toBeGreaterThan(first);
      expect(await store.finish('key', first, closed)).toBe(false);
      expect(await store.abandon('key', first)).toBe(false);
      expect(await stateOf(store)).toBe('running');
      expect(await store.finish('key', second, open)).toBe(true);
      expect(await store.finish('key', first, closed)).toBe(false);
      expect(await store.begin(REQUEST)).toMatchObject({ before: KEPT_UNKNOWN });
    });

    it('still ends if no later one has begun', async () => {
      const { store, advance } = await start();
      const fence = await run(store);
      await advance(BOUNDS.leaseMs + 1);
      expect(await store.finish('key', fence, closed)).toBe(true);
      expect(await stateOf(store)).toBe('closed');
    });

    it('ends once only', async () => {
      const { store } = await start();
      const fence = await run(store);
      expect(await store.finish('key', fence, closed)).toBe(true);
      expect(await store.abandon('key', fence)).toBe(false);
      expect(await store.finish('key', fence, open)).toBe(false);
      expect(await stateOf(store)).toBe('closed');
    });

    it('is in doubt for as long as an outcome is kept', async () => {
      const { store, advance } = await start();
      await run(store);
      await advance(BOUNDS.keepMs - 1_000);
      expect(await stateOf(store, { fingerprint: 'others' })).toBe('conflict');
      await advance(BOUNDS.leaseMs + 2_000);
      expect(await stateOf(store, { fingerprint: 'others' })).toBe('started');
    });
  });

  describe(`${name}: waiting for a run`, () => {
    it('ends with it, for all who wait', async () => {
      const { store } = await start();
      const fence = await run(store);
      let ended = 0;
      const waiting = [1, 2].map(() =>
        store.ended('key', 60_000).then(() => {
          ended += 1;
        }),
      );
      await Promise.resolve();
      expect(ended).toBe(0);
      await store.finish('key', fence, closed);
      await Promise.all(waiting);
    });

    it('ends if nothing is kept of it', async () => {
      const { store } = await start();
      const fence = await run(store);
      const waiting = store.ended('key', 60_000);
      await store.abandon('key', fence);
      await waiting;
    });

    it('ends after the time that it was given, or at once if there is no run', async () => {
      const { store, advance } = await start();
      await store.ended('key', 60_000);
      await run(store);
      const waiting = store.ended('key', 1_000);
      await advance(1_001);
      await waiting;
    });
  });

  describe(`${name}: what is learned later`, () => {
    const found = () => ({ closed: true, outcomes: SUCCEEDED });

    it('changes what is kept', async () => {
      const { store } = await start();
      await store.finish('key', await run(store), open);
      await store.amend('key', found);
      expect(await stateOf(store)).toBe('closed');
    });

    it('waits for a run that is under way, and changes what that one keeps', async () => {
      const { store } = await start();
      await store.finish('key', await run(store), open);
      const fence = await run(store);
      const amended = store.amend('key', found);
      await store.finish('key', fence, open);
      await amended;
      expect(await stateOf(store)).toBe('closed');
    });

    it('does nothing if nothing is kept', async () => {
      const { store } = await start();
      await store.amend('key', found);
      expect(await stateOf(store)).toBe('started');
    });
  });

  describe(`${name}: the room`, () => {
    const fill = async (store: IdempotencyStore, owner: string, count: number) => {
      for (let index = 0; index < count; index += 1) {
        const id = `${owner} ${index}`;
        await store.finish(id, await run(store, { id, owner }), closed);
      }
    };

    it('of one caller is bounded, and that of others is not affected', async () => {
      const { store, advance } = await start();
      await store.finish('first', await run(store, { id: 'first' }), closed);
      await advance(10_000);
      await fill(store, 'caller', 3);
      expect(await store.begin(REQUEST)).toEqual({
        state: 'full',
        retryAfterMs: within(BOUNDS.keepMs - 11_000, BOUNDS.keepMs - 10_000),
      });
      expect(await stateOf(store, { owner: 'other' })).toBe('started');
    });

    it('is bounded for all callers together', async () => {
      const { store } = await start();
      for (const owner of ['one', 'two']) await fill(store, owner, 4);
      expect(await stateOf(store, { owner: 'three' })).toBe('full');
    });

    it('forgets nothing for a new key', async () => {
      const { store } = await start();
      await fill(store, 'caller', 4);
      expect(await stateOf(store)).toBe('full');
      for (let index = 0; index < 4; index += 1)
        expect(await stateOf(store, { id: `caller ${index}` })).toBe('closed');
    });

    it('is used by runs, by their sizes', async () => {
      const { store } = await start();
      const fence = await run(store, { size: 3 });
      expect(await stateOf(store, { id: 'second', size: 2 })).toBe('full');
      expect(await stateOf(store, { id: 'third', size: 1 })).toBe('started');
      await store.abandon('key', fence);
      expect(await stateOf(store, { id: 'second', size: 2 })).toBe('started');
    });

    it('is there again when keys have had their time', async () => {
      const { store, advance } = await start();
      for (const owner of ['one', 'two']) await fill(store, owner, 4);
      await advance(BOUNDS.keepMs + 1);
      for (const owner of ['three', 'four']) await fill(store, owner, 4);
      expect(await stateOf(store)).toBe('full');
    });

    it('is not needed by a key that is known', async () => {
      const { store } = await start();
      await store.finish('key', await run(store), open);
      await fill(store, 'caller', 3);
      expect(await stateOf(store)).toBe('started');
    });
  });
}
