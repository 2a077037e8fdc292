import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodedWith, levels, plainSecret } from '../support/escaped-texts.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { scaledRuns } from '../support/random-runs.ts';

const PASSWORD = 'sentinel-password-4711';

let gateway: TestGateway;
let code: string;
beforeEach(async () => {
  gateway = await startGateway();
  code = new URL(gateway.emulator.webhookUrl).pathname.split('/')[3] ?? '';
});
afterEach(() => gateway.close());

function answerWith(method: string, result: unknown): void {
  gateway.emulator.portal.faults.inject({ kind: 'result', on: method, result: result as never });
}

const lineWith = (message: string, password = PASSWORD) => [
  {
    CONFIG_ID: '7',
    TYPE: 'cloud',
    TITLE: 'Sales & <b>more</b>',
    REG_ID: '15',
    PASSWORD: password,
    REGISTRATION_STATUS_CODE: 403,
    REGISTRATION_ERROR_MESSAGE: message,
  },
];

const LINE =
  '{ sipLine(configId: "7") { title lastRegistration { errorMessage } registration { errorMessage } } }';

describe('a text of the portal that says what failed', () => {
  it('is readable, and holds no secret of the line or of the gateway', async () => {
    const quote = `Forbidden<br>for &#115;entinel-password-4711 at /rest/1/${code}/ %73entinel-password-4711\x1b[2J`;
    answerWith('voximplant.sip.get', lineWith(quote));
    answerWith('voximplant.sip.status', { REG_ID: '15', STATUS_CODE: 403, ERROR_MESSAGE: quote });
    const { data, errors } = await gateway.query(LINE);
    expect(errors).toBeUndefined();
    const clean = 'Forbidden\nfor [redacted] at /rest/[redacted]/ [redacted]�[2J';
    expect(data?.['sipLine']).toEqual({
      title: 'Sales & <b>more</b>',
      lastRegistration: { errorMessage: clean },
      registration: { errorMessage: clean },
    });
  });

  it('holds none of them whatever escapes are around it', async () => {
    await fc.assert(
      fc.asyncProperty(plainSecret, levels(2), fc.boolean(), async (password, by, ofGateway) => {
        const secret = ofGateway ? code : password;
        const quote = `Refused: ${encodedWith(secret, by)}.`;
        answerWith('voximplant.sip.get', lineWith(quote, password));
        answerWith('voximplant.sip.status', { REG_ID: '15', STATUS_CODE: 403, ERROR_MESSAGE: quote });
        const { text, errors } = await gateway.query(LINE);
        expect(errors).toBeUndefined();
        // Markup within a password hides the rest of it, and a long text is not shown at all.
        for (const form of [encodedWith(secret, by), secret])
          for (const part of [form, form.slice(0, 8)])
            expect(text).not.toContain(JSON.stringify(part).slice(1, -1));
      }),
      { numRuns: scaledRuns(8) },
    );
  });

  it('holds no part of a secret where it was cut', async () => {
    const password = 'p4ssword'.repeat(4);
    const quote = `${'x'.repeat(990)} ${password}`;
    answerWith('voximplant.sip.get', lineWith(quote, password));
    answerWith('voximplant.sip.status', { REG_ID: '15', STATUS_CODE: 403, ERROR_MESSAGE: quote });
    const { data, errors } = await gateway.query(LINE);
    expect(errors).toBeUndefined();
    const clean = `${'x'.repeat(990)} [redacted`;
    expect(data?.['sipLine']).toMatchObject({
      lastRegistration: { errorMessage: clean },
      registration: { errorMessage: clean },
    });
  });

  it('of a call is cleaned too, and what people wrote about it stays', async () => {
    answerWith('voximplant.statistic.get', [
      { ID: '1', CALL_FAILED_REASON: `<i>No</i> token=${code}`, COMMENT: 'a < b & c', PHONE_NUMBER: '1' },
    ]);
    const { data } = await gateway.query('{ telephonyCalls { nodes { failedReason comment } } }');
    expect(data?.['telephonyCalls']).toEqual({
      nodes: [{ failedReason: 'No token=[redacted]', comment: 'a < b & c' }],
    });
  });

  it('stays as it is without secrets', async () => {
    answerWith('voximplant.sip.get', lineWith('Отказ: 403 Forbidden (ё)'));
    const { data } = await gateway.query('{ sipLine(configId: "7") { lastRegistration { errorMessage } } }');
    expect(data?.['sipLine']).toEqual({ lastRegistration: { errorMessage: 'Отказ: 403 Forbidden (ё)' } });
  });
});

describe('an address that the portal names', () => {
  const calls = async (recordUrl: string) => {
    answerWith('voximplant.statistic.get', [{ ID: '1', CALL_RECORD_URL: recordUrl, CALL_LOG: recordUrl }]);
    const { data, errors } = await gateway.query('{ telephonyCalls { nodes { recordUrl logUrl } } }');
    expect(errors).toBeUndefined();
    return (data?.['telephonyCalls'] as { nodes: unknown[] }).nodes[0];
  };

  it.each([
    (secret: string) => `https://portal.example/rest/1/${secret}/profile`,
    (secret: string) => `https://portal.example/record?x=${secret}`,
    (secret: string) =>
      `https://portal.example/record?x=${encodeURIComponent(encodeURIComponent(`%${secret}`))}`,
    (secret: string) => `https://portal.example/record?x=%65${secret.slice(1)}`,
    () => 'https://portal.example/record?auth=another-token',
    () => 'https://portal.example/record?a=1&ACCESS_TOKEN=another-token',
    () => 'https://portal.example/rest/7/another-code/method',
    () => 'https://portal.example/go?to=https%3A%2F%2Fp.example%2Frest%2F7%2Fanother%2F',
    () => 'https://anna:password@portal.example/record',
  ])('is null if it holds a secret: %s', async (make) => {
    expect(await calls(make(code))).toEqual({ recordUrl: null, logUrl: null });
  });

  it.each([
    'https://records.example/2026/11/28/a%20b.mp3?record_id=5&token=signature',
    'https://portal.bitrix24.com/telephony/detail.php?ID=7#top',
    'https://portal.example/rest/download/1',
    'https://portal.example/@anna/record.mp3',
  ])('stays as it is without: %s', async (address) => {
    expect(await calls(address)).toEqual({ recordUrl: address, logUrl: address });
  });

  it('is null if it is escaped and others of the response took too much work to look through', async () => {
    const escaped = `https://records.example/?${'&amp;amp;%2525\\\\\\\\u0041&#37;'.repeat(130)}`;
    const plain = 'https://records.example/7.mp3?a=1&b=2';
    answerWith(
      'voximplant.statistic.get',
      Array.from({ length: 40 }, (_, n) => ({
        ID: String(100 - n),
        CALL_RECORD_URL: escaped,
        CALL_LOG: plain,
      })),
    );
    const { data, errors } = await gateway.query('{ telephonyCalls { nodes { recordUrl logUrl } } }');
    expect(errors).toBeUndefined();
    const { nodes } = data?.['telephonyCalls'] as { nodes: { recordUrl: unknown; logUrl: unknown }[] };
    expect(nodes).toHaveLength(40);
    expect(nodes[0]?.recordUrl).toBe(escaped);
    expect(nodes[39]?.recordUrl).toBeNull();
    expect(nodes.map(({ logUrl }) => logUrl)).toEqual(Array.from({ length: 40 }, () => plain));
  });

  it('stays on a page of the most and longest that calls have', async () => {
    const address = `https://records.example/${'%D0%B7'.repeat(300)}.mp3`;
    answerWith(
      'voximplant.statistic.get',
      Array.from({ length: 40 }, (_, n) => ({
        ID: String(100 - n),
        CALL_RECORD_URL: address,
        CALL_LOG: address,
      })),
    );
    const { data } = await gateway.query('{ telephonyCalls { nodes { recordUrl logUrl } } }');
    const { nodes } = data?.['telephonyCalls'] as { nodes: unknown[] };
    expect(nodes).toEqual(Array.from({ length: 40 }, () => ({ recordUrl: address, logUrl: address })));
  });

  it('is null among the pages of the portal and the settings of a line as well', async () => {
    answerWith('voximplant.url.get', {
      detail_statistics: 'https://portal.example/telephony/detail.php',
      lines: `https://portal.example/lines?auth=${code}`,
      edit_config: `https://portal.example/edit?ID=#CONFIG_ID#&auth=${code}`,
    });
    answerWith('voximplant.sip.get', lineWith(''));
    const { data, errors } = await gateway.query(
      '{ telephonyLinks { statisticsUrl linesUrl } sipLine(configId: "7") { settingsUrl } }',
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      telephonyLinks: { statisticsUrl: 'https://portal.example/telephony/detail.php', linesUrl: null },
      sipLine: { settingsUrl: null },
    });
  });
});
