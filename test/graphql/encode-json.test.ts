import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeJson } from '../../src/graphql/encode-json.ts';
import { anyText } from '../support/any-text.ts';

it('large responses are encoded as JSON.stringify would', () => {
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(null, true, 0, -1.5, 1e21, '\ud800', '\u2028"\\\u0001'),
      anyText(),
      fc.double(),
      fc.array(tie('value')),
      fc.dictionary(fc.string(), fc.option(tie('value'), { nil: undefined })),
    ),
  }));
  fc.assert(
    fc.property(value, (each) => {
      expect(encodeJson(each).toString()).toBe(Buffer.from(JSON.stringify(each)).toString());
    }),
  );
  const long = { texts: Array.from({ length: 5 }, (_, n) => 'Ж'.repeat(n * 30_000)) };
  expect(encodeJson(long).equals(Buffer.from(JSON.stringify(long)))).toBe(true);
});
