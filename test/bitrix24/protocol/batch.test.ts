import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeBatch,
  encodeBatch,
  encodeQuery,
  isSafeInBatch,
} from '../../../src/bitrix24/protocol/batch.ts';
import { Bitrix24Error, isLostAttempt } from '../../../src/bitrix24/protocol/errors.ts';
import type { Method } from '../../../src/bitrix24/protocol/command.ts';

const READ: Method = { name: 'read', kind: 'read', typicalSeconds: 0.7 };
const WRITE: Method = { name: 'write', kind: 'write', settlement: 'by-lookup', typicalSeconds: 1 };
const decode = (result: unknown) => result;

describe('a command of a batch', () => {
  it.each([
    [{ FILTER: { '=TITLE': 'a&b' }, start: 50 }, 'FILTER%5B%3DTITLE%5D=a%26b&start=50'],
    [{ CONFIG_ID: ['1', '2'] }, 'CONFIG_ID%5B0%5D=1&CONFIG_ID%5B1%5D=2'],
    [{ TITLE: "it's (50%) *new*!" }, 'TITLE=it%27s%20%2850%25%29%20%2Anew%2A%21'],
    [{ A: null, B: undefined, C: '' }, 'A=&C='],
    [{}, ''],
  ])('%j is %s', (params, query) => {
    expect(encodeQuery(params)).toBe(query);
  });

  it('is decoded by any reader of URLs to what it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        expect(new URLSearchParams(encodeQuery({ V: value })).get('V')).toBe(value);
      }),
    );
  });

  it.each(['$result[c0]', 'a$Time[x]', '$ERROR[]', '$next$total[0]', '$result.long[a][b]'])(
    'may not carry %j',
    (value) => {
      expect(isSafeInBatch({ TITLE: value })).toBe(false);
      expect(isSafeInBatch({ FILTER: { '=TITLE': ['x', value] } })).toBe(false);
      expect(isSafeInBatch({ [value]: 'x' })).toBe(false);
    },
  );

  it.each(['$result', 'result[0]', '$5 [discount]', 'plain'])('may carry %j', (value) => {
    expect(isSafeInBatch({ TITLE: value })).toBe(true);
  });
});

it('a text is judged in one pass, however often it begins a reference', () => {
  expect(isSafeInBatch({ TITLE: '$next'.repeat(200_000) })).toBe(true);
  expect(isSafeInBatch({ TITLE: `${'$next'.repeat(200_000)}[` })).toBe(false);
});

describe('the answer to a batch', () => {
  const two = [
    { method: READ, params: {}, decode },
    { method: WRITE, params: {}, decode },
  ];

  it('is a reply or an error for each command', () => {
    const [first, second] = decodeBatch(two, {
      result: { c0: [1] },
      result_error: { c1: { error: 'TITLE_EXISTS', error_description: 'a<br>b' } },
      result_total: { c0: '1' },
      result_next: [],
    });
    expect(first).toEqual({ result: [1], total: 1, next: undefined });
    expect(second).toMatchObject({
      failure: { kind: 'portal', code: 'TITLE_EXISTS', description: 'a<br>b' },
    });
  });

  it.each([
    ['empty maps written as lists', { result: [], result_error: [] }],
    ['nothing at all', null],
    ['text', 'oops'],
    ['no parts', {}],
  ])('leaves every command without an answer for %s, which loses the write', (_name, result) => {
    const outcomes = decodeBatch(two, result);
    expect(outcomes).toEqual([expect.any(Bitrix24Error), expect.any(Bitrix24Error)]);
    expect(outcomes.map((outcome) => outcome instanceof Bitrix24Error && isLostAttempt(outcome))).toEqual([
      false,
      true,
    ]);
  });

  it('never throws, whatever the answer', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (result, errors) => {
        expect(decodeBatch(two, { result, result_error: errors })).toHaveLength(2);
      }),
    );
  });

  it('never answers one command with the result of another', () => {
    const fate = fc.constantFrom('result', 'error', 'missing');
    fc.assert(
      fc.property(fc.array(fate, { maxLength: 50 }), fc.boolean(), (fates, backwards) => {
        const keys = fates.map((_, index) => `c${index}`);
        const order = backwards ? keys.toReversed() : keys;
        const part = (name: string, value: (key: string) => unknown) =>
          Object.fromEntries(
            order.filter((key) => fates[keys.indexOf(key)] === name).map((key) => [key, value(key)]),
          );
        const outcomes = decodeBatch(
          fates.map(() => two[0] ?? { method: READ, params: {}, decode }),
          {
            result: part('result', (key) => `result of ${key}`),
            result_error: part('error', (key) => ({ error: 'E', error_description: `error of ${key}` })),
          },
        );
        outcomes.forEach((outcome, index) => {
          if (!(outcome instanceof Bitrix24Error)) {
            expect([fates[index], outcome.result]).toEqual(['result', `result of c${index}`]);
          } else if (outcome.failure.kind === 'portal') {
            expect([fates[index], outcome.failure.description]).toEqual(['error', `error of c${index}`]);
          } else {
            expect([fates[index], outcome.failure.kind]).toEqual(['missing', 'missing']);
          }
        });
      }),
    );
  });

  it('has keys of which PHP makes no list', () => {
    const { cmd } = encodeBatch(two) as { cmd: object };
    expect(Object.keys(cmd).every((key) => /^[a-z]/.test(key))).toBe(true);
  });
});
