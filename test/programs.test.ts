import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '../src/config/settings.ts';
import { startEmulator, type Emulator, type EmulatorOptions } from '../src/emulator/emulator.ts';
import { environmentOf } from './support/application.ts';
import { deferred } from './support/deferred.ts';
import { ADD_SIP_LINE, NEW_LINE } from './support/operations.ts';
import { buildProgram, endOf, outputUntil, startProgram } from './support/program.ts';

beforeAll(buildProgram);

describe('npm start', () => {
  it('serves a typed line from the embedded emulator, says so, and stops on SIGTERM', async () => {
    const program = startProgram({ PORT: '0' });
    const [, url] = await outputUntil(program, /(http:\/\/127\.0\.0\.1:\d+\/graphql)[^]*embedded emulator/);
    const add = async () => {
      const response = await fetch(url ?? '', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: ADD_SIP_LINE, variables: { input: NEW_LINE } }),
      });
      return (await response.json()) as { data: unknown; errors?: { extensions: { code: string } }[] };
    };
    expect((await add()).data).toMatchObject({ addSipLine: { type: 'CLOUD', title: 'Sales' } });
    expect((await add()).errors?.[0]?.extensions.code).toBe('TITLE_EXISTS');

    const end = endOf(program);
    program.kill('SIGTERM');
    expect(await end).toEqual({ code: 0, errors: '' });
  });

  it('takes the two signals of one Ctrl-C under npm for one, and cuts no operation', async () => {
    const arrived = deferred();
    const release = deferred();
    const sleep = () => {
      arrived.resolve();
      return release.promise;
    };
    await using emulator = await startEmulator({ clock: { now: () => Date.now(), sleep } });
    emulator.portal.faults.inject({ kind: 'slow', on: 'voximplant.sip.add', delayMs: 1 });
    const program = startProgram({ PORT: '0', BITRIX24_WEBHOOK_URL: emulator.webhookUrl });
    const [, url = ''] = await outputUntil(program, /(http:\/\/127\.0\.0\.1:\d+\/graphql)/);
    const end = endOf(program);
    const underWay = fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: ADD_SIP_LINE, variables: { input: NEW_LINE } }),
    });
    await arrived.promise;
    program.kill('SIGINT');
    program.kill('SIGINT');
    await expect
      .poll(
        () =>
          fetch(url).then(
            () => 'open',
            () => 'closed',
          ),
        { timeout: 50_000 },
      )
      .toBe('closed');
    release.resolve();
    expect(await (await underWay).json()).toMatchObject({ data: { addSipLine: { title: 'Sales' } } });
    expect(await end).toEqual({ code: 0, errors: '' });
  });

  it('refuses to start with every mistake named and no secret shown', async () => {
    const program = startProgram({
      PORT: 'x',
      HOST: '0.0.0.0',
      BITRIX24_WEBHOOK_URL: 'http://portal.example.com/rest/1/sentinelcode/',
    });
    const { code, errors } = await endOf(program);
    expect(code).toBe(1);
    expect(errors).toMatch(/PORT must/);
    expect(errors).toMatch(/HOST is not/);
    expect(errors).toMatch(/BITRIX24_WEBHOOK_URL must/);
    expect(errors).not.toMatch(/sentinelcode|portal\.example/);
  });

  it('says in words that its port is taken', async () => {
    const first = startProgram({ PORT: '0' });
    const [, port] = await outputUntil(first, /127\.0\.0\.1:(\d+)\/graphql/);
    const { code, errors } = await endOf(startProgram({ PORT: port ?? '' }));
    expect(code).toBe(1);
    expect(errors).toContain('Set PORT to a free one');
    const end = endOf(first);
    first.kill('SIGINT');
    await end;
  });
});

interface Verdict {
  readonly code: number | null;
  readonly output: string;
}

async function doctor(environment: Record<string, string>): Promise<Verdict> {
  const program = startProgram(environment, 'dist/doctor/main.js');
  let output = '';
  for (const stream of [program.stdout, program.stderr]) {
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  await once(program, 'close');
  return { code: program.exitCode, output };
}

async function doctorOf(
  options: EmulatorOptions,
): Promise<Verdict & { readonly methods: readonly string[] }> {
  await using emulator = await startEmulator(options);
  const verdict = await doctor({ BITRIX24_WEBHOOK_URL: emulator.webhookUrl });
  return { ...verdict, methods: emulator.portal.journal.entries().map(({ method }) => method) };
}

const CODE = 'emulatorwebhook1';

describe('npm run doctor', () => {
  it('finds nothing wrong with the embedded emulator', async () => {
    const { code, output } = await doctor({});
    expect(output).toMatch(/embedded emulator/);
    expect(output).not.toMatch(/^[!✗]/m);
    expect(code).toBe(0);
  });

  it('reads only, and shows no secret', async () => {
    const { code, output, methods } = await doctorOf({});
    expect(code).toBe(0);
    expect(methods.toSorted()).toEqual([
      'scope',
      'server.time',
      'voximplant.line.outgoing.get',
      'voximplant.sip.connector.status',
    ]);
    expect(output).not.toContain(CODE);
  });

  it.each<[string, EmulatorOptions, number, RegExp]>([
    [
      'a missing scope',
      { webhook: { code: CODE, scopes: ['call'] } },
      1,
      /✗ The scope "telephony" is missing/,
    ],
    [
      'a missing right',
      { webhook: { code: CODE, canManageLines: false } },
      1,
      /✗ The gateway may not manage lines/,
    ],
    [
      'a scope that only info calls need',
      { webhook: { code: CODE, scopes: ['telephony'] } },
      0,
      /! The scope "call" is missing/,
    ],
    ['another webhook', { webhook: { code: 'anothercode' } }, 1, /✗ It does not accept the webhook: /],
  ])('tells %s', async (_name, options, exitCode, text) => {
    await using emulator = await startEmulator(options);
    const url = emulator.webhookUrl.replace('anothercode', 'sentinelcode');
    const { code, output } = await doctor({ BITRIX24_WEBHOOK_URL: url });
    expect(output).toMatch(text);
    expect(output).not.toContain('sentinelcode');
    expect(code).toBe(exitCode);
  });

  it('tells a connector that is neither paid nor free, and a clock that is wrong', async () => {
    await using emulator = await startEmulator({});
    emulator.portal.setConnector({ freeMinutes: 0, paid: false });
    emulator.portal.faults.inject({ kind: 'result', on: 'server.time', result: '2020-01-01T00:00:00+03:00' });
    const { code, output } = await doctor({ BITRIX24_WEBHOOK_URL: emulator.webhookUrl });
    expect(output).toMatch(/! The SIP connector is not paid and has no free minutes left/);
    expect(output).toMatch(/! The clock of this machine is \d+ s ahead of the portal's/);
    expect(code).toBe(0);
  });

  it('has exit codes for a portal that is not there and for settings that are wrong', async () => {
    const emulator = await startEmulator({});
    await emulator.close();
    const gone = await doctor({
      BITRIX24_WEBHOOK_URL: emulator.webhookUrl,
      BITRIX24_READ_DEADLINE_MS: '1000',
    });
    expect(gone.output).toMatch(/✗ The portal cannot be reached/);
    expect(gone.code).toBe(3);
    const wrong = await doctor({ BITRIX24_WEBHOOK_URL: 'https://portal.example.com/sentinelcode' });
    expect(wrong.output).toMatch(/BITRIX24_WEBHOOK_URL must look like/);
    expect(wrong.output).not.toContain('sentinelcode');
    expect(wrong.code).toBe(2);
  });
});

describe('an application', () => {
  let emulator: Emulator;
  let folder: string;
  let environment: Record<string, string>;
  beforeEach(async () => {
    emulator = await startEmulator({});
    folder = await mkdtemp(join(tmpdir(), 'gateway-'));
    environment = { ...environmentOf(emulator, join(folder, 'tokens.jwe')) };
  });
  afterEach(async () => {
    await emulator.close();
    await rm(folder, { recursive: true });
  });

  async function startGateway(): Promise<{ program: ChildProcess; url: string }> {
    const program = startProgram({ PORT: '0', ...environment });
    const [, url = ''] = await outputUntil(program, /(http:\/\/127\.0\.0\.1:\d+)\/graphql/);
    return { program, url };
  }
  async function askFor(url: string): Promise<unknown> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ sipLines { nodes { title } } }' }),
    });
    return response.json();
  }
  const install = async (url: string) => {
    const body = emulator.portal.installApplication();
    expect((await fetch(`${url}/bitrix24/install`, { method: 'POST', body })).status).toBe(200);
  };
  const refreshes = () => emulator.portal.journal.entries('oauth/token');

  /** Kills a gateway whose token was just renewed, before it learns of that. Leaves its file and its lock. */
  async function dieWhileRenewing(): Promise<void> {
    const { program, url } = await startGateway();
    await install(url);
    emulator.portal.expireAccessTokens();
    emulator.portal.faults.inject({ on: 'oauth/token', kind: 'hang', stage: 'after' });
    const asked = askFor(url).catch(() => 'nobody answered');
    await expect.poll(() => refreshes().map(({ executed }) => executed)).toEqual([true, true]);
    const ended = once(program, 'close');
    program.kill('SIGKILL');
    await ended;
    expect(await asked).toBe('nobody answered');
    // Ten seconds later.
    await utimes(`${environment['GATEWAY_TOKEN_FILE']}.${emulator.portal.memberId}.lock`, 0, 0);
  }
  async function stop(program: ChildProcess): Promise<void> {
    const end = endOf(program);
    program.kill('SIGTERM');
    expect(await end).toEqual({ code: 0, errors: '' });
  }

  it('that is killed between renewing and storing renews again, if the old token still works', async () => {
    emulator.portal.authorizationServer.setRefreshTokenReuse('accepted');
    await dieWhileRenewing();
    const { program, url } = await startGateway();
    expect(await askFor(url)).toEqual({ data: { sipLines: { nodes: [] } } });
    expect(refreshes()).toHaveLength(3);
    await stop(program);
  });

  it('that is killed between renewing and storing asks to be installed again, if not', async () => {
    await dieWhileRenewing();
    const { program, url } = await startGateway();
    for (const _ of [1, 2, 3]) {
      expect(await askFor(url)).toMatchObject({
        data: { sipLines: null },
        errors: [{ extensions: { code: 'PORTAL_CREDENTIAL_REJECTED', portalState: 'REINSTALL_NEEDED' } }],
      });
    }
    expect(refreshes()).toHaveLength(3);
    const ready: unknown = await (await fetch(`${url}/health/ready`)).json();
    expect(ready).toMatchObject({ portals: [{ state: 'REINSTALL_NEEDED' }] });

    const sick = await doctor(environment);
    expect(sick.output).toMatch(/✗ .*install the gateway's application again/);
    expect(sick.code).toBe(1);
    expect(refreshes()).toHaveLength(3);

    await install(url);
    expect(await askFor(url)).toEqual({ data: { sipLines: { nodes: [] } } });
    const healthy = await doctor(environment);
    expect(healthy.output).toMatch(
      /Portal: 127\.0\.0\.1:\d+ \(member_id [0-9a-f]{32}; portalKey [\w-]{12}\)\n✓ The portal can be reached/,
    );
    expect(healthy.output).not.toMatch(/✗/);
    expect(healthy.code).toBe(0);
    await stop(program);
  });

  it('is nowhere installed at first, which the doctor says', async () => {
    const { code, output } = await doctor(environment);
    expect(output).toMatch(/✗ No portal has the application installed/);
    expect(code).toBe(1);
  });

  it('does not start with the key of another file', async () => {
    const { program, url } = await startGateway();
    await install(url);
    await stop(program);
    environment['GATEWAY_TOKEN_KEY'] = '00'.repeat(32);
    const { code, errors } = await endOf(startProgram({ PORT: '0', ...environment }));
    expect([code, errors]).toEqual([
      1,
      'The gateway cannot start: The token file was written with another GATEWAY_TOKEN_KEY, or is damaged.\n',
    ]);
    expect((await doctor(environment)).code).toBe(2);
  });
});

describe('npm run api-key', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['dist/api-key/main.js', ...args], { encoding: 'utf8' });

  it('makes a key, and the setting that lets it in', () => {
    const { status, stdout } = run('web', 'telephony:read', '--portal', 'abc', '--portal', 'def');
    const [, key = '', setting = ''] = /(tg_[\w-]{43})[^]*GATEWAY_API_KEYS='(.*)'/.exec(stdout) ?? [];
    expect([status, readSettings({ GATEWAY_API_KEYS: setting }).callers?.apiKeys]).toEqual([
      0,
      [
        {
          name: 'web',
          sha256: createHash('sha256').update(key).digest('hex'),
          scopes: ['telephony:read'],
          portals: ['abc', 'def'],
        },
      ],
    ]);
    expect(run('web', '--portal', '*').stdout).toContain('"portals":"*"');
    expect(run('web').stdout).not.toContain('portals');
  });

  it.each([[['web', 'telephony:all']], [['web', '--scope', 'x']], [['web', '--portal', 'a b']], [['a/b']]])(
    'explains itself instead of taking %j',
    (args) => {
      const { status, stdout, stderr } = run(...args);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^Usage: npm run api-key/);
    },
  );
});

describe('a signal to npm', () => {
  let folder: string;
  /** The scripts of this package, but for the build, which is there already. */
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-'));
    const manifest = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: object };
    const scripts = { ...manifest.scripts, build: 'true' };
    await writeFile(join(folder, 'package.json'), JSON.stringify({ ...manifest, scripts }));
    await symlink(join(process.cwd(), 'dist'), join(folder, 'dist'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(['start', 'emulator'])('reaches the program of "npm run %s"', async (script) => {
    const npm = spawn('npm', ['run', '--silent', script], {
      cwd: folder,
      env: { PATH: process.env['PATH'], PORT: '0', EMULATOR_PORT: '0', npm_config_update_notifier: 'false' },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own, so that nothing outlives the test.
      detached: true,
    });
    const pid = npm.pid ?? 0;
    try {
      const [, origin = ''] = await outputUntil(npm, /(http:\/\/127\.0\.0\.1:\d+)\//);
      const end = endOf(npm);
      npm.kill('SIGTERM');
      expect(await end).toEqual({ code: 0, errors: '' });
      await expect(fetch(origin)).rejects.toThrow('fetch failed');
    } finally {
      killGroup(pid);
    }
  });

  /** Ends what npm may have left behind. */
  function killGroup(pid: number): void {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // Nothing is left.
    }
  }
});

describe('npm start loads', () => {
  /** The files that a gateway loads until it listens, in which V8 counts the coverage of each. */
  async function loadedFiles(environment: Record<string, string>): Promise<string[]> {
    const folder = await mkdtemp(join(tmpdir(), 'gateway-'));
    try {
      const port = String(await freePort());
      const program = startProgram({ PORT: port, ...environment, NODE_V8_COVERAGE: folder });
      // It prints nothing in production.
      await expect.poll(() => isLive(port), { timeout: 50_000 }).toBe(true);
      const end = endOf(program);
      program.kill('SIGTERM');
      expect(await end).toEqual({ code: 0, errors: '' });
      const reports = await Promise.all(
        (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')),
      );
      return reports.flatMap((report) =>
        (JSON.parse(report) as { result: { url: string }[] }).result.map(({ url }) => url),
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  }
  const isLive = (port: string) =>
    fetch(`http://127.0.0.1:${port}/health/live`).then(
      ({ ok }) => ok,
      () => false,
    );
  async function freePort(): Promise<number> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await new Promise((closed) => server.close(closed));
    return port;
  }

  const PARTS = { emulator: /\/dist\/emulator\//, explorer: /\/dist\/http\/explorer\.js$|\/altair-static\// };
  async function partsLoaded(environment: Record<string, string>): Promise<string[]> {
    const files = await loadedFiles(environment);
    return Object.entries(PARTS)
      .filter(([, pattern]) => files.some((file) => pattern.test(file)))
      .map(([name]) => name);
  }
  const BITRIX24_WEBHOOK_URL = 'https://portal.example.com/rest/1/sentinelcode/';

  it('the emulator and the explorer where both are used', async () => {
    expect(await partsLoaded({})).toEqual(['emulator', 'explorer']);
  });

  it('no emulator with a portal of its own', async () => {
    expect(await partsLoaded({ BITRIX24_WEBHOOK_URL })).toEqual(['explorer']);
  });

  it('no explorer in production', async () => {
    expect(await partsLoaded({ BITRIX24_WEBHOOK_URL, NODE_ENV: 'production' })).toEqual([]);
  });
});
