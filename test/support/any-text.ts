import fc from 'fast-check';

const codePoint = fc
  .oneof(
    fc.integer({ min: 0, max: 0x7f }),
    fc.integer({ min: 0x80, max: 0xd7ff }),
    fc.integer({ min: 0xe000, max: 0x10ffff }),
  )
  .map((code) => String.fromCodePoint(code));

/** Names that objects have anyway. */
const inherited = fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf');

/**
 * Any text of well-formed Unicode. fast-check's own (`unit: 'binary'`) first makes a table of all code points, which
 * takes a second in each worker.
 */
export const anyText = (constraints: Omit<fc.StringConstraints, 'unit'> = {}): fc.Arbitrary<string> => {
  const text = fc.string({ ...constraints, unit: codePoint });
  const { minLength = 0, maxLength = Infinity } = constraints;
  const fitting = inherited.filter((name) => name.length >= minLength && name.length <= maxLength);
  return maxLength < 16 ? text : fc.oneof({ weight: 19, arbitrary: text }, { weight: 1, arbitrary: fitting });
};
