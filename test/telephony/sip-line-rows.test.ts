import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bitrix24Error } from '../../src/bitrix24/protocol/errors.ts';
import { sipGet } from '../../src/telephony/sip-lines/methods.ts';
import type { SipLine } from '../../src/telephony/sip-lines/sip-line.ts';

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
