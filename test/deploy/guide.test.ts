import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, open, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApp } from '../../src/app/app.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { webhookUrlOf } from '../../src/config/webhook-url.ts';
import { startEmulator, type Emulator } from '../../src/emulator/emulator.ts';
import { buildProgram } from '../support/program.ts';
import { readKubernetes, readUnit } from './support/manifests.ts';
import { isInstalled } from './support/sandbox.ts';

const guide = readFileSync('docs/operations.md', 'utf8');
const CLI = resolve('dist/cli.js');

/** The commands of the guide under a heading, as one script. */
function commandsUnder(heading: string): string {
  const section = guide.split(new RegExp(`^##+ ${heading}\n`, 'm'))[1]?.split(/^##/m)[0] ?? '';
  const blocks = [...section.matchAll(/```bash\n([^]*?)```/g)].map(([, block = '']) => block);
  if (blocks.length === 0) throw new Error(`no commands under ${heading}`);
  return blocks.join('');
}

/**
 * Stands for programs that change the machine or need a daemon: writes its arguments to a file and, for those of the
 * image, runs the same program that the image starts.
 */
const STAND_IN = `#!/bin/sh
echo "$(basename "$0") $*" >> "$CALLS"
case "$(basename "$0") $*" in
  "docker run --rm bitrix24-telephony-gateway:"*) shift 3; exec node ${CLI} "$@" ;;
  "docker compose -f deploy/compose.yaml run --rm gateway doctor")
    BITRIX24_WEBHOOK_URL_FILE=deploy/secrets/webhook GATEWAY_API_KEYS_FILE=deploy/secrets/api-keys exec node ${CLI} doctor ;;
esac
`;

describe('the guide', () => {
  it('names this version', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    const named = [...guide.matchAll(/bitrix24-telephony-gateway[:-](\d+\.\d+\.\d+)/g)].map(
      ([, each]) => each,
    );
    expect(new Set(named)).toEqual(new Set([version]));
  });

  let folder: string;
  let emulator: Emulator;
  /** What an operator has and has seen who followed "With Docker": tests that go on from there share it. */
  let withDocker: { readonly folder: string; readonly output: string; readonly calls: readonly string[] };
  beforeAll(async () => {
    await buildProgram();
    emulator = await startEmulator();
    folder = await prepareFolder();
    withDocker = { folder, ...(await follow(commandsUnder('With Docker'))) };
  });
  afterAll(async () => {
    await emulator.close();
    await rm(withDocker.folder, { recursive: true });
  });
  beforeEach(async () => {
    folder = await prepareFolder();
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** A folder with what the commands need. */
  async function prepareFolder(): Promise<string> {
    const prepared = await mkdtemp(join(tmpdir(), 'gateway-guide-'));
    await mkdir(join(prepared, 'bin'));
    for (const name of ['docker', 'kubectl', 'npm', 'systemctl']) {
      await writeFile(join(prepared, 'bin', name), STAND_IN);
      await chmod(join(prepared, 'bin', name), 0o755);
    }
    await symlink(process.execPath, join(prepared, 'bin/node'));
    for (const name of [
      'Dockerfile',
      'compose.yaml',
      'compose-replicas.yaml',
      'kubernetes.yaml',
      'kubernetes-replicas.yaml',
      'bitrix24-telephony-gateway.service',
    ]) {
      await mkdir(join(prepared, 'deploy'), { recursive: true });
      await symlink(resolve('deploy', name), join(prepared, 'deploy', name));
    }
    await symlink(resolve('dist'), join(prepared, 'dist'));
    return prepared;
  }

  /** Copies the secrets of the guide's first steps into this test's folder. */
  const afterDocker = () =>
    cp(join(withDocker.folder, 'deploy/secrets'), join(folder, 'deploy/secrets'), { recursive: true });

  /** Runs commands as an operator does who pastes the webhook's URL. Returns what they called and what they showed. */
  async function follow(commands: string) {
    const calls = join(folder, 'calls');
    const shown = await open(join(folder, 'shown'), 'w');
    const shell = spawn('bash', ['-euo', 'pipefail', '-c', commands], {
      cwd: folder,
      env: { PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`, CALLS: calls },
      stdio: ['pipe', shown.fd, shown.fd],
    });
    shell.stdin?.end(`${emulator.webhookUrl}\n`);
    const [code] = (await once(shell, 'close')) as [number];
    await shown.close();
    const output = await readFile(join(folder, 'shown'), 'utf8');
    expect(code, output).toBe(0);
    return { output, calls: (await readFile(calls, { encoding: 'utf8', flag: 'a+' })).trim().split('\n') };
  }

  /** What the gateway makes of the two files of secrets. */
  const settingsFrom = (secrets: string) =>
    readSettings({
      NODE_ENV: 'production',
      HOST: '0.0.0.0',
      BITRIX24_WEBHOOK_URL_FILE: join(secrets, 'webhook'),
      GATEWAY_API_KEYS_FILE: join(secrets, 'api-keys'),
    });

  it('leads to a checked gateway with Docker', async () => {
    const { output, calls } = withDocker;
    expect(output).toMatch(/^ {2}tg_\S+$/m);
    expect(output).toContain('✓ The portal can be reached');
    expect(calls.at(-1)).toBe('docker compose -f deploy/compose.yaml up --detach --wait');
    const secrets = join(withDocker.folder, 'deploy/secrets');
    expect((await stat(secrets)).mode & 0o777).toBe(0o700);
    expect(settingsFrom(secrets)).toMatchObject({
      portal: { kind: 'webhook' },
      callers: { apiKeys: [{ name: 'web' }] },
    });
  });

  it('gives Kubernetes the secret that the manifest mounts', async () => {
    const { calls } = await follow(commandsUnder('On Kubernetes'));
    expect(calls).toEqual([
      'kubectl create secret generic bitrix24-telephony-gateway --from-file=webhook=deploy/secrets/webhook --from-file=api-keys=deploy/secrets/api-keys',
      'kubectl apply -f deploy/kubernetes.yaml',
      'kubectl rollout status deployment/bitrix24-telephony-gateway',
    ]);
    const manifest = readFileSync('deploy/kubernetes.yaml', 'utf8');
    for (const path of ['webhook', 'api-keys']) expect(manifest).toContain(`/run/secrets/gateway/${path}`);
    expect(manifest).toContain('secretName: bitrix24-telephony-gateway');
  });

  it('leads to two replicas whose Redis has the password that they use', async () => {
    await afterDocker();
    const { calls } = await follow(commandsUnder('Two replicas with Redis'));
    expect(calls.filter((call) => call.includes('replicas') || call.includes('redis'))).toEqual([
      'docker compose -f deploy/compose-replicas.yaml up --detach --wait',
      expect.stringContaining('--from-file=token-key=deploy/secrets/token-key') as string,
      'kubectl apply -f deploy/kubernetes-replicas.yaml',
    ]);
    const secrets = join(folder, 'deploy/secrets');
    const { redis } = readSettings({
      BITRIX24_WEBHOOK_URL_FILE: join(secrets, 'webhook'),
      GATEWAY_TOKEN_KEY_FILE: join(secrets, 'token-key'),
      REDIS_URL_FILE: join(secrets, 'redis-url'),
    });
    const configured = await readFile(join(secrets, 'redis-conf'), 'utf8');
    expect(configured).toBe(`requirepass ${redis?.password?.reveal() ?? ''}\n`);
    expect(redis?.server).toEqual({
      kind: 'single',
      node: { host: 'bitrix24-telephony-gateway-redis', port: 6_379 },
      database: 0,
    });
    const mounted = readKubernetes('deploy/kubernetes-replicas.yaml').pod.volumes[0]?.secret?.items;
    const created = [...(calls.at(-3) ?? '').matchAll(/--from-file=([\w-]+)=/g)].map(([, name]) => name);
    expect(created).toEqual(expect.arrayContaining(mounted?.map(({ key }) => key) ?? []));
  });

  it('leads to a checked gateway with systemd', async () => {
    const secrets = join(folder, 'etc/bitrix24-telephony-gateway');
    await mkdir(join(folder, 'etc/systemd/system'), { recursive: true });
    const commands = commandsUnder('With systemd')
      .replaceAll(/\/etc\/(?=bitrix24|systemd)/g, `${folder}/etc/`)
      .replace(/^cd \/opt\/.*$/m, '');
    const { output, calls } = await follow(commands);
    expect(output).toMatch(/^ {2}tg_\S+$/m);
    expect(output).toContain('✓ The portal can be reached');
    expect(calls.at(-1)).toBe('systemctl enable --now bitrix24-telephony-gateway');
    expect(
      await readFile(join(folder, 'etc/systemd/system/bitrix24-telephony-gateway.service'), 'utf8'),
    ).toBe(readFileSync('deploy/bitrix24-telephony-gateway.service', 'utf8'));
    expect((await stat(secrets)).mode & 0o777).toBe(0o700);
    expect(settingsFrom(secrets)).toMatchObject({
      portal: { kind: 'webhook' },
      callers: { apiKeys: [{ name: 'web' }] },
    });
  });

  it('checks a gateway that runs in production, with the key that it printed', async () => {
    await afterDocker();
    const { output } = withDocker;
    const secrets = join(folder, 'deploy/secrets');
    const app = await startApp({
      config: {
        ...settingsFrom(secrets),
        port: 0,
        host: '127.0.0.1',
        metrics: { host: '127.0.0.1', port: 0 },
      },
      source: { kind: 'webhook', webhook: webhookUrlOf(emulator.webhookUrl) },
      logDestination: { write: () => undefined },
    });
    try {
      const commands = commandsUnder('Check it')
        .replaceAll('http://127.0.0.1:4000', new URL(app.url).origin)
        .replaceAll('http://127.0.0.1:9464', new URL(app.metricsUrl ?? '').origin)
        .replace('tg_your-key', /^ {2}(tg_\S+)$/m.exec(output)?.[1] ?? '');
      const checked = await follow(commands);
      expect(checked.output).toContain('{"status":"ready"}');
      expect(checked.output).toMatch(/\{"data":\{"sipConnector":\{"freeMinutes":\d+\}\}\}/);
      expect(checked.output).toContain('gateway_fields_total{field="Query.sipConnector",code="OK"} 1');
    } finally {
      await app.close();
    }
  });

  it('adds a caller to those there are', async () => {
    await afterDocker();
    const secrets = join(folder, 'deploy/secrets');
    const cli = `node ${CLI}`;
    const commands = commandsUnder('More callers').replace(/^bitrix24-telephony-gateway/m, cli);
    await follow(`cd ${secrets}\n${commands}`);
    expect(settingsFrom(secrets)).toMatchObject({ callers: { apiKeys: [{ name: 'web' }, { name: 'crm' }] } });
  });

  it('turns the unit into one of an application', async () => {
    const [, text = ''] = /```ini\n([^]*?)```/.exec(guide) ?? [];
    const file = 'bitrix24-telephony-gateway.service';
    const unit = join(folder, 'unit', file);
    await mkdir(`${unit}.d`, { recursive: true });
    const own = readFileSync(join('deploy', file), 'utf8');
    await writeFile(unit, own.replace('/usr/bin/node', process.execPath));
    await writeFile(join(`${unit}.d`, 'override.conf'), text);
    if (isInstalled('systemd-analyze', 'Install the package systemd.'))
      expect(await promisify(execFile)('systemd-analyze', ['verify', unit])).toEqual({
        stdout: '',
        stderr: '',
      });
    const changes = readUnit(join(`${unit}.d`, 'override.conf'));
    const { BITRIX24_WEBHOOK_URL_FILE: unset, ...kept } = readUnit(unit).environment;
    expect([unset, changes.values('UnsetEnvironment')]).toEqual([
      '%d/webhook',
      ['BITRIX24_WEBHOOK_URL_FILE'],
    ]);
    const credentials = join(folder, 'credentials');
    await mkdir(credentials);
    const contents = { 'api-keys': '[]', 'client-secret': 'a-client-secret', 'token-key': 'a'.repeat(64) };
    expect(changes.secretFiles.slice(1)).toEqual(Object.keys(contents).map((name) => `%d/${name}`));
    const apiKeys = [{ name: 'web', sha256: 'a'.repeat(64), scopes: ['telephony:read'], portals: '*' }];
    for (const [name, content] of Object.entries({ ...contents, 'api-keys': JSON.stringify(apiKeys) }))
      await writeFile(join(credentials, name), `${content}\n`);
    const environment = Object.entries({ ...kept, ...changes.environment });
    expect(
      readSettings(
        Object.fromEntries(environment.map(([name, value]) => [name, value.replace('%d', credentials)])),
      ),
    ).toMatchObject({ production: true, portal: { kind: 'application' } });
  });
});
