import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { buildSchema } from 'graphql';
import { ModuleKind, ModuleResolutionKind } from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSchema } from '../../src/graphql/schema.ts';
import { startCollector } from '../support/collector.ts';
import { typeChecker } from '../support/compile-types.ts';
import { copyFiles, packedFiles } from '../support/packed-files.ts';
import { endOf, outputUntil } from '../support/program.ts';

const run = promisify(execFile);
const NAME = 'bitrix24-telephony-gateway';

/** Licenses that let anybody copy the code, with its notice. */
const PERMISSIVE = [
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
];

describe('the package, installed into an empty folder', () => {
  let folder: string;
  let installed: string;
  let packed: readonly string[];

  /** Installs what npm packs, with its dependencies from here, so that no registry is asked. */
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-'));
    packed = await packedFiles();
    installed = join(folder, 'node_modules', NAME);
    await copyFiles(packed, installed);
    const { dependencies } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    for (const name of Object.keys(dependencies)) {
      const link = join(folder, 'node_modules', name);
      await mkdir(dirname(link), { recursive: true });
      await symlink(resolve('node_modules', name), link);
    }
  });
  afterAll(() => rm(folder, { recursive: true }));

  const start = (args: readonly string[], environment: Record<string, string> = {}) =>
    spawn(process.execPath, [join(installed, 'dist/cli.js'), ...args], {
      cwd: folder,
      env: { PATH: process.env['PATH'], ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  async function outcome(args: readonly string[], environment: Record<string, string> = {}) {
    const program = start(args, environment);
    let output = '';
    program.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    return { ...(await endOf(program)), output };
  }

  it('has what it needs to run and to be read, and nothing else', () => {
    const folders = new Set(packed.map((path) => path.split('/')[0]));
    expect([...folders].sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'README.ru.md',
      'assets',
      'deploy',
      'dist',
      'docs',
      'package.json',
      'schema.graphql',
    ]);
    expect(packed.filter((path) => path.startsWith('dist/.'))).toEqual([]);
  });

  it('starts without the offline explorer, executes an operation, serves the reference, and stops on SIGTERM', async () => {
    const program = start(['start'], { PORT: '0' });
    const [banner, url = ''] = await outputUntil(program, /(http:\/\/127\.0\.0\.1:\d+\/graphql)[^]*emulator/);
    expect(banner).not.toContain('/explorer');
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ sipLines { nodes { title } } }' }),
    });
    expect(await response.json()).toEqual({ data: { sipLines: { nodes: [] } } });
    expect(await (await fetch(new URL('/docs', url))).text()).toContain('id="mutation-addSipLine"');
    const end = endOf(program);
    program.kill('SIGTERM');
    expect(await end).toEqual({ code: 0, errors: '' });
  });

  it('sends the last spans before it stops', async () => {
    await using collector = await startCollector();
    const environment = {
      PORT: '0',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/custom`,
      OTEL_SERVICE_NAME: 'telephony-of-a-team',
    };
    const program = start(['start'], environment);
    const [, url = ''] = await outputUntil(program, /(http:\/\/127\.0\.0\.1:\d+\/graphql)[^]*emulator/);
    await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ sipLines { nodes { title } } }' }),
    });
    const end = endOf(program);
    program.kill('SIGTERM');
    expect(await end).toEqual({ code: 0, errors: '' });
    expect(collector.requests).toMatchObject([{ path: '/custom', type: 'application/x-protobuf' }]);
    for (const text of ['telephony-of-a-team', 'POST /graphql', 'Query.sipLines', 'queue voximplant.sip.get'])
      expect(collector.requests[0]?.body).toContain(text);
  });

  it('runs the emulator, the doctor and api-key', async () => {
    const emulator = start(['emulator'], { EMULATOR_PORT: '0' });
    const [, webhookUrl = ''] = await outputUntil(emulator, /(http:\/\/\S+\/rest\/1\/\S+)/);
    const doctor = await outcome(['doctor'], { BITRIX24_WEBHOOK_URL: webhookUrl });
    expect(doctor.output).toContain('✓ The portal can be reached');
    const end = endOf(emulator);
    emulator.kill('SIGTERM');
    expect(await end).toEqual({ code: 0, errors: '' });
    const key = await outcome(['api-key', 'web', 'telephony:read']);
    expect(key).toMatchObject({
      code: 0,
      errors: '',
      output: expect.stringContaining('"name":"web"') as string,
    });
  });

  it('explains its commands', async () => {
    expect(await outcome(['--help'])).toMatchObject({
      code: 0,
      output: expect.stringContaining('api-key') as string,
    });
    expect(await outcome([])).toMatchObject({ code: 2, errors: expect.stringMatching(/^Usage:/) as string });
    for (const command of ['start', 'doctor', 'emulator']) {
      expect(await outcome([command, '--help'])).toMatchObject({
        code: 0,
        output: expect.stringMatching(/^Usage:/) as string,
      });
      const refused = await outcome([command, '--port', '4000']);
      expect(refused).toMatchObject({ code: 2, output: '' });
      expect(refused.errors).toContain(`"${command}" takes no arguments`);
    }
    expect(await outcome(['toString'])).toMatchObject({ code: 2, output: '' });
    expect((await outcome(['--version'])).output).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('has types of the contract, and for front ends with either resolution of modules', async () => {
    await writeFile(
      join(folder, 'use.mts'),
      `import { typeDefs, type AddSipLineInput, type SipLine } from '${NAME}';
       export const text: string = typeDefs;
       export const input: AddSipLineInput = { title: 'a', server: 'b', login: 'c', password: 'd', type: 'CLOUD' };
       export const titleOf = (line: SipLine): string => line.title;`,
    );
    await writeFile(
      join(folder, 'screen.ts'),
      `import { telephonyErrors, type TelephonyErrorCode } from '${NAME}/client';
       export const codes: TelephonyErrorCode[] = ['TITLE_EXISTS'];
       // @ts-expect-error
       export const noCode: TelephonyErrorCode = 'TITLE_EXIST';
       for (const { extensions } of telephonyErrors({ errors: [] }).errors)
         if (extensions.code === 'RATE_LIMITED') {
           const waitMs: number = extensions.retryAfterMs;
           // @ts-expect-error
           void [waitMs, extensions.checkAfterMs];
         }`,
    );
    const problemsOf = typeChecker(folder);
    expect(problemsOf(['use.mts', 'screen.ts'], { module: ModuleKind.NodeNext })).toBe('');
    const bundled = { module: ModuleKind.ESNext, moduleResolution: ModuleResolutionKind.Bundler };
    expect(problemsOf(['screen.ts'], bundled)).toBe('');
  });

  it('exports the contract as text', async () => {
    const print = `import { typeDefs } from '${NAME}'; process.stdout.write(typeDefs);`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', print], { cwd: folder });
    expect(stdout).toBe(await readFile('schema.graphql', 'utf8'));
  });

  it('exports a function and a schema for front ends, which import nothing', async () => {
    const code = await readFile(join(installed, 'dist/client/client.js'), 'utf8');
    expect(code).not.toMatch(/\bimport\b|\brequire\b|\bprocess\b|\bBuffer\b/);
    const print = `
      import { telephonyErrors } from '${NAME}/client';
      import { readFileSync } from 'node:fs';
      import { fileURLToPath } from 'node:url';
      const sdl = readFileSync(fileURLToPath(import.meta.resolve('${NAME}/client.graphql')), 'utf8');
      console.log(JSON.stringify({ found: telephonyErrors({ errors: [{ message: 'No.' }] }), sdl }));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', print], { cwd: folder });
    const { found, sdl } = JSON.parse(stdout) as { found: unknown; sdl: string };
    expect(found).toMatchObject({ errors: [], others: [{ message: 'No.' }] });
    // A schema of its own, as relay-compiler requires: nothing is extended, and no directive is undefined.
    expect(sdl).not.toMatch(/^extend /m);
    const contract = buildSchema(sdl);
    const served = createSchema();
    for (const name of Object.keys(contract.getTypeMap())) expect(served.getType(name), name).toBeDefined();
    expect(Object.keys(contract.getMutationType()?.getFields() ?? {})).toEqual(
      Object.keys(served.getMutationType()?.getFields() ?? {}),
    );
  });

  it('names the packages whose code it contains, all of them under permissive licenses', async () => {
    const text = await readFile(join(installed, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
    const licenses = [...text.matchAll(/^(\S+) \d+\.\d+\.\S+ \((.+)\)$/gm)].map(
      ([, , license]) => license ?? '',
    );
    expect(text).toMatch(/^fastify 5/m);
    const names = licenses
      .flatMap((license) => license.match(/[^\s()]+/g) ?? [])
      .filter((name) => !['AND', 'OR'].includes(name));
    expect(names.filter((name) => !PERMISSIVE.includes(name))).toEqual([]);
  });

  it('imports nothing that is neither bundled nor a dependency', async () => {
    const files = (await readdir(join(installed, 'dist'), { recursive: true })).filter((name) =>
      name.endsWith('.js'),
    );
    const texts = await Promise.all(files.map((name) => readFile(join(installed, 'dist', name), 'utf8')));
    const imported = texts.flatMap((text) =>
      [...text.matchAll(/^(?:import|export) .*?from "([^"./][^"]*)";$/gm)].map(([, name]) => name ?? ''),
    );
    const packages = imported
      .filter((name) => !isBuiltin(name))
      .map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0]);
    expect([...new Set(packages)].sort()).toEqual(['@apollo/subgraph', 'graphql']);
    expect(existsSync(join(folder, 'node_modules/@graphql-yoga'))).toBe(false);
  });
});
