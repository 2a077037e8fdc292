import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startCollector, tracedTo, type Collector } from '../support/collector.ts';
import { startGateway, type GraphQLAnswer, type TestGateway } from '../support/gateway.ts';
import { encodedWith, levels, plainSecret } from '../support/escaped-texts.ts';
import { MEASURED } from '../support/metrics.ts';
import { scaledRuns } from '../support/random-runs.ts';
import { ADD_SIP_LINE, NEW_LINE, SIP_LINE } from '../support/operations.ts';

const PASSWORD = 'sentinel-password-4711';

let gateway: TestGateway;
let collector: Collector;
let OBSERVED: Record<string, string>;
beforeEach(async () => {
  collector = await startCollector();
  OBSERVED = { ...MEASURED, ...tracedTo(collector) };
});
afterEach(async () => {
  await gateway.close();
  await collector[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
});

async function expectClean(answers: readonly GraphQLAnswer[]): Promise<void> {
  const { webhookUrl, origin } = gateway.emulator;
  const code = new URL(webhookUrl).pathname.split('/')[3] ?? '';
  const forbidden = [PASSWORD, code, webhookUrl, origin, new URL(origin).host];
  const { metricsUrl } = gateway.app;
  const metrics = metricsUrl === undefined ? '' : await (await fetch(metricsUrl)).text();
  await gateway.app.close();
  const traces = collector.requests.map(({ body }) => body);
  expect(collector.spans().length).toBeGreaterThanOrEqual(answers.length);
  const texts = [...answers.map((answer) => answer.text), gateway.log(), metrics, ...traces];
  for (const text of texts) for (const secret of forbidden) expect(text).not.toContain(secret);
}

describe('secrets', () => {
  it('stay out of answers, logs, metrics and traces whatever is wrong with a request', async () => {
    gateway = await startGateway({ environment: OBSERVED });
    const { login: _, ...withoutLogin } = NEW_LINE;
    const json = { 'content-type': 'application/json' };
    const post = (body: string, headers: Record<string, string> = json) =>
      gateway.send({ method: 'POST', headers, body });
    const literal = (input: string) =>
      post(JSON.stringify({ query: `mutation { addSipLine(input: ${input}) { id } }` }));
    const answers = [
      await gateway.query(ADD_SIP_LINE, { input: withoutLogin }),
      await gateway.query(ADD_SIP_LINE, { input: { ...NEW_LINE, extra: PASSWORD } }),
      await gateway.query(ADD_SIP_LINE, { input: { ...NEW_LINE, password: { secret: PASSWORD } } }),
      await gateway.query(ADD_SIP_LINE, { input: { ...NEW_LINE, password: [PASSWORD] } }),
      await gateway.query(ADD_SIP_LINE, { input: { ...NEW_LINE, type: PASSWORD } }),
      await gateway.query(ADD_SIP_LINE, { input: PASSWORD }),
      await gateway.query(ADD_SIP_LINE, { input: [NEW_LINE] }),
      await gateway.query(ADD_SIP_LINE, { input: null }),
      await gateway.query(
        `mutation ($title: String = "x") {
        addSipLine(input: { title: $title, server: "s", login: "l", password: "${PASSWORD}" }) { id }
      }`,
        { title: null },
      ),
      await literal(`{ title: "t", server: "s", password: "${PASSWORD}" }`),
      await literal(`{ title: "t", server: "s", login: 1, password: "${PASSWORD}" }`),
      await literal(`{ title: "t", server: "s", login: { password: "${PASSWORD}" }, password: "p" }`),
      await literal(`{ title: "t", server: "s", login: ["${PASSWORD}"], password: "p" }`),
      await literal(`{ type: "${PASSWORD}", title: "t", server: "s", login: "l", password: "p" }`),
      await literal(`"${PASSWORD}"`),
      await literal(`{ title: "t" server "${PASSWORD}" }`),
      await literal(`{ title: "t", password: "${PASSWORD} }`),
      await literal(`{ title: "t", password: ${PASSWORD} }`),
      await literal(`{ title: "t", password: "\\u${PASSWORD}" }`),
      await literal(`"""${PASSWORD}""" extra`),
      await post(`{"query": "mutation", "variables": {"password": "${PASSWORD}"`),
      await post(`{"query": ${PASSWORD}}`),
      await post(`password=${PASSWORD}`, { 'content-type': 'application/x-www-form-urlencoded' }),
      await post(JSON.stringify({ query: ADD_SIP_LINE, variables: PASSWORD })),
      await post(JSON.stringify({ query: ADD_SIP_LINE, variables: JSON.stringify({ password: PASSWORD }) })),
      await post(JSON.stringify([{ query: PASSWORD }])),
      await post(JSON.stringify({ query: '{ __typename }', operationName: PASSWORD })),
      await gateway.query('query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }', {
        r: [{ __typename: PASSWORD }],
      }),
    ];
    for (const answer of answers) {
      expect(answer.errors?.length, answer.text).toBeGreaterThan(0);
      expect(answer.status).toBeLessThan(500);
    }
    await expectClean(answers);
    expect(gateway.emulator.portal.journal.entries()).toEqual([]);
  });

  it('stay out of answers, logs, metrics and traces if the portal quotes what it was sent', async () => {
    gateway = await startGateway({ environment: { ...OBSERVED, BITRIX24_WRITE_DEADLINE_MS: '1900' } });
    const { webhookUrl, origin, portal } = gateway.emulator;
    const quote = `Cannot register sales:${PASSWORD} at <a href="${webhookUrl}">${origin}</a> &#115;entinel-password-4711`;
    const answers: GraphQLAnswer[] = [];
    for (const fault of [
      { kind: 'error', status: 400, code: 'CHECK_FIELDS_ERROR', description: quote },
      { kind: 'error', status: 500, code: PASSWORD, description: quote },
      { kind: 'error', status: 500, code: 'INTERNAL_SERVER_ERROR', description: encodeURIComponent(quote) },
      { kind: 'body', stage: 'after', status: 502, contentType: 'text/html', body: quote },
      { kind: 'result', result: { CONFIG_ID: PASSWORD, TYPE: quote } },
      { kind: 'redirect', status: 302, location: `https://${PASSWORD}.example.com/` },
    ] as const) {
      portal.faults.inject({ ...fault, on: 'voximplant.sip.add' });
      // A title whose add was lost is locked for a minute.
      answers.push(
        await gateway.query(ADD_SIP_LINE, { input: { ...NEW_LINE, title: `Line ${answers.length}` } }),
      );
    }
    for (const answer of answers) expect(answer.errors?.length, answer.text).toBe(1);
    await expectClean(answers);
    expect(gateway.log()).toContain('CHECK_FIELDS_ERROR');
  });

  it.each([
    ['blanks inside', 'my  secret  pass'],
    ['markup', '<b>hunter2</b>-x9'],
    ['references', 'a&amp;bcdef'],
    ['outer blanks', '  hunter22  '],
    ['another case', 'HunterSecret'],
    ['what is encoded in URLs', 'a+b c/d!x'],
    ['few letters', 'xq7'],
  ])('are recognised with %s', async (_name, password) => {
    gateway = await startGateway();
    for (const description of [
      `bad ${password} given`,
      `bad ${password.toLowerCase()} given`,
      `bad ${password.trim()} given`,
      `bad ${encodeURIComponent(password)} given`,
      `bad ${new URLSearchParams({ p: password }).toString().slice(2)} given`,
      `bad ${password.replaceAll('&', '&amp;').replaceAll('<', '&lt;')} given`,
    ]) {
      gateway.emulator.portal.faults.inject({
        kind: 'error',
        on: 'voximplant.sip.add',
        status: 400,
        code: 'X',
        description,
      });
      const { errors } = await gateway.query(ADD_SIP_LINE, { input: { ...NEW_LINE, password } });
      const told = (errors?.[0]?.extensions['bitrix24'] as { description: string }).description;
      // Blanks around it are no secret.
      expect(told.replaceAll(/[ +]|%20/g, '')).toMatch(/^(bad\[redacted\]given)?$/);
    }
  });

  it('stay out of answers, logs, metrics and traces whatever the portal writes about them', async () => {
    gateway = await startGateway({ environment: OBSERVED });
    const secrets: string[] = [];
    const { webhookUrl, portal } = gateway.emulator;
    const code = new URL(webhookUrl).pathname.split('/')[3] ?? '';
    const quoted = fc.constantFrom(
      (secret: string) => secret,
      (secret: string) => `<b>${secret}</b>`,
      (secret: string) => `"PASSWORD": "${secret}"`,
      (secret: string) => `${secret.slice(0, 3)}<i></i>${secret.slice(3)}`,
      (secret: string) => `${'x'.repeat(990)}${secret}`,
      (secret: string) => `${'<p>'.repeat(3_330)}${secret}`,
    );
    await fc.assert(
      fc.asyncProperty(
        plainSecret,
        levels(2),
        quoted,
        fc.boolean(),
        async (password, by, quote, ofPortal) => {
          const secret = ofPortal ? code : password;
          secrets.push(secret, encodedWith(secret, by));
          const description = quote(encodedWith(secret, by));
          portal.faults.inject({
            kind: 'error',
            on: 'voximplant.sip.add',
            status: 400,
            code: encodedWith(secret, by),
            description,
          });
          const before = gateway.log().length;
          const { text, errors } = await gateway.query(ADD_SIP_LINE, { input: { ...NEW_LINE, password } });
          expect(errors).toHaveLength(1);
          for (const output of [text, gateway.log().slice(before)]) {
            expect(output).not.toContain(secret);
            expect(output).not.toContain(JSON.stringify(secret).slice(1, -1));
            expect(output).not.toContain(JSON.stringify(encodedWith(secret, by)).slice(1, -1));
          }
        },
      ),
      { numRuns: scaledRuns(8) },
    );
    await gateway.app.close();
    const codes = collector.spans().map(({ attributes }) => String(attributes['bitrix24.error']));
    for (const secret of secrets) expect(codes.filter((code) => code.includes(secret))).toEqual([]);
  });

  it('of a few letters stay out, and show in no code that depends on them', async () => {
    gateway = await startGateway();
    const ask = async (password: string, code: string) => {
      gateway.emulator.portal.faults.inject({ kind: 'error', on: 'voximplant.sip.add', status: 400, code });
      const { errors } = await gateway.query(ADD_SIP_LINE, { input: { ...NEW_LINE, password } });
      return errors?.[0]?.extensions;
    };
    expect(await ask('title', 'TITLE_EXISTS')).toMatchObject({ code: 'TITLE_EXISTS' });
    expect(await ask('Summer2024', 'Summer2024')).toMatchObject({ bitrix24: { error: '[redacted]' } });
    expect(await ask('overload_limit', 'OVERLOAD_LIMIT')).toMatchObject({ code: 'PORTAL_UNAVAILABLE' });
  });

  it('stay out of answers, logs, metrics and traces if the portal is not there', async () => {
    const elsewhere = 'http://127.0.0.1:1/rest/1/sentinelcode/';
    gateway = await startGateway({ environment: OBSERVED, webhookUrl: () => elsewhere });
    const answers = [
      await gateway.query(ADD_SIP_LINE, { input: NEW_LINE }),
      await gateway.query(SIP_LINE, { configId: '1' }),
    ];
    await expectClean(answers);
    const traces = collector.requests.map(({ body }) => body);
    for (const text of [...answers.map((answer) => answer.text), gateway.log(), ...traces]) {
      expect(text).not.toContain('sentinelcode');
      expect(text).not.toContain('127.0.0.1:1');
    }
  });

  it('are answered to who asks for them and for nothing else', async () => {
    gateway = await startGateway({ environment: OBSERVED });
    const { data } = await gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
    expect(data?.['addSipLine']).toMatchObject({ password: PASSWORD });
    expect(gateway.log()).not.toContain(PASSWORD);
    expect(gateway.log()).toContain('"operation":"Add"');
    await gateway.app.close();
    for (const { body } of collector.requests) expect(body).not.toContain(PASSWORD);
  });
});
