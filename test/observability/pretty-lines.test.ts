import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { loadFormat } from '../../src/app/log-format.ts';
import { Secret } from '../../src/config/secret.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { createPrettyLines } from '../../src/observability/pretty-lines.ts';
import { shortLines } from '../../src/observability/short-lines.ts';

describe('a readable line', () => {
  const TIME = /^\[\d\d:\d\d:\d\d\.\d{3}\] /;

  function linesOf(write: (logger: ReturnType<typeof createLogger>) => void, colors = false): string {
    const pretty = createPrettyLines(colors);
    const output = new PassThrough();
    const destination = { write: (line: string) => void output.write(pretty(line)) };
    write(createLogger('trace', [new Secret('sentinel-4711')], shortLines(destination)));
    return String(output.read());
  }

  it('has the time, the level, the message and the fields', () => {
    const text = linesOf((logger) => {
      logger.info({ requestId: 'abc', errors: { NOT_FOUND: 1 } }, 'operation');
      logger.warn('no fields');
    });
    const [first = '', second = '', ...others] = text.split('\n');
    expect(first).toMatch(TIME);
    expect(first.replace(TIME, '')).toBe('INFO: operation {"requestId":"abc","errors":{"NOT_FOUND":1}}');
    expect(second.replace(TIME, '')).toBe('WARN: no fields');
    expect(others).toEqual(['']);
  });

  it('holds no secret, and nothing that controls a terminal', () => {
    const text = linesOf((logger) => {
      logger.error(
        { password: 'sentinel-a', text: 'a sentinel-4711 \u001B[2J', 'x\u001B]0;': 1 },
        'b \u001B[31m',
      );
    });
    expect(text).not.toContain('sentinel');
    expect(text).not.toContain('\u001B');
  });

  it('is coloured if the terminal wants it, except for the fields', () => {
    const text = linesOf((logger) => {
      logger.info({ a: 1 }, 'text');
    }, true);
    expect(text.replaceAll('\u001B', 'ESC')).toMatch(/ESC\[32mINFOESC\[39m.*{"a":1}\n$/);
  });

  it('leaves out nothing of a long line but what JSON leaves out too', () => {
    const text = linesOf((logger) => {
      logger.info({ requestId: 'abc', text: 'x'.repeat(10_000) }, 'long');
    });
    expect(text).toContain('"shortened":true');
    expect(text.length).toBeLessThan(5_000);
  });

  it('is not made of what is no line of the log', () => {
    const pretty = createPrettyLines(true);
    expect(pretty('\n  Bitrix24 telephony gateway\n\n')).toBe('\n  Bitrix24 telephony gateway\n\n');
  });
});

describe('the format of the log', () => {
  const isPretty = async (logFormat: 'json' | 'pretty' | undefined, production: boolean, isTTY?: boolean) =>
    (await loadFormat({ logFormat, production }, { isTTY, noColor: false })) !== undefined;

  it('is readable at a terminal outside production, and JSON otherwise', async () => {
    expect(await isPretty(undefined, false, true)).toBe(true);
    expect(await isPretty(undefined, false, undefined)).toBe(false);
    expect(await isPretty(undefined, true, true)).toBe(false);
  });

  it('is what the settings say', async () => {
    expect(await isPretty('json', false, true)).toBe(false);
    expect(await isPretty('pretty', false, undefined)).toBe(true);
  });

  it('has colours only at a terminal that wants them', async () => {
    const line = '{"level":"info","time":1,"msg":"text"}\n';
    const written = async (isTTY: boolean, noColor: boolean) =>
      (await loadFormat({ logFormat: 'pretty', production: false }, { isTTY, noColor }))?.(line);
    expect(await written(true, false)).toContain('\u001B');
    expect(await written(true, true)).not.toContain('\u001B');
    expect(await written(false, false)).not.toContain('\u001B');
  });
});
