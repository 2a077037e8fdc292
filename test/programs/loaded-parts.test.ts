import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { buildProgram, endOf, startProgram } from '../support/program.ts';
import { sampled } from '../support/random-runs.ts';

beforeAll(buildProgram);

/** Writes the addresses of all scripts that V8 parses in a process to the file LOADED, when it exits. */
const NOTE_LOADED = `
  import { writeFileSync } from 'node:fs';
  import { Session } from 'node:inspector';
  const urls = [];
  const session = new Session();
  session.connect();
  session.on('Debugger.scriptParsed', ({ params }) => urls.push(params.url));
  session.post('Debugger.enable');
  process.on('exit', () => writeFileSync(process.env.LOADED, JSON.stringify(urls)));`;

describe('npm start loads', () => {
  /** The files that a gateway loads until it listens. */
  async function loadedFiles(environment: Record<string, string>): Promise<string[]> {
    const folder = await mkdtemp(join(tmpdir(), 'gateway-'));
    try {
      const port = String(await freePort());
      const list = join(folder, 'loaded.json');
      const program = startProgram({ PORT: port, ...environment, LOADED: list }, undefined, [
        '--import',
        `data:text/javascript,${encodeURIComponent(NOTE_LOADED)}`,
      ]);
      // It prints no banner in production.
      await expect.poll(() => isLive(port), { timeout: 50_000 }).toBe(true);
      const end = endOf(program);
      program.kill('SIGTERM');
      expect(await end).toEqual({ code: 0, errors: '' });
      return JSON.parse(await readFile(list, 'utf8')) as string[];
    } finally {
      await rm(folder, { recursive: true });
    }
  }
  const isLive = (port: string) =>
    fetch(`http://127.0.0.1:${port}/health/live`).then(
      ({ ok }) => ok,
      () => false,
    );

  const PARTS = {
    emulator: /\/dist\/chunks\/(embedded-)?emulator-/,
    'pages for people': /\/dist\/chunks\/development-pages-/,
    application: /\/dist\/chunks\/open-installed-portals-/,
    metrics: /\/dist\/chunks\/metrics-/,
    'readable log': /\/dist\/chunks\/pretty-lines-/,
    traces: /\/dist\/chunks\/traces-/,
    Redis: /\/dist\/chunks\/open-redis-/,
    'JSON Web Tokens': /\/dist\/chunks\/json-web-tokens-/,
  };
  const partsOf = (files: readonly string[]) =>
    Object.entries(PARTS)
      .filter(([, pattern]) => files.some((file) => pattern.test(file)))
      .map(([name]) => name);
  const BITRIX24_WEBHOOK_URL = 'https://portal.example.com/rest/1/sentinelcode/';

  it('the emulator and the pages for people where both are used, and only packages that cannot be bundled', async () => {
    const files = await loadedFiles({});
    expect(partsOf(files)).toEqual(['emulator', 'pages for people']);
    const packages = files.flatMap((file) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []);
    // Not the Federation library, which has made the subgraph beforehand.
    expect([...new Set(packages)].sort()).toEqual([
      '@apollo/cache-control-types',
      '@apollo/subgraph',
      'graphql',
    ]);
  });

  it.each(
    sampled<[string, (folder: string) => Record<string, string>, string[]]>(
      [
        [
          'what Redis needs only with it, whether it responds or not',
          () => ({
            BITRIX24_WEBHOOK_URL,
            NODE_ENV: 'production',
            REDIS_URL: 'redis://127.0.0.1:1',
            GATEWAY_TOKEN_KEY: 'ab'.repeat(32),
          }),
          ['Redis'],
        ],
        [
          'what an application, an issuer, metrics and traces need only with them',
          (folder) => ({
            NODE_ENV: 'production',
            BITRIX24_CLIENT_ID: 'local.sentinel',
            BITRIX24_CLIENT_SECRET: 'sentinel',
            GATEWAY_TOKEN_KEY: 'ab'.repeat(32),
            GATEWAY_TOKEN_FILE: join(folder, 'tokens'),
            GATEWAY_JWT_JWKS_URL: 'https://issuer.example.com/keys',
            GATEWAY_JWT_ISSUER: 'https://issuer.example.com/',
            GATEWAY_JWT_AUDIENCE: 'telephony',
            METRICS_PORT: '0',
            OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
          }),
          ['application', 'metrics', 'traces', 'JSON Web Tokens'],
        ],
        [
          'what makes the log readable only where it is, and no emulator with a portal of its own',
          () => ({ BITRIX24_WEBHOOK_URL, LOG_FORMAT: 'pretty' }),
          ['pages for people', 'readable log'],
        ],
        ['no pages for people in production', () => ({ BITRIX24_WEBHOOK_URL, NODE_ENV: 'production' }), []],
      ],
      1,
    ),
  )('%s', async (_what, environment, parts) => {
    const folder = await mkdtemp(join(tmpdir(), 'gateway-'));
    try {
      expect(partsOf(await loadedFiles(environment(folder)))).toEqual(parts);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
