import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Query } from '../../../src/bitrix24/protocol/command.ts';
import {
  chooseRequest,
  type Lane,
  type Situation,
  type Waiting,
} from '../../../src/bitrix24/scheduling/choose-request.ts';

const CREDENTIAL = {};

function command(kind: 'read' | 'write' = 'read'): Query {
  const method =
    kind === 'read' ? { name: 'read', kind } : ({ name: 'write', kind, settlement: 'idempotent' } as const);
  return { method, params: {}, decode: (result) => result };
}

function operation(lane: Lane, over: Partial<Waiting['operation']> = {}): Waiting['operation'] {
  return { lane, served: 0, wanted: 0, busyUntil: 0, credential: CREDENTIAL, caller: { served: 0 }, ...over };
}

function waiting(of: Waiting['operation'], over: Partial<Waiting> = {}): Waiting {
  return { command: command(), seconds: 0.3, alone: false, answerBy: Infinity, operation: of, ...over };
}

const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

function situation(over: Partial<Situation<Waiting>> = {}): Situation<Waiting> {
  return {
    now: 0,
    laneOf: ({ lane }) => lane,
    tokens: 49,
    burst: 49,
    tokenMs: 500,
    slotsFreeAt: times(10, () => 0),
    maySendBatches: () => true,
    bulkInFlight: 0,
    expectInteractive: false,
    bulkIsOwed: false,
    ...over,
  };
}

describe('a person', () => {
  it('gets a request for each command while there is plenty', () => {
    const one = operation('interactive');
    const all = times(5, () => waiting(one));
    expect(chooseRequest(all, situation())).toEqual({ kind: 'send', entries: [all[0]] });
  });

  it('gets them batched where requests are scarce', () => {
    const one = operation('interactive');
    const all = times(5, () => waiting(one));
    const choice = chooseRequest(all, situation({ tokens: 1, tokenMs: 10_000 }));
    expect(choice.kind === 'send' && choice.entries).toHaveLength(5);
  });

  it('goes before a bulk', () => {
    const person = waiting(operation('interactive'));
    const bulk = operation('bulk');
    const choice = chooseRequest([...times(50, () => waiting(bulk)), person], situation());
    expect(choice).toEqual({ kind: 'send', entries: [person] });
  });

  it('lets a bulk go that is owed a turn', () => {
    const person = waiting(operation('interactive'));
    const bulk = waiting(operation('bulk'));
    expect(chooseRequest([person, bulk], situation({ bulkIsOwed: true }))).toEqual({
      kind: 'send',
      entries: [bulk],
    });
  });
});

describe('a long bulk', () => {
  const bulk = operation('bulk', { wanted: 1_000 });
  const all = times(200, () => waiting(bulk));

  it('leaves slots to people who may come', () => {
    const slotsFreeAt = [0, 0, 0, ...times(7, () => 5_000)];
    expect(chooseRequest(all, situation({ slotsFreeAt, expectInteractive: true })).kind).toBe('wait');
    expect(chooseRequest(all, situation({ slotsFreeAt })).kind).toBe('send');
  });

  it('takes one of those slots when it is owed a turn, unless it has all others', () => {
    const slotsFreeAt = [0, ...times(9, () => 5_000)];
    const owed = { slotsFreeAt, expectInteractive: true, bulkIsOwed: true };
    const person = waiting(operation('interactive'));
    const choose = (bulkInFlight: number) =>
      chooseRequest([...all, person], situation({ ...owed, bulkInFlight }));
    const choice = choose(6);
    expect(choice.kind === 'send' && choice.entries).not.toContain(person);
    expect(choose(7)).toEqual({ kind: 'send', entries: [person] });
  });

  it('leaves tokens to people who may come, and says when there will be enough', () => {
    const choice = chooseRequest(all, situation({ tokens: 5, expectInteractive: true }));
    expect(choice).toEqual({ kind: 'wait', forMs: 500 });
  });

  it('goes on where only one request at a time may be sent', () => {
    expect(chooseRequest(all, situation({ slotsFreeAt: [0], expectInteractive: true })).kind).toBe('send');
  });
});

it('sends no more together than can be answered before the first of them gives up', () => {
  const bulk = operation('bulk');
  const hurried = waiting(bulk, { answerBy: 3_000 });
  const choice = chooseRequest([hurried, ...times(50, () => waiting(bulk))], situation({ slotsFreeAt: [0] }));
  const entries = choice.kind === 'send' ? choice.entries : [];
  expect(entries[0]).toBe(hurried);
  expect(entries).toHaveLength(8);
});

describe('callers', () => {
  it('take turns by what they have had', () => {
    const greedy = operation('bulk', { caller: { served: 20 } });
    const modest = operation('bulk', { caller: { served: 10 } });
    const last = waiting(modest);
    const choice = chooseRequest([...times(60, () => waiting(greedy)), last], situation());
    expect(choice.kind === 'send' && choice.entries[0]).toBe(last);
  });

  it('never share a request under different credentials', () => {
    const one = operation('bulk');
    const other = operation('bulk', { credential: {} });
    const choice = chooseRequest(
      times(20, (index) => waiting(index % 2 ? one : other)),
      situation({ tokens: 1 }),
    );
    const entries = choice.kind === 'send' ? choice.entries : [];
    expect(new Set(entries.map((entry) => entry.operation.credential)).size).toBe(1);
  });
});

it('waits for a slot however many tokens there are', () => {
  const choice = chooseRequest([waiting(operation('interactive'))], situation({ slotsFreeAt: [4_000] }));
  expect(choice).toEqual({ kind: 'wait', forMs: Infinity });
});

it('never mixes reads with writes, never batches what must travel alone, and keeps to the bounds', () => {
  const operations = [
    operation('bulk'),
    operation('bulk', { caller: { served: 3 } }),
    operation('interactive'),
  ];
  const entry = fc
    .record({
      of: fc.constantFrom(...operations),
      kind: fc.constantFrom('read' as const, 'write' as const),
      seconds: fc.double({ min: 0.05, max: 12, noNaN: true }),
      alone: fc.boolean(),
    })
    .map(({ of, kind, seconds, alone }) => waiting(of, { command: command(kind), seconds, alone }));
  const moments = fc.record({
    tokens: fc.double({ min: 1, max: 49, noNaN: true }),
    busy: fc.nat(9),
    maySend: fc.boolean(),
    expectInteractive: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1, maxLength: 80 }), moments, (all, moment) => {
      const { tokens, busy, maySend, expectInteractive } = moment;
      const slotsFreeAt = [...times(10 - busy, () => 0), ...times(busy, () => 3_000)];
      const choice = chooseRequest(
        all,
        situation({ tokens, slotsFreeAt, expectInteractive, maySendBatches: () => maySend }),
      );
      if (choice.kind === 'wait') return;
      const { entries } = choice;
      expect(new Set(entries).size).toBe(entries.length);
      expect(entries.every((each) => all.includes(each))).toBe(true);
      expect(entries.length).toBeGreaterThan(0);
      expect(entries.length).toBeLessThanOrEqual(maySend ? 50 : 1);
      expect(new Set(entries.map((each) => each.command.method.kind)).size).toBe(1);
      if (entries.length > 1) {
        expect(entries.some(({ alone }) => alone)).toBe(false);
        const seconds = entries.reduce((sum, each) => sum + each.seconds, 0);
        expect(seconds).toBeLessThanOrEqual(Math.max(15, entries[0]?.seconds ?? 0) + 1e-3);
      }
    }),
  );
});
