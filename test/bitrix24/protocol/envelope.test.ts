import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEnvelope } from '../../../src/bitrix24/protocol/envelope.ts';
import { executionOf } from '../../../src/bitrix24/protocol/errors.ts';

describe('the envelope', () => {
  const read = (body: string, status = 200) =>
    decodeEnvelope({ status, location: undefined, body, values: 1 });

  it('is a result with its page', () => {
    expect(read('{"result":[],"total":"120","next":50}')).toMatchObject({
      ok: true,
      reply: { result: [], total: 120, next: 50, size: { characters: 37, values: 1 } },
    });
  });

  it.each([
    ['an error with status 200', '{"error":"TITLE_EXISTS","error_description":"x"}', 200, 'TITLE_EXISTS'],
    ['an empty code', '{"error":"","error_description":"Parameter USER_ID is not set"}', 400, ''],
    ['a numeric code', '{"error":404}', 404, '404'],
    ['an error beside a result', '{"result":null,"error":"ACCESS_DENIED"}', 200, 'ACCESS_DENIED'],
  ])("is the portal's failure for %s", (_name, body, status, code) => {
    expect(read(body, status)).toMatchObject({ ok: false, failure: { kind: 'portal', code, status } });
  });

  it.each([
    ['a page', '<html><h1>502 Bad Gateway</h1></html>', 502],
    ['text with status 200', 'Fatal error: out of memory', 200],
    ['cut-off JSON', '{"result":{"CONFIG_ID":"5', 200],
    ['nothing', '', 200],
    ['a list', '[]', 200],
    ['a bare 500 with JSON', '{"message":"oops"}', 500],
    ["a proxy's JSON", '{"error":{"code":504}}', 504],
    ['an error that is no code', '{"error":true}', 502],
  ])('is unreadable for %s', (_name, body, status) => {
    expect(read(body, status)).toEqual({ ok: false, failure: { kind: 'unreadable', status } });
  });

  it('never throws and is always judged', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), fc.integer({ min: 100, max: 599 }), (body, status) => {
        const outcome = read(body, status);
        if (!outcome.ok)
          expect(['not-executed', 'unknown', 'answered']).toContain(executionOf(outcome.failure));
      }),
    );
  });
});
