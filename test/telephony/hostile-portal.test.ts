import { afterEach, describe, expect, it } from 'vitest';
import { hurriedClock } from '../support/hurried-clock.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

const bodyOf = (result: string) =>
  `{"result": ${result}, "time": {"duration": 0.1, "__proto__": {"polluted": 1}}}`;

async function answerWith(method: string, result: string): Promise<void> {
  gateway = await startGateway({ emulator: { cloudLimit: 100 }, app: { clock: hurriedClock(20) } });
  gateway.emulator.portal.faults.inject({
    kind: 'body',
    on: method,
    status: 200,
    contentType: 'application/json',
    body: bodyOf(result),
    times: Infinity,
  });
}

describe('an answer of the portal that reaches for a prototype', () => {
  it('as a line of a map is a line like any other', async () => {
    await answerWith(
      'voximplant.line.get',
      '{"__proto__": "One", "constructor": "Two", "toString": "Three"}',
    );
    const { data, errors } = await gateway.query('{ outgoingLines { lineId name } }');
    expect(errors).toBeUndefined();
    expect(data?.['outgoingLines']).toEqual(
      expect.arrayContaining([
        { lineId: '__proto__', name: 'One' },
        { lineId: 'constructor', name: 'Two' },
        { lineId: 'toString', name: 'Three' },
      ]),
    );
    expect({}).not.toHaveProperty('polluted');
  });

  it('as a voice is a voice like any other', async () => {
    await answerWith('voximplant.tts.voices.get', '{"__proto__": "One", "hasOwnProperty": "Two"}');
    const { data, errors } = await gateway.query('{ telephonyVoices { id name } }');
    expect(errors).toBeUndefined();
    expect(data?.['telephonyVoices']).toHaveLength(2);
  });

  it.each([
    '[{"__proto__": {"CONFIG_ID": "7", "TYPE": "cloud", "polluted": 1}}]',
    '[{"CONFIG_ID": "__proto__", "TYPE": "constructor"}]',
    '{"__proto__": [{"CONFIG_ID": "7", "TYPE": "cloud"}]}',
    '[{"CONFIG_ID": {"__proto__": 1}, "TYPE": "cloud", "TITLE": {"toString": "x"}}]',
  ])('as a list of lines is an error: %s', async (result) => {
    await answerWith('voximplant.sip.get', result);
    const { data, errors } = await gateway.query('{ sipLines { nodes { configId title } } }');
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_ERROR' } }]);
    expect(JSON.stringify(data)).not.toContain('"7"');
    expect({}).not.toHaveProperty('polluted');
  });

  it('in a batch answers nobody', async () => {
    await answerWith(
      'batch',
      '{"result": {"__proto__": 1, "constructor": 1}, "result_error": {"__proto__": {}}}',
    );
    const { data, errors } = await gateway.query(
      'mutation ($inputs: [AddSipLineInput!]!) { addSipLines(inputs: $inputs) { id } }',
      {
        inputs: Array.from({ length: 30 }, (_, index) => ({
          title: `Line ${index}`,
          server: 's',
          login: 'l',
          password: 'p',
        })),
      },
    );
    const added = data?.['addSipLines'] as readonly ({ readonly id: string } | null)[];
    const codes = new Map(errors?.map(({ path, extensions }) => [path?.[1], extensions['code']]));
    // What is sent by itself may be added, in time to be reported or not: on a slow machine, not.
    const lines = new Set(gateway.emulator.portal.lines().map(({ title }) => title));
    for (const [index, line] of added.entries())
      if (line) expect(lines).toContain(`Line ${index}`);
      else if (lines.has(`Line ${index}`)) expect(codes.get(index)).toBe('OUTCOME_UNKNOWN');
    for (const code of codes.values()) expect(code).not.toBe('INTERNAL_SERVER_ERROR');
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('an answer of the portal that is larger than any', () => {
  const many = <T>(count: number, make: (index: number) => T) =>
    Array.from({ length: count }, (_, index) => make(index));
  const lineOf = (index: number) => ({ CONFIG_ID: String(index + 1), TYPE: 'cloud', TITLE: `Line ${index}` });
  const page = (rows: readonly unknown[]) => `${JSON.stringify(rows)}, "total": ${Math.max(rows.length, 1)}`;

  it('as a page is one error, not one for each row', async () => {
    for (const rows of [many(51, lineOf), many(10_000, () => 0), many(40, () => 0), [[], null, 'x']]) {
      await answerWith('voximplant.sip.get', page(rows));
      const { data, errors } = await gateway.query('{ sipLines(first: 200) { nodes { configId } } }');
      expect(errors).toMatchObject([{ path: ['sipLines'], extensions: { code: 'UPSTREAM_ERROR' } }]);
      expect(data).toEqual({ sipLines: null });
      await gateway.close();
    }
    await answerWith('voximplant.sip.get', page(many(50, lineOf)));
    const { data, errors } = await gateway.query('{ sipLines(first: 200) { nodes { configId } } }');
    expect(errors).toBeUndefined();
    expect((data?.['sipLines'] as { nodes: unknown[] }).nodes).toHaveLength(50);
  });

  it('costs only the rows that cannot be read if others can', async () => {
    const rows = many(50, (index) => (index % 10 === 0 ? 0 : lineOf(index)));
    await answerWith('voximplant.sip.get', page(rows));
    const { data, errors } = await gateway.query('{ sipLines(first: 50) { nodes { configId } } }');
    expect(errors?.map(({ path }) => path)).toEqual(many(5, (n) => ['sipLines', 'nodes', n * 10]));
    expect((data?.['sipLines'] as { nodes: unknown[] }).nodes.filter((node) => node !== null)).toHaveLength(
      45,
    );
  });

  it('as a map is an error beyond what anybody has', async () => {
    const linesOf = (count: number) =>
      JSON.stringify(Object.fromEntries(many(count, (n) => [`reg${n + 1}`, `Line ${n}`])));
    await answerWith('voximplant.line.get', linesOf(10_001));
    const { errors } = await gateway.query('{ outgoingLines { lineId } }');
    expect(errors).toMatchObject([
      {
        path: ['outgoingLines'],
        extensions: {
          code: 'UPSTREAM_ERROR',
          bitrix24: { description: 'The response had more than 10000 entries at result.' },
        },
      },
    ]);
    await gateway.close();
    await answerWith('voximplant.line.get', linesOf(10_000));
    const { data } = await gateway.query('{ outgoingLines { lineId } }');
    expect(data?.['outgoingLines']).toHaveLength(10_000);
  });

  it.each([
    ['of more characters than servers accept', `https://x.example/${'y'.repeat(8_192)}`],
    ['with a long host beyond ASCII', `https://${'запись'.repeat(50)}.example/`],
  ])('as a link %s is none', async (_name, link) => {
    const rows = [{ ID: '7', COMMENT: 'kept', CALL_RECORD_URL: link, CALL_LOG: link }];
    await answerWith('voximplant.statistic.get', JSON.stringify(rows));
    expect(
      await gateway.query('{ telephonyCalls(first: 1) { nodes { comment recordUrl logUrl } } }'),
    ).toMatchObject({
      data: { telephonyCalls: { nodes: [{ comment: 'kept', recordUrl: null, logUrl: null }] } },
    });
  });

  it('as a text is no text', async () => {
    const call = (length: number, addressLength: number) =>
      JSON.stringify([
        {
          ID: '7',
          COMMENT: 'x'.repeat(length),
          CALL_RECORD_URL: `https://x.example/${'y/'.repeat(addressLength / 2)}`,
        },
      ]);
    const query = '{ telephonyCalls(first: 1) { nodes { comment recordUrl } } }';
    await answerWith('voximplant.statistic.get', call(1_000_000, 1_000_000));
    expect((await gateway.query(query)).data).toEqual({
      telephonyCalls: { nodes: [{ comment: null, recordUrl: null }] },
    });
    await gateway.close();
    await answerWith('voximplant.statistic.get', call(60_000, 1_000));
    const { data, errors } = await gateway.query(query);
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data).length).toBeGreaterThan(61_000);
  });
});
