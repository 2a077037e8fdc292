import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../src/observability/redact.ts';
import { createScrubber, MASK } from '../../src/observability/scrubber.ts';

const NOTHING_KNOWN = createScrubber([]);

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
        const text = JSON.stringify(redact(value, NOTHING_KNOWN));
        return !text.includes(secret) && text.includes(MASK);
      }),
    );
  });

  it('may hold itself', () => {
    const value: Record<string, unknown> = { text: 'a' };
    value['self'] = [value];
    expect(JSON.stringify(redact(value, NOTHING_KNOWN))).toContain('"text":"a"');
  });

  it('cannot reach a prototype', () => {
    const value: unknown = JSON.parse(
      '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": 1}}}',
    );
    redact(value, NOTHING_KNOWN);
    expect(Object.prototype).not.toHaveProperty('polluted');
  });
});
