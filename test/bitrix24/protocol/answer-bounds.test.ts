import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnswerMeter, OversizedAnswerError } from '../../../src/bitrix24/protocol/answer-bounds.ts';
import { anyText } from '../../support/any-text.ts';

type Weight = Readonly<Record<'bytes' | 'values' | 'depth', number>>;

/** Whether an answer passes bounds, read in parts of this size. */
function passes(json: string, bounds: Weight, size: number): boolean {
  const meter = createAnswerMeter(bounds);
  const bytes = Buffer.from(json);
  try {
    for (let start = 0; start < bytes.length; start += size) meter.add(bytes.subarray(start, start + size));
    return true;
  } catch (error) {
    if (error instanceof OversizedAnswerError) return false;
    throw error;
  }
}

/** Values but for the outermost, and levels. */
function weigh(value: unknown): Omit<Weight, 'bytes'> {
  if (typeof value !== 'object' || value === null) return { values: 1, depth: 0 };
  const parts = Object.values(value).map(weigh);
  return {
    values: parts.reduce((sum, { values }) => sum + values, 1),
    depth: Math.max(0, ...parts.map(({ depth }) => depth)) + 1,
  };
}

/** What may end a text or count as a value, behind plain text of any length. */
const longText = fc
  .array(
    fc.tuple(
      fc.constantFrom(0, 1, 47, 48, 49, 4_143, 4_144, 4_145, 9_000),
      fc.constantFrom('"', '\\', ',', '[', '}', 'Ж'),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.map(([length, end]) => 'x'.repeat(length) + end).join(''));

const answer = fc
  .dictionary(fc.oneof(anyText(), longText), fc.oneof(fc.jsonValue({ maxDepth: 6 }), longText))
  .map((value) => JSON.stringify(value, null, 1));

const sizeOfPart = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 41, max: 20_000 }));

/** What can stand before an answer, and what looks like it: U+FEFB begins with the same bytes as a byte order mark. */
const before = fc
  .array(fc.constantFrom('\ufeff', ' ', '\n', '\ufefb', '\ufffd', '{'), { maxLength: 4 })
  .map((parts) => parts.join(''));

describe('the meter of answers', () => {
  it('finds what there is, however the answer is cut into parts', () => {
    fc.assert(
      fc.property(answer, sizeOfPart, (json, size) => {
        const { values, depth } = weigh(JSON.parse(json));
        const room = { bytes: Buffer.byteLength(json), values: json.length, depth };
        expect(passes(json, room, size)).toBe(true);
        expect(passes(json, { ...room, bytes: room.bytes - 1 }, size)).toBe(false);
        expect(passes(json, { ...room, depth: depth - 1 }, size)).toBe(false);
        // It counts brackets and commas: `[0]` for one, `[[],[]]` for four.
        expect(passes(json, { ...room, values: Math.ceil(values / 2) - 1 }, size)).toBe(false);
        expect(passes(json, { ...room, values: values * 2 }, size)).toBe(true);
      }),
    );
  });

  it.each([0, 47, 48, 49, 4_143, 4_144, 4_145, 9_000])(
    'finds the end of a text of %i bytes, wherever it is cut',
    (length) => {
      for (const end of ['"', '\\""', '\\\\"']) {
        const json = `{"a":"${'x'.repeat(length)}${end},"b":[1]}`;
        const room = { bytes: 1e9, values: 3, depth: 2 };
        for (const size of [1, length, length + 1, length + 5, length + 6, length + 7, 1e6]) {
          expect(passes(json, room, size || 1)).toBe(true);
          expect(passes(json, { ...room, values: 2 }, size || 1)).toBe(false);
        }
      }
    },
  );

  it('takes anything else for something that need not be kept', () => {
    fc.assert(
      fc.property(before, anyText(), (start, rest) => {
        const text = start + rest;
        const isObject = text.replace(/^[\0- \ufeff]+/, '').startsWith('{');
        const bounds = { bytes: 1e9, values: 1e9, depth: 1e9 };
        const kept = createAnswerMeter(bounds).add(Buffer.from(text));
        expect(kept).toBe(isObject || /^[\0- \ufeff]*$/.test(text));
      }),
    );
  });
});
