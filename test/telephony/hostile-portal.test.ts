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
    const added = (data?.['addSipLines'] as unknown[]).filter((line) => line !== null);
    expect(added).toHaveLength(gateway.emulator.portal.lines().length);
    for (const { extensions } of errors ?? []) expect(extensions['code']).not.toBe('INTERNAL_SERVER_ERROR');
    expect({}).not.toHaveProperty('polluted');
  });
});
