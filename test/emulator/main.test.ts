import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEnvironment } from '../../src/emulator/environment.ts';

const SOURCES = fileURLToPath(new URL('../../src/emulator', import.meta.url));

describe('the settings', () => {
  const read = (environment: Record<string, string>) =>
    readEnvironment(environment, (path) => (path === 'there.pem' ? 'PEM' : undefined));

  it('have defaults like a real portal', () => {
    expect(read({ EMULATOR_PORT: ' ' })).toMatchObject({
      kind: 'options',
      options: {
        port: 4100,
        cloudLimit: 10,
        latency: 'realistic',
        language: 'en',
        generation: 'older',
        callbackScope: 'telephony',
        limits: { rate: { burst: 50, perSecond: 2 }, operating: { seconds: 480 } },
      },
    });
  });

  it('can be changed', () => {
    const reading = read({
      EMULATOR_PORT: '0',
      EMULATOR_CLOUD_LIMIT: '5',
      EMULATOR_LATENCY: 'none',
      EMULATOR_LIMITS: 'off',
      EMULATOR_LANGUAGE: 'ru',
      EMULATOR_GENERATION: 'newer',
      EMULATOR_CALLBACK_SCOPE: 'call',
      EMULATOR_TLS_KEY: 'there.pem',
      EMULATOR_TLS_CERT: 'there.pem',
    });
    expect(reading).toStrictEqual({
      kind: 'options',
      options: {
        port: 0,
        cloudLimit: 5,
        latency: 'none',
        language: 'ru',
        generation: 'newer',
        callbackScope: 'call',
        journalLimit: 1000,
        tls: { key: 'PEM', cert: 'PEM' },
      },
    });
  });

  it('are refused in sentences, all at once', () => {
    const reading = read({
      EMULATOR_PORT: '70000',
      EMULATOR_CLOUD_LIMIT: 'many',
      EMULATOR_LATENCY: 'slow',
      EMULATOR_LIMITS: 'yes',
      EMULATOR_LANGUAGE: 'de',
      EMULATOR_TLS_KEY: 'missing.pem',
    });
    expect(reading).toStrictEqual({
      kind: 'problems',
      problems: [
        'EMULATOR_PORT must be a whole number from 0 to 65535, not "70000".',
        'EMULATOR_CLOUD_LIMIT must be a whole number from 0 to 100000, not "many".',
        'EMULATOR_LATENCY must be one of realistic, none, not "slow".',
        'EMULATOR_LIMITS must be one of on, off, not "yes".',
        'EMULATOR_LANGUAGE must be one of en, ru, not "de".',
        'EMULATOR_TLS_KEY must be the path of a readable file, not "missing.pem".',
        'EMULATOR_TLS_KEY and EMULATOR_TLS_CERT must be set together.',
      ],
    });
  });
});

describe('the process', () => {
  let directory = '';
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'emulator-'));
    await writeFile(join(directory, 'package.json'), '{"type":"module"}');
    for (const file of await readdir(SOURCES, { recursive: true })) {
      if (file.endsWith('.ts')) await transpile(file, directory);
    }
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('prints its webhook, serves it and ends on SIGTERM', async () => {
    const child = start({ EMULATOR_PORT: '0', EMULATOR_LATENCY: 'none' });
    let output = '';
    await new Promise<void>((resolve) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('/_emulator/journal')) resolve();
      });
    });
    const [, url = ''] = /BITRIX24_WEBHOOK_URL=(\S+) npm start/.exec(output) ?? [];
    expect(await (await fetch(`${url}scope`)).json()).toMatchObject({ result: ['telephony', 'call'] });
    child.kill('SIGTERM');
    expect(await exitOf(child)).toBe(0);
  });

  it('reports what is wrong and exits with 1', async () => {
    const child = start({ EMULATOR_PORT: 'x', EMULATOR_LIMITS: 'x' });
    let output = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    expect(await exitOf(child)).toBe(1);
    expect(output).toBe(
      'The emulator cannot start.\n' +
        '- EMULATOR_PORT must be a whole number from 0 to 65535, not "x".\n' +
        '- EMULATOR_LIMITS must be one of on, off, not "x".\n',
    );
  });

  function start(environment: Record<string, string>): ChildProcess {
    return spawn(process.execPath, [join(directory, 'main.js')], { env: environment });
  }
});

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('close', resolve));
}

async function transpile(file: string, directory: string): Promise<void> {
  const target = join(directory, file.replace(/\.ts$/, '.js'));
  const source = await readFile(join(SOURCES, file), 'utf8');
  await mkdir(dirname(target), { recursive: true });
  const compilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    rewriteRelativeImportExtensions: true,
    verbatimModuleSyntax: true,
  };
  await writeFile(target, ts.transpileModule(source, { compilerOptions }).outputText);
}
