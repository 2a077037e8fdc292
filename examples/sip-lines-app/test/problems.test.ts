import fc from 'fast-check';
import { expect, it } from 'vitest';
import { problemsOf } from '../src/errors/problems.ts';

const COMMON = { retryable: false, requestId: 'r-1' };

const errorOf = (extensions: object, message = 'No.') => ({
  errors: [{ message, path: ['addSipLine'], extensions: { ...COMMON, ...extensions } }],
});

it('nothing is wrong with a result without errors', () => {
  expect(problemsOf(undefined)).toEqual({ fields: {}, notices: [], isApplied: false });
});

it('what no field can show is a notice', () => {
  const problems = [
    { argument: ['input', 'title'], message: 'Too long.' },
    { argument: ['input', 'type'], message: 'Not this one.' },
    { argument: [], message: 'Nor this.' },
  ];
  const { fields, notices } = problemsOf(
    errorOf({ code: 'BAD_USER_INPUT', argument: ['input', 'title'], problems }),
  );
  expect(fields).toEqual({ 'input.title': { message: 'Too long.' } });
  expect(notices.map(({ text }) => text)).toEqual(['input.type: Not this one.', 'Nor this.']);
});

it('a title that a line has which the gateway does not see has no link', () => {
  const { fields } = problemsOf(errorOf({ code: 'TITLE_EXISTS', argument: ['input', 'title'] }, 'Taken.'));
  expect(fields).toEqual({ 'input.title': { message: 'Taken.', existingConfigId: undefined } });
});

it('many of a kind are one notice, with the longest wait', () => {
  const limited = (retryAfterMs: number) =>
    errorOf({ code: 'RATE_LIMITED', retryable: true, retryAfterMs }).errors[0];
  const { notices } = problemsOf({ errors: [limited(1_000), limited(5_000), limited(2_000)] });
  expect(notices).toMatchObject([{ code: 'RATE_LIMITED', retryAfterMs: 5_000 }]);
});

it('an error of anybody is shown, whatever it looks like', () => {
  fc.assert(
    fc.property(fc.anything(), (error) => {
      const { fields, notices } = problemsOf({ errors: [error] });
      const texts = [
        ...Object.values(fields).map(({ message }) => message),
        ...notices.map(({ text }) => text),
      ];
      expect(texts.filter((text) => text !== '')).not.toEqual([]);
    }),
  );
});
