import { expect } from 'vitest';
import { COMMON_KEYS, KEYS_BY_CODE } from '../../src/client/extension-keys.ts';
import { telephonyErrors } from '../../src/client/telephony-errors.ts';

/** Expects each error of a response that has a code of ours to have the keys that its code promises, and no others. */
export function expectTypedErrors(body: unknown): void {
  const { errors, others } = telephonyErrors(body);
  const untyped = others.filter(({ extensions: { code } }) => Object.hasOwn(KEYS_BY_CODE, String(code)));
  expect(untyped).toEqual([]);
  for (const { extensions } of errors) {
    const promised = ['code', ...Object.keys(COMMON_KEYS), ...Object.keys(KEYS_BY_CODE[extensions.code])];
    expect(promised, JSON.stringify(extensions)).toEqual(expect.arrayContaining(Object.keys(extensions)));
  }
}
