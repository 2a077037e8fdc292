import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createLogger, type LogFields } from '../../src/observability/logger.ts';
import { MAX_LINE_BYTES, shortLines } from '../../src/observability/short-lines.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { linesOf } from '../support/log-lines.ts';
import { NEW_LINE } from '../support/operations.ts';
import { scaledRuns } from '../support/random-runs.ts';
import { anyText } from '../support/any-text.ts';

function written(fields: LogFields): string {
  let text = '';
  createLogger('info', [], shortLines({ write: (line) => (text += line) })).info(fields, 'message');
  return text;
}

describe('a line of the log', () => {
  it('is short and whole JSON, and says what it is about, whatever is logged', () => {
    const text = fc
      .tuple(anyText({ maxLength: 12 }), fc.constantFrom(1, 30, 900))
      .map(([part, times]) => part.repeat(times));
    const value = fc.oneof(
      text,
      fc.double(),
      fc.array(text, { maxLength: 6 }),
      fc.dictionary(fc.string({ maxLength: 6 }), text, { maxKeys: 6, noNullPrototype: true }),
    );
    const fields = fc.dictionary(fc.string({ maxLength: 6 }), value, { maxKeys: 8, noNullPrototype: true });
    fc.assert(
      fc.property(fields, (logged) => {
        let line = '';
        shortLines({ write: (text) => (line = text) }).write(
          `${JSON.stringify({ level: 'info', time: 1, ...logged, requestId: 'r1', msg: 'message' })}\n`,
        );
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(MAX_LINE_BYTES);
        expect(line.endsWith('\n')).toBe(true);
        expect(linesOf(line)).toMatchObject([{ level: 'info', requestId: 'r1', msg: 'message' }]);
      }),
      { numRuns: scaledRuns(50) },
    );
  });

  it('is left as it is if it is short', () => {
    expect(written({ text: 'é'.repeat(1_000) })).not.toContain('shortened');
    expect(written({ text: 'é'.repeat(3_000) })).toContain('"shortened":true');
  });

  it('has no null for numbers that JSON does not have', () => {
    expect(written({ retryAfterMs: Infinity, ms: NaN })).not.toContain('null');
  });
});

describe('the log of a gateway', () => {
  let gateway: TestGateway;
  afterEach(() => gateway.close());

  it('has no null and no long line, whatever fails', async () => {
    gateway = await startGateway({ environment: { BITRIX24_WRITE_DEADLINE_MS: '1000' } });
    const { faults } = gateway.emulator.portal;
    faults.inject({
      kind: 'error',
      status: 400,
      code: 'x'.repeat(9_000),
      description: 'é'.repeat(9_000),
      times: 50,
    });
    const aliases = Array.from(
      { length: 20 },
      (_, index) => `a${index}: sipLine(configId: "${index + 1}") { title }`,
    );
    await gateway.query(`query ${'n'.repeat(900)} { ${aliases.join(' ')} }`);
    const inputs = Array.from({ length: 100 }, (_, index) => ({ ...NEW_LINE, title: `Line ${index}` }));
    await gateway.query('mutation($inputs: [AddSipLineInput!]!) { addSipLines(inputs: $inputs) { title } }', {
      inputs,
    });
    await gateway.query('{');
    await gateway.close();
    for (const line of gateway.log().split('\n')) {
      expect(Buffer.byteLength(line)).toBeLessThan(MAX_LINE_BYTES);
      expect(line).not.toContain('null');
    }
  });

  it('starts with the settings in force and ends with the stop, also in production', async () => {
    gateway = await startGateway({
      environment: {
        NODE_ENV: 'production',
        LOG_LEVEL: 'info',
        METRICS_PORT: '0',
        HTTPS_PROXY: 'http://user:sentinel-proxy@proxy.example:3128',
        GATEWAY_API_KEYS: JSON.stringify([
          { name: 'web', sha256: 'ab'.repeat(32), scopes: ['telephony:read'] },
        ]),
      },
    });
    await gateway.close();
    const [first, ...others] = linesOf(gateway.log());
    expect(first).toMatchObject({
      level: 'info',
      msg: 'started',
      version: expect.stringMatching(/^bitrix24-telephony-gateway\/\d/) as string,
      url: new URL(gateway.url).origin,
      portals: 'webhook',
      production: true,
      callers: { keys: ['web'] },
      metrics: { host: '127.0.0.1', port: 0 },
      requestsPerMinute: 'off',
      rateLimit: 'off',
      proxy: 'set',
      deadlines: { readMs: 20_000, writeMs: 45_000 },
      logLevel: 'info',
    });
    expect(first).not.toHaveProperty('portal');
    expect(JSON.stringify(first)).not.toMatch(/sentinel|redacted|abab/);
    expect(gateway.log()).not.toContain(new URL(gateway.emulator.webhookUrl).pathname.split('/')[3]);
    expect(others.at(-1)).toMatchObject({ level: 'info', msg: 'stopped' });
  });
});
