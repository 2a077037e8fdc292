import { afterEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway, type TestGatewayOptions } from '../support/gateway.ts';
import { ADD_SIP_LINE, LINE_FIELDS, NEW_LINE, SIP_LINE } from '../support/operations.ts';

let gateway: TestGateway;
const start = async (options?: TestGatewayOptions) => (gateway = await startGateway(options));
afterEach(() => gateway.close());

const upstream = (method?: string) => gateway.emulator.portal.journal.entries(method);

describe('addSipLine', () => {
  it('answers a typed cloud line', async () => {
    await start();
    const { status, data, errors } = await gateway.query(ADD_SIP_LINE, { input: NEW_LINE });

    expect(errors).toBeUndefined();
    expect(status).toBe(200);
    expect(data).toEqual({
      addSipLine: {
        id: expect.stringMatching(/^[\w-]+$/) as string,
        configId: expect.stringMatching(/^[1-9]\d*$/) as string,
        type: 'CLOUD',
        title: 'Sales',
        server: 'sip.example.com',
        login: 'sales',
        password: 'sentinel-password-4711',
        regId: expect.stringMatching(/^[1-9]\d*$/) as string,
        incomingServer: null,
        incomingLogin: null,
        incomingPassword: null,
        authUser: null,
        outboundProxy: null,
        detectLineNumber: false,
        lineDetectHeaderOrder: ['DIVERSION', 'TO'],
      },
    });
  });

  it('answers an office line with the address at which the PBX registers', async () => {
    await start();
    const { data } = await gateway.query(ADD_SIP_LINE, { input: { ...NEW_LINE, type: 'OFFICE' } });

    expect(data?.['addSipLine']).toMatchObject({
      type: 'OFFICE',
      regId: null,
      incomingServer: expect.stringMatching(/./) as string,
      incomingLogin: expect.stringMatching(/^sip\d+$/) as string,
      incomingPassword: expect.stringMatching(/./) as string,
    });
  });

  it('adds a cloud line where no type is given', async () => {
    await start();
    const { type: _, ...withoutType } = NEW_LINE;
    const { data } = await gateway.query(ADD_SIP_LINE, { input: withoutType });
    expect(data?.['addSipLine']).toMatchObject({ type: 'CLOUD' });
  });

  it('sends exactly one voximplant.sip.add and nothing else', async () => {
    await start();
    await gateway.query(ADD_SIP_LINE, { input: NEW_LINE });

    expect(upstream().map((entry) => entry.method)).toEqual(['voximplant.sip.add']);
    expect(upstream()[0]?.params).toEqual({
      TYPE: 'cloud',
      TITLE: 'Sales',
      SERVER: 'sip.example.com',
      LOGIN: 'sales',
      PASSWORD: 'sentinel-password-4711',
    });
  });

  it.each([
    ['quotes', `a"b'c\\d`],
    ['ampersand and equals sign', 'a&b=c'],
    ['percent signs', '100%25 %zz'],
    ['emoji', 'line 📞👩‍👩‍👧'],
    ['Cyrillic', 'Отдел продаж'],
    ['what a batch would rewrite', '$result[x][PASSWORD]'],
    ['markup', '<b>line</b>&amp;'],
    ['outer blanks', '  padded  '],
  ])('hands %s on as given', async (_name, text) => {
    await start();
    const input = { ...NEW_LINE, title: text, server: text, login: text, password: text };
    const { errors } = await gateway.query(ADD_SIP_LINE, { input });

    expect(errors).toBeUndefined();
    expect(upstream()).toHaveLength(1);
    expect(upstream()[0]?.params).toEqual({
      TYPE: 'cloud',
      TITLE: text,
      SERVER: text,
      LOGIN: text,
      PASSWORD: text,
    });
  });

  it('answers what the portal stored, not what was asked for', async () => {
    await start();
    const { data } = await gateway.query(ADD_SIP_LINE, { input: { ...NEW_LINE, title: '  Sales  ' } });
    expect(data?.['addSipLine']).toMatchObject({ title: 'Sales' });
  });

  it('answers the line if the carrier refused its registration', async () => {
    await start();
    gateway.emulator.portal.faults.inject({
      kind: 'result-patch',
      on: 'voximplant.sip.add',
      merge: { REG_ID: 0 },
    });
    const { data, errors } = await gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
    expect(errors).toBeUndefined();
    expect(data?.['addSipLine']).toMatchObject({ title: 'Sales', regId: null });
  });

  it('answers the good one of two aliases and an error at the path of the duplicate', async () => {
    await start();
    const { data, errors } = await gateway.query(
      `mutation ($input: AddSipLineInput!) {
        first: addSipLine(input: $input) { configId title }
        second: addSipLine(input: $input) { configId title }
      }`,
      { input: NEW_LINE },
    );

    expect(data).toMatchObject({ first: { title: 'Sales' }, second: null });
    const first = data?.['first'] as { configId: string };
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({
      path: ['second'],
      extensions: { code: 'TITLE_EXISTS', existingConfigId: first.configId },
    });
  });

  it('reports every bad field at once and sends nothing', async () => {
    await start();
    const { data, errors } = await gateway.query(ADD_SIP_LINE, {
      input: {
        type: 'CLOUD',
        title: ' ',
        server: 'https://',
        login: 'x'.repeat(101),
        password: 'я'.repeat(101),
      },
    });

    expect(data).toEqual({ addSipLine: null });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({
      path: ['addSipLine'],
      extensions: {
        code: 'BAD_USER_INPUT',
        retryable: false,
        argument: ['input', 'title'],
        problems: [
          { argument: ['input', 'title'], message: 'Must not be empty.' },
          { argument: ['input', 'server'], message: 'Must not be empty.' },
          { argument: ['input', 'login'], message: 'Must be at most 100 characters long.' },
          { argument: ['input', 'password'], message: 'Must be at most 100 characters long.' },
        ],
      },
    });
    expect(errors?.[0]?.extensions).not.toHaveProperty('bitrix24');
    expect(upstream()).toEqual([]);
  });

  it('takes what is just within the bounds', async () => {
    await start();
    const emoji = '📞'.repeat(100);
    const { errors } = await gateway.query(ADD_SIP_LINE, {
      input: { ...NEW_LINE, server: `https://${'s'.repeat(100)}`, login: ` ${emoji} `, password: '' },
    });
    expect(errors).toBeUndefined();
  });

  it('refuses half a character, which PHP could not read', async () => {
    await start();
    const { errors } = await gateway.query(ADD_SIP_LINE, { input: { ...NEW_LINE, login: 'a\ud83d' } });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: ['input', 'login'] });
    expect(upstream()).toEqual([]);
  });
});

describe('sipLine', () => {
  it('answers a line with everything addSipLine told', async () => {
    await start();
    const added = await gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
    const line = added.data?.['addSipLine'] as { configId: string };
    const read = await gateway.query(SIP_LINE, { configId: line.configId });
    expect(read.data?.['sipLine']).toEqual(line);
  });

  it.each(['4711', 'abc', '0', '-1', '007', '1e3', ''])(
    'answers null for the unknown id "%s"',
    async (configId) => {
      await start();
      const { data, errors } = await gateway.query(SIP_LINE, { configId });
      expect(errors).toBeUndefined();
      expect(data).toEqual({ sipLine: null });
    },
  );

  it('never answers another line for an id that only begins like its own', async () => {
    await start();
    const added = await gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
    const { configId } = added.data?.['addSipLine'] as { configId: string };
    const { data } = await gateway.query(SIP_LINE, { configId: `${configId}abc` });
    expect(data).toEqual({ sipLine: null });
  });

  it('reads all lines of a request in one call', async () => {
    await start();
    const { data } = await gateway.query(
      `mutation ($a: AddSipLineInput!, $b: AddSipLineInput!) {
        a: addSipLine(input: $a) { configId } b: addSipLine(input: $b) { configId }
      }`,
      { a: NEW_LINE, b: { ...NEW_LINE, title: 'Support' } },
    );
    const { a, b } = data as Record<'a' | 'b', { configId: string }>;
    gateway.emulator.portal.journal.clear();

    const read = await gateway.query(
      `query ($a: ID!, $b: ID!) {
        b: sipLine(configId: $b) { title } a: sipLine(configId: $a) { title } none: sipLine(configId: "999") { title }
      }`,
      { a: a.configId, b: b.configId },
    );
    expect(read.data).toEqual({ a: { title: 'Sales' }, b: { title: 'Support' }, none: null });
    expect(upstream().map((entry) => entry.method)).toEqual(['voximplant.sip.get']);
  });

  it('reads more lines than fit on a page', async () => {
    await start();
    const inputs = Array.from({ length: 60 }, (_, index) => ({
      ...NEW_LINE,
      type: 'OFFICE',
      title: `Line ${index}`,
    }));
    const added = await gateway.query(
      'mutation ($inputs: [AddSipLineInput!]!) { addSipLines(inputs: $inputs) { configId } }',
      { inputs },
    );
    const lines = added.data?.['addSipLines'] as { configId: string }[];
    const { data } = await gateway.query(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on SipLine { configId } } }',
      { r: lines.map(({ configId }) => ({ __typename: 'SipLine', configId })) },
    );
    expect(data?.['_entities']).toEqual(lines);
  });

  it('answers what can be read beside a row that cannot', async () => {
    await start();
    gateway.emulator.portal.faults.inject({
      kind: 'result',
      on: 'voximplant.sip.get',
      result: [{ CONFIG_ID: '1', TYPE: 'cloud' }, { CONFIG_ID: '2' }],
    });
    const { data, errors } = await gateway.query(
      '{ good: sipLine(configId: "1") { type } bad: sipLine(configId: "2") { type } }',
    );
    expect(data).toEqual({ good: { type: 'CLOUD' }, bad: null });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({ path: ['bad'], extensions: { code: 'UPSTREAM_ERROR' } });
  });

  it('resolves references by both keys, as a router asks', async () => {
    await start();
    const added = await gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
    const line = added.data?.['addSipLine'] as { id: string; configId: string };
    const { data, errors } = await gateway.query(
      `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on SipLine { ${LINE_FIELDS} } } }`,
      {
        representations: [
          { __typename: 'SipLine', id: line.id },
          { __typename: 'SipLine', configId: line.configId },
          { __typename: 'SipLine', configId: Number(line.configId) },
          { __typename: 'SipLine', id: 'bm9wZS8x' },
          { __typename: 'SipLine', configId: { $ne: 1 } },
        ],
      },
    );
    expect(errors).toBeUndefined();
    expect(data?.['_entities']).toEqual([line, line, line, null, null]);
  });

  it.each([[{}], [{ __typename: 'Nothing' }], [{ __typename: 'PbxType', id: '1' }]])(
    'refuses the representation %j',
    async (representation) => {
      await start();
      const { errors } = await gateway.query(
        'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
        { r: [representation] },
      );
      expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
      expect(gateway.log()).not.toContain('the gateway failed');
    },
  );
});
