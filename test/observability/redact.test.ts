import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODES } from '../../src/graphql/errors/codes.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { createRedact } from '../../src/observability/redact.ts';
import { heapInUse } from '../support/heap.ts';
import { Secret } from '../../src/config/secret.ts';
import { encodedWith, levels } from '../support/escaped-texts.ts';
import { scaledRuns } from '../support/random-runs.ts';
import { createScrubber, MASK } from '../../src/observability/scrubber.ts';

const redact = createRedact(createScrubber([]));

describe('a structure', () => {
  const place = fc.constantFrom<(secret: string) => unknown>(
    (secret) => ({ PASSWORD: secret }),
    (secret) => ({ incomingPassword: [secret] }),
    (secret) => ({ headers: { Authorization: secret } }),
    (secret) => ({ refresh_token: { value: secret } }),
    (secret) => [`voximplant.sip.add?PASSWORD=${secret}`],
    (secret) => ({ cmd: { c0: `voximplant.sip.add?LOGIN=a&PASSWORD=${secret}` } }),
    (secret) => ({ url: `https://portal.example/rest/1/${secret}/scope` }),
    (secret) => ({ body: JSON.stringify({ auth: secret }) }),
    (secret) => ({ [`password=${secret}`]: 1 }),
  );

  it('holds no secret any more, however deep it was', () => {
    const secrets = fc.string({
      minLength: 8,
      maxLength: 30,
      unit: fc.constantFrom('a', 'b', 'X', 'Z', '0', '9'),
    });
    fc.assert(
      fc.property(secrets, place, fc.array(fc.boolean(), { maxLength: 15 }), (secret, make, wrappings) => {
        let value = make(secret);
        for (const inArray of wrappings) value = inArray ? ['other', value] : { other: 1, value };
        const text = JSON.stringify(redact(value));
        return !text.includes(secret) && text.includes(MASK);
      }),
    );
  });

  it('keeps how often each error code occurred, and nothing else that has its name', () => {
    const counts = Object.fromEntries(Object.keys(CODES).map((code, index) => [code, index]));
    expect(redact({ errors: counts })).toEqual({ errors: counts });
    expect(redact({ UNAUTHENTICATED: 'Sentinel', UNAUTHENTICATED_BY: 1, PASSWORD: 4711 })).toEqual({
      UNAUTHENTICATED: MASK,
      UNAUTHENTICATED_BY: MASK,
      PASSWORD: MASK,
    });
  });

  it('is redacted the same however often its texts were logged before', () => {
    const SECRET = 'Sentinel-4711';
    const known = createScrubber([new Secret(SECRET)]);
    const before = createRedact(known);
    const encoded = fc
      .tuple(fc.constantFrom(SECRET, 'Sentinel', 'plain text'), levels(2))
      .map(([text, by]) => encodedWith(text, by));
    const text = fc.oneof(
      encoded,
      fc.tuple(fc.constantFrom('a', 'PASSWORD=', ' '), encoded).map(([a, b]) => a + b),
      fc.string({ maxLength: 70 }),
    );
    const line = fc.dictionary(
      text,
      fc.oneof(text, fc.integer(), fc.boolean(), fc.array(text, { maxLength: 3 })),
      { maxKeys: 4 },
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 4 }), (lines) => {
        for (const each of [...lines, ...lines]) expect(before(each)).toEqual(createRedact(known)(each));
      }),
      { numRuns: scaledRuns(100) },
    );
  });

  it('may hold itself', () => {
    const value: Record<string, unknown> = { text: 'a' };
    value['self'] = [value];
    expect(JSON.stringify(redact(value))).toContain('"text":"a"');
  });

  it('cannot reach a prototype', () => {
    const value: unknown = JSON.parse(
      '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": 1}}}',
    );
    redact(value);
    expect(Object.prototype).not.toHaveProperty('polluted');
  });
});

describe('the log', () => {
  it('does not take a secret by its type, and masks it all the same', () => {
    const lines = new PassThrough();
    const logger = createLogger('info', [], lines);
    const secret = new Secret('sentinel-4711');
    // @ts-expect-error: a Secret is not Loggable
    logger.info({ secret: { value: secret } }, 'text');
    // @ts-expect-error: nor in a list
    logger.info({ values: [secret] }, 'text');
    // @ts-expect-error: nor for a message
    logger.info(secret);
    expect(String(lines.read())).not.toContain('sentinel');
  });
});

it('remembers short texts without the long ones that they were cut from', async () => {
  const remembering = createRedact(createScrubber([]));
  const cutFrom = (n: number) => `${'0'.repeat(20)}${n}`.concat('x'.repeat(200_000)).slice(0, 40);
  remembering(cutFrom(0));
  const before = await heapInUse();
  for (let n = 1; n <= 50; n += 1) remembering({ text: cutFrom(n) });
  expect((await heapInUse()) - before).toBeLessThan(2_000_000);
});
