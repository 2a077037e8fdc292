import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bitrix24Client } from '../../src/bitrix24/client.ts';
import type { Command } from '../../src/bitrix24/protocol/command.ts';
import { decodeEnvelope, replyOf } from '../../src/bitrix24/protocol/envelope.ts';
import { Bitrix24Error, executionOf } from '../../src/bitrix24/protocol/errors.ts';
import { plainText } from '../../src/bitrix24/protocol/plain-text.ts';
import { readCalls, type CallPage } from '../../src/telephony/calls/history.ts';
import { CALL_OUTCOMES, CALL_TYPES } from '../../src/telephony/calls/telephony-call.ts';
import { findRegistrations } from '../../src/telephony/sip-lines/registrations.ts';
import { sipDelete, sipGet } from '../../src/telephony/sip-lines/methods.ts';
import type { SipLine } from '../../src/telephony/sip-lines/sip-line.ts';
import { createTelephony } from '../../src/telephony/telephony.ts';
import { findUsers, type FoundUsers } from '../../src/telephony/users/find.ts';

describe('a row of voximplant.sip.get', () => {
  const decodeRows = sipGet({ filter: {} }).decode;
  const decode = (row: unknown): SipLine => {
    const [line] = decodeRows([row]);
    if (!line || line instanceof Error) throw line ?? new Error('no row');
    return line;
  };

  // The facts of the vendor's example answers, field by field, with values of our own.
  const cloud = {
    TYPE: 'cloud',
    CONFIG_ID: '3',
    REG_ID: '150907',
    SERVER: 'sip.example.com',
    LOGIN: '0045281811',
    PASSWORD: 'p',
    AUTH_USER: '',
    OUTBOUND_PROXY: '',
    DETECT_LINE_NUMBER: 'N',
    LINE_DETECT_HEADER_ORDER: 'diversion;to',
    REGISTRATION_STATUS_CODE: '200',
    REGISTRATION_ERROR_MESSAGE: '',
    TITLE: 'SIP line',
  };

  it('reads empty text as no value where there may be none', () => {
    expect(decode(cloud)).toMatchObject({
      configId: '3',
      type: 'CLOUD',
      regId: '150907',
      authUser: null,
      outboundProxy: null,
      detectLineNumber: false,
      lineDetectHeaderOrder: ['DIVERSION', 'TO'],
      incomingServer: null,
    });
  });

  it('reads numbers where text is usual, and the other way round', () => {
    expect(decode({ ...cloud, CONFIG_ID: 5, REG_ID: 151082, TITLE: 7 })).toMatchObject({
      configId: '5',
      regId: '151082',
      title: '7',
    });
  });

  it.each([undefined, null, '', 0, '0'])('reads REG_ID %s as none', (REG_ID) => {
    expect(decode({ ...cloud, REG_ID }).regId).toBeNull();
  });

  it('survives a row with nothing but CONFIG_ID and TYPE', () => {
    expect(decode({ CONFIG_ID: 1, TYPE: 'office' })).toMatchObject({
      title: '',
      server: '',
      login: '',
      password: null,
    });
  });

  it.each([
    ['no CONFIG_ID', { ...cloud, CONFIG_ID: undefined }],
    ['an impossible CONFIG_ID', { ...cloud, CONFIG_ID: '5abc' }],
    ['no TYPE', { ...cloud, TYPE: null }],
    ['an unknown TYPE', { ...cloud, TYPE: 'hybrid' }],
    ['no row', null],
    ['a list', []],
  ])('is refused with %s', (_name, row) => {
    expect(() => decode(row)).toThrow(Bitrix24Error);
  });

  it('that is unreadable costs no other, and its error says where but not what', () => {
    const rows = decodeRows([cloud, { ...cloud, TYPE: 'sentinel-4711' }, { ...cloud, CONFIG_ID: '4' }]);
    expect(rows).toMatchObject([
      { configId: '3' },
      { failure: { kind: 'unexpected-shape', detail: 'an unexpected value at TYPE' } },
      { configId: '4' },
    ]);
  });

  it('is read from its own values, not from what it claims to inherit', () => {
    const row: unknown = JSON.parse('{"__proto__":{"CONFIG_ID":"5","TYPE":"cloud","TITLE":"inherited"}}');
    expect(() => decode(row)).toThrow(Bitrix24Error);
    expect(decode(Object.assign(Object.create(null), cloud))).toMatchObject({ configId: '3' });
  });

  it('is a typed line or a typed error, never anything else, whatever the portal sends', () => {
    const odd = fc.oneof(
      fc.anything(),
      fc.constantFrom('', null, 'Y', 'N', '0', 0, 5, '5', 'cloud', 'office', []),
    );
    const rows = fc.record(Object.fromEntries(Object.keys(cloud).map((key) => [key, odd])), {
      requiredKeys: [],
    });
    fc.assert(
      fc.property(fc.oneof(rows, fc.anything()), (row) => {
        try {
          const line = decode(row);
          expect(['CLOUD', 'OFFICE']).toContain(line.type);
          expect(line.configId).toMatch(/^[1-9]\d*$/);
          for (const value of [line.title, line.server, line.login]) expect(value).toBeTypeOf('string');
        } catch (error) {
          expect(error).toBeInstanceOf(Bitrix24Error);
        }
      }),
    );
  });
});

describe('the envelope', () => {
  const read = (body: string, status = 200) => decodeEnvelope({ status, location: undefined, body });

  it('is a result with its page', () => {
    expect(read('{"result":[],"total":"120","next":50}')).toEqual({
      ok: true,
      reply: { result: [], total: 120, next: 50 },
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

describe('plain text', () => {
  it.each([
    ['First<br> Second<br/>Third', 'First\nSecond\nThird'],
    ['<p>A &amp; B</p><script>alert(1)</script>', 'A & B'],
    ['3 < 5', '3 < 5'],
    ['  a \n\t b ', 'a\nb'],
  ])('of %j is %j', (html, text) => {
    expect(plainText(html)).toBe(text);
  });
});

describe('other answers', () => {
  const answering = (result: unknown): Bitrix24Client => {
    const call = <T>({ decode }: Command<T>) => Promise.resolve(result).then((raw) => replyOf(decode(raw)));
    return {
      call,
      callAll: (commands) =>
        Promise.all(commands.map((command) => call(command).catch((error: unknown) => error as Error))),
    };
  };
  const fields = fc.record(
    {
      REG_ID: fc.oneof(fc.constantFrom('7', 7, '8', null, ''), fc.anything()),
      STATUS_RESULT: fc.oneof(fc.constantFrom('success', 'ERROR', 'wait', 'done'), fc.anything()),
      STATUS_CODE: fc.oneof(fc.constantFrom(200, '403', ''), fc.anything()),
      FREE_MINUTES: fc.oneof(fc.integer(), fc.anything()),
      PAID: fc.oneof(fc.constantFrom('Y', 'N', 1, 0, true, false), fc.anything()),
      PAID_DATE_END: fc.oneof(fc.string(), fc.anything()),
    },
    { requiredKeys: [] },
  );
  const result = fc.oneof(fields, fc.anything());

  it('about a registration are that registration or an error, and no status is made up', async () => {
    await fc.assert(
      fc.asyncProperty(result, async (value) => {
        const [found] = await findRegistrations(answering(value), ['7']);
        if (found instanceof Bitrix24Error) return;
        if (!found || found instanceof Error) throw found ?? new Error('no answer');
        const row = value as Record<string, unknown>;
        expect(found.regId).toBe('7');
        if (found.status !== null) expect(String(row['STATUS_RESULT']).toUpperCase()).toBe(found.status);
        if (found.statusCode !== null) expect(String(row['STATUS_CODE'])).toBe(String(found.statusCode));
      }),
    );
  });

  it('about the connector are a connector or an error, and it is paid only if the portal says so', async () => {
    await fc.assert(
      fc.asyncProperty(result, async (value) => {
        const found = await createTelephony(answering(value))
          .sipConnector()
          .catch((error: unknown) => error);
        if (found instanceof Bitrix24Error) return;
        if (found instanceof Error) throw found;
        const { paid, paidUntil } = found as { paid: boolean | null; paidUntil: string | null };
        const said = (value as Record<string, unknown>)['PAID'];
        if (paid === true) expect([true, 1, '1', 'Y', 'true']).toContain(said);
        else expect(paidUntil).toBeNull();
      }),
    );
  });

  it('about calls are calls in order or an error, and no type, outcome or cost is made up', async () => {
    const call = fc.record(
      {
        ID: fc.oneof(fc.integer({ min: 1, max: 99 }), fc.constantFrom('7', '007', '0', '-1', null)),
        CALL_TYPE: fc.oneof(fc.constantFrom('1', 2, '5', '9', null), fc.anything()),
        CALL_FAILED_CODE: fc.oneof(fc.constantFrom('200', 304, '603-S', '603-s', 'OTHER'), fc.anything()),
        COST: fc.oneof(fc.constantFrom('0.0000', 1.5, '1e9', ''), fc.anything()),
        CALL_START_DATE: fc.oneof(fc.constantFrom('2026-03-10T11:19:38+03:00', '0'), fc.anything()),
        CALL_RECORD_URL: fc.oneof(fc.webUrl(), fc.string(), fc.anything()),
      },
      { requiredKeys: ['ID'] },
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.array(call), fc.anything()), async (value) => {
        const found = await readCalls(answering(value), {}, 'OLDEST_FIRST', '0', 50).catch(
          (error: unknown) => error,
        );
        if (found instanceof Bitrix24Error) return;
        if (found instanceof Error) throw found;
        const { calls } = found as CallPage;
        const rows = value as Record<string, unknown>[];
        const ids = calls.map(({ statisticId }) => Number(statisticId));
        expect(ids).toEqual(rows.map((row) => Number(row['ID'])));
        expect(ids).toEqual([...new Set(ids)].toSorted((one, other) => one - other));
        calls.forEach(({ type, outcome, cost, startedAt, recordUrl }, index) => {
          const row = rows[index] ?? {};
          if (type !== null) expect(String(row['CALL_TYPE'])).toBe(CALL_TYPES[type]);
          if (outcome !== null)
            expect(CALL_OUTCOMES[outcome]).toContain(String(row['CALL_FAILED_CODE']).toUpperCase());
          if (cost !== null) expect(cost).toBe(String(row['COST']));
          if (startedAt !== null) expect(Date.parse(startedAt)).not.toBeNaN();
          if (recordUrl !== null) expect(recordUrl).toMatch(/^https?:/i);
        });
      }),
    );
  });

  it('about users are users by their own ids or an error', async () => {
    const user = fc.record(
      {
        ID: fc.oneof(fc.constantFrom('7', 8, '0', '9x'), fc.anything()),
        PHONE_ENABLED: fc.oneof(fc.constantFrom('Y', 'N', true, 1), fc.anything()),
        SIP_PASSWORD: fc.anything(),
      },
      { requiredKeys: ['ID'] },
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.array(user), fc.anything()), async (value) => {
        const found = await findUsers(answering(value), ['7', '8']).catch((error: unknown) => error);
        if (found instanceof Bitrix24Error) return;
        if (found instanceof Error) throw found;
        for (const [id, { userId, phoneEnabled }] of (found as FoundUsers).users) {
          expect(userId).toBe(id);
          const rows = (value as Record<string, unknown>[]).filter(
            (row) => row['ID'] === id || row['ID'] === Number(id),
          );
          if (phoneEnabled !== null)
            expect(rows.map((row) => row['PHONE_ENABLED'])).toContain(phoneEnabled ? 'Y' : 'N');
        }
      }),
    );
  });

  it('with names by ids are those, or an error', async () => {
    const names = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.anything()));
    await fc.assert(
      fc.asyncProperty(fc.oneof(names, fc.anything()), async (value) => {
        const telephony = createTelephony(answering(value));
        for (const read of [() => telephony.outgoingLines.readAll(), () => telephony.voices()]) {
          const found: unknown = await read().catch((error: unknown) => error);
          if (found instanceof Bitrix24Error) return;
          if (found instanceof Error) throw found;
          expect([...(found as Iterable<unknown>)]).toHaveLength(Object.keys(value as object).length);
        }
      }),
    );
  });

  it('confirm a write only with a yes', () => {
    const { decode } = sipDelete('1');
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(1, '1', 'Y', true, 0, 'N', false), fc.anything()), (value) => {
        const isYes = [1, '1', 'Y', true, 'true'].includes(value as never);
        if (isYes) expect(decode(value)).toBe(true);
        else expect(() => decode(value)).toThrow(Bitrix24Error);
      }),
    );
  });
});
