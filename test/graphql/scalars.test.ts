import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { sentMethods } from '../support/journal.ts';
import { scaledRuns } from '../support/random-runs.ts';
import { anyText } from '../support/any-text.ts';

let gateway: TestGateway;
// One gateway for all, because starting it takes longer than most tests.
beforeAll(async () => (gateway = await startGateway()));
beforeEach(() => {
  gateway.emulator.portal.addRentedNumber({ number: '74951234567' });
});
afterEach(() => {
  gateway.emulator.portal.reset();
});
afterAll(() => gateway.close());

const VARIABLE = {
  DateTime: `query ($v: DateTime) { telephonyCalls(filter: { startedFrom: $v }) { nodes { callId } } }`,
  URL: `mutation ($v: URL) {
    startInfoCall(input: { lineId: "74951234567", phoneNumber: "79061234567", soundUrl: $v }) { callId }
  }`,
};
const ARGUMENT = { DateTime: ['filter', 'startedFrom'], URL: ['input', 'soundUrl'] };
const EXPECTED = {
  DateTime: 'Expected an ISO 8601 date and time with a UTC offset, such as 2026-03-01T00:00:00Z.',
  URL: 'Expected an absolute URL of at most 8192 characters that starts with http:// or https://.',
};
const SCALARS = ['DateTime', 'URL'] as const;
type Scalar = (typeof SCALARS)[number];

/** The same operation with the value in the document. */
const withLiteral = (scalar: Scalar, literal: string) =>
  VARIABLE[scalar].replace(/\(\$v: \w+\)/, '').replace('$v', literal);

/** The whole error of a variable that does not fit. */
const refusal = (scalar: Scalar) => ({
  message: `The input is not valid. ${ARGUMENT[scalar].join('.')} (variable $v): ${EXPECTED[scalar]}`,
  extensions: {
    code: 'BAD_USER_INPUT',
    retryable: false,
    argument: ARGUMENT[scalar],
    problems: [{ argument: ARGUMENT[scalar], message: EXPECTED[scalar] }],
    requestId: expect.any(String) as string,
  },
});

/** What reached the portal in the place of the value. */
function sentValue(scalar: Scalar): unknown {
  const { params } = gateway.emulator.portal.journal.entries().at(-1) ?? {};
  const filter = params?.['FILTER'] as Record<string, unknown> | undefined;
  return scalar === 'DateTime' ? filter?.['>=CALL_START_DATE'] : params?.['URL'];
}

const TAKEN: [Scalar, string][] = [
  ['DateTime', '2026-03-01T00:00:00Z'],
  ['DateTime', '2026-03-10T11:19:38+03:00'],
  ['DateTime', '2026-03-10T11:19:38.250-11:30'],
  ['DateTime', '2024-02-29T23:59:59Z'],
  ['URL', 'https://example.com/a.mp3'],
  ['URL', 'http://example.com:8080/a b/\u0437\u0432\u0443\u043a.mp3?x=1#y'],
  ['URL', 'HTTPS://EXAMPLE.COM'],
];

const REFUSED: [Scalar, unknown][] = [
  ['DateTime', '2026-02-30T00:00:00Z'],
  ['DateTime', '2026-02-29T00:00:00Z'],
  ['DateTime', '2026-04-31T00:00:00+03:00'],
  ['DateTime', '2026-13-01T00:00:00Z'],
  ['DateTime', '2026-03-01T24:00:00Z'],
  ['DateTime', '2026-03-01T00:60:00Z'],
  ['DateTime', '2026-03-01T00:00:00+24:00'],
  ['DateTime', '2026-03-01T00:00:00'],
  ['DateTime', '2026-03-01 00:00:00Z'],
  ['DateTime', '2026-03-01'],
  ['DateTime', 'yesterday'],
  ['DateTime', ''],
  ['DateTime', 1_772_323_200],
  ['DateTime', ['2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z']],
  ['URL', 'ftp://example.com/a.mp3'],
  ['URL', 'javascript:alert(1)'],
  ['URL', 'https:example.com'],
  ['URL', 'https://'],
  ['URL', ' https://example.com'],
  ['URL', 'https://example.com\n'],
  ['URL', 'https://exam\u0000ple.com'],
  ['URL', 'a.mp3'],
  ['URL', `https://${'звук'.repeat(70)}.example/a.mp3`],
  ['URL', `https://example.com/${'a'.repeat(8_192)}`],
  ['URL', 7],
];

describe.each(SCALARS)('%s', (scalar) => {
  it.each(TAKEN.filter(([of]) => of === scalar).map(([, text]) => text))(
    'takes %s and passes it on as it is written',
    async (text) => {
      for (const answer of [
        await gateway.query(VARIABLE[scalar], { v: text }),
        await gateway.query(withLiteral(scalar, JSON.stringify(text))),
      ]) {
        expect(answer.errors).toBeUndefined();
        expect(sentValue(scalar)).toBe(text);
      }
    },
  );

  it.each(REFUSED.filter(([of]) => of === scalar).map(([, value]) => value))(
    'refuses %.300j, in variables and in documents, and quotes nothing',
    async (value) => {
      // Down to the last word, so there is no room for the value.
      expect((await gateway.query(VARIABLE[scalar], { v: value })).errors).toEqual([refusal(scalar)]);
      const { errors } = await gateway.query(withLiteral(scalar, JSON.stringify(value)));
      // Codes of the server itself say nothing of sending again.
      const { retryable: _, ...extensions } = refusal(scalar).extensions;
      expect(errors?.[0]).toMatchObject({
        message: EXPECTED[scalar],
        extensions: { ...extensions, code: 'GRAPHQL_VALIDATION_FAILED' },
      });
      expect(sentMethods(gateway)).toEqual([]);
    },
  );

  it('passes on whatever it takes, and quotes nothing that it refuses', async () => {
    const digits = (text: string) => text.replaceAll('9', () => String(fc.sample(fc.nat(9), 1)[0] ?? 0));
    const shaped = fc
      .constantFrom('9999-99-99T99:99:99Z', '2026-09-99T09:09:09+09:09', 'https://9', 'http://9.9/9', '')
      .map(digits);
    const text = fc.tuple(shaped, fc.oneof(fc.constant(''), anyText())).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        const { errors } = await gateway.query(VARIABLE[scalar], { v: value });
        if (errors === undefined) expect(sentValue(scalar)).toBe(value);
        else expect(errors).toEqual([refusal(scalar)]);
      }),
      { numRuns: scaledRuns(20) },
    );
  });

  it('says where its format is specified', async () => {
    const { data } = await gateway.query(`{ __type(name: "${scalar}") { specifiedByURL description } }`);
    expect(data?.['__type']).toEqual({
      specifiedByURL: expect.stringMatching(/^https:\/\//) as string,
      description: expect.stringMatching(/./) as string,
    });
  });
});

describe('moments and addresses of the portal', () => {
  const row = (fields: object) => {
    gateway.emulator.portal.faults.inject({
      kind: 'result',
      on: 'voximplant.statistic.get',
      result: [{ ID: 1, ...fields }],
    });
    return gateway.query('{ telephonyCalls { nodes { startedAt recordUrl logUrl } } }');
  };

  it('are returned as the portal wrote them', async () => {
    const { data } = await row({
      CALL_START_DATE: '2026-03-10T11:19:38+03:00',
      CALL_RECORD_URL: 'https://EXAMPLE.com',
      CALL_LOG: 'http://example.com/a?b=%D0%B0',
    });
    expect(data?.['telephonyCalls']).toEqual({
      nodes: [
        {
          startedAt: '2026-03-10T11:19:38+03:00',
          recordUrl: 'https://EXAMPLE.com',
          logUrl: 'http://example.com/a?b=%D0%B0',
        },
      ],
    });
  });

  it.each([
    { CALL_START_DATE: '2026-02-30T00:00:00+03:00', CALL_RECORD_URL: 'https:example.com', CALL_LOG: '//a' },
    { CALL_START_DATE: '2026-03-10T11:19:38', CALL_RECORD_URL: 'ftp://a', CALL_LOG: 'https://a\tb' },
  ])('are null, not errors, where they are none: %j', async (fields) => {
    const { data, errors } = await row(fields);
    expect(errors).toBeUndefined();
    expect(data?.['telephonyCalls']).toEqual({ nodes: [{ startedAt: null, recordUrl: null, logUrl: null }] });
  });
});
