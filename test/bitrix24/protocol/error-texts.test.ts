import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/config/secret.ts';
import { createErrorTexts } from '../../../src/bitrix24/protocol/error-texts.ts';
import { createTextCleaner } from '../../../src/bitrix24/protocol/portal-text.ts';
import { quoting } from '../../support/hostile-texts.ts';
import { randomSeed, scaledRuns, seededRandom } from '../../support/random-runs.ts';

const failure = (description: string, code = 'ERROR_CORE') => ({
  kind: 'portal' as const,
  code,
  description,
  status: 400,
});

const seed = randomSeed();

describe('the texts of errors', () => {
  it(`never quote a secret, whichever escapes are nested around it (SEED=${seed})`, () => {
    const random = seededRandom(seed);
    const secret = 'webhookcode0123';
    for (let run = 0; run < scaledRuns(10); run += 1) {
      const text = JSON.parse(quoting(random, secret)) as string;
      const { description } = createErrorTexts(createTextCleaner([new Secret(secret)])).clean(failure(text));
      expect(description, text).not.toContain(secret);
      expect(description.length, text).toBeLessThanOrEqual(1_000);
    }
  });

  it('are free of HTML and short, however long they come', () => {
    const texts = createErrorTexts(createTextCleaner([]));
    expect(texts.clean(failure('Title<br> is empty'))).toEqual(failure('Title\nis empty'));
    // A parser that keeps the open elements takes a minute for all of it.
    const { code, description } = texts.clean(
      failure('<table><td>x'.repeat(120_000), 'no code '.repeat(1e6)),
    );
    expect(code).toBe('no code '.repeat(13).slice(0, 100));
    expect(description.length).toBeLessThanOrEqual(1_000);
    expect(description).toContain('x');
  });

  it('hold no part of a secret that stands where they are cut', () => {
    const secret = 'W7kq-Zp93-Xe5v';
    const encodings = [
      (text: string) => text,
      (text: string) => encodeURIComponent(text),
      (text: string) => JSON.stringify(text),
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4_200 }),
        fc.constantFrom('x', '<b></b>', ' ', '&amp;'),
        fc.constantFrom(...encodings),
        (offset, filler, encode) => {
          const before = filler.repeat(Math.ceil(offset / filler.length)).slice(0, offset);
          const { description } = createErrorTexts(createTextCleaner([new Secret(secret)])).clean(
            failure(before + encode(secret) + filler.repeat(5_000)),
          );
          expect(description).not.toContain(secret.slice(0, 4));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('are left out beyond what all the errors of an answer need', () => {
    const texts = createErrorTexts(createTextCleaner([]));
    const descriptions = Array.from(
      { length: 50 },
      (_, n) => texts.clean(failure(`${n} `.repeat(2_000))).description,
    );
    expect(descriptions.filter((text) => text !== '')).toHaveLength(10);
    const ordinary = createErrorTexts(createTextCleaner([]));
    for (let n = 0; n < 50; n += 1) {
      const text = `The line ${n} cannot be added: `.padEnd(500, 'x');
      expect(ordinary.clean(failure(text)).description).toBe(text);
    }
  });

  it('are left out if they are escaped and others of the answer took too much work to look through', () => {
    const texts = createErrorTexts(createTextCleaner([new Secret('sentinel-4711'), new Secret('abc')]));
    const escaped = '%2525\\\\u0026amp;&amp;amp;\\u005cu0041'.repeat(110);
    const shown = Array.from(
      { length: 9 },
      (_, n) => texts.clean(failure(`${n}${escaped}`)).description !== '',
    );
    expect(shown.lastIndexOf(true)).toBeGreaterThanOrEqual(2);
    expect(shown.indexOf(false)).toBeLessThan(6);
    expect(shown.indexOf(false)).toBeGreaterThan(shown.lastIndexOf(true));
    expect(texts.clean(failure('The line cannot be added.')).description).toBe('The line cannot be added.');
    const ordinary = createErrorTexts(createTextCleaner([new Secret('sentinel-4711'), new Secret('abc')]));
    for (let n = 0; n < 50; n += 1) {
      const text = JSON.stringify(
        `The line "${n}" cannot be added: Это имя занято &amp; in use. `.padEnd(300, '.'),
      );
      expect(ordinary.clean(failure(encodeURIComponent(text))).description).not.toBe('');
    }
  });

  it('are cleaned once for all commands of a batch that failed as a whole', () => {
    const texts = createErrorTexts(createTextCleaner([]));
    const one = failure('x'.repeat(4_000));
    const cleaned = Array.from({ length: 50 }, () => texts.clean(one));
    expect(new Set(cleaned).size).toBe(1);
    expect(cleaned[0]?.description).not.toBe('');
  });
});
