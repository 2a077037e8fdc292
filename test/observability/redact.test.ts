import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact, scrub } from '../../src/observability/redact.ts';

const SECRET = 'Sentinel-4711';
const MASK = '[redacted]';

describe('without knowing the secret, by what it looks like', () => {
  it.each([
    [`https://p.example/rest/voximplant.sip.add?auth=${SECRET}&TITLE=a`, 'TITLE=a'],
    [`voximplant.sip.add?TITLE=a&PASSWORD=${SECRET}&LOGIN=b`, 'LOGIN=b'],
    [`voximplant.sip.update?FIELDS%5BPASSWORD%5D=${SECRET}&A=1`, 'A=1'],
    [`grant_type=refresh_token&client_secret=${SECRET}&refresh_token=${SECRET}`, 'grant_type='],
    [`https://p.example/rest/1/${SECRET}/voximplant.sip.get`, 'voximplant.sip.get'],
    [`{"TITLE":"a","PASSWORD":"${SECRET}","LOGIN":"b"}`, '"LOGIN":"b"'],
    [`body: {\\"INCOMING_PASSWORD\\": \\"${SECRET}\\", \\"a\\": 1}`, '1}'],
    [`authorization: Bearer ${SECRET} x`, ' x'],
    [`cmd[c0]=voximplant.sip.add?PASSWORD=${SECRET}&cmd[c1]=scope`, 'cmd[c1]=scope'],
  ])('cuts it out of %s', (text, rest) => {
    const clean = scrub(text, []);
    expect(clean).not.toContain(SECRET);
    expect(clean).toContain(MASK);
    expect(clean).toContain(rest);
  });

  it.each([
    'voximplant.sip.update?AUTH_USER=anna&OUTBOUND_PROXY=a',
    'Parameter USER_ID is not set',
    'A line with this title already exists: a=b',
  ])('leaves %s alone', (text) => {
    expect(scrub(text, [])).toBe(text);
  });

  it('takes no longer for a text that is made to be slow', () => {
    for (const text of [
      'a'.repeat(200_000),
      '"'.repeat(100_000),
      'pass'.repeat(50_000),
      '"pass":"'.repeat(20_000),
    ]) {
      expect(typeof scrub(text, [])).toBe('string');
    }
  });
});

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
        const text = JSON.stringify(redact(value, []));
        return !text.includes(secret) && text.includes(MASK);
      }),
    );
  });

  it('may hold itself', () => {
    const value: Record<string, unknown> = { text: 'a' };
    value['self'] = [value];
    expect(JSON.stringify(redact(value, []))).toContain('"text":"a"');
  });

  it('cannot reach a prototype', () => {
    const value: unknown = JSON.parse(
      '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": 1}}}',
    );
    redact(value, []);
    expect(Object.prototype).not.toHaveProperty('polluted');
  });
});
