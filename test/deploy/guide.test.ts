import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, open, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readSettings } from '../../src/config/read-settings.ts';
import { startEmulator, type Emulator } from '../../src/emulator/emulator.ts';
import { buildProgram } from '../support/program.ts';

const guide = readFileSync('docs/operations.md', 'utf8');
const CLI = resolve('dist/cli.js');

/** The commands of the guide under a heading, as one script. */
function commandsUnder(heading: string): string {
  const section = guide.split(`### ${heading}\n`)[1]?.split(/^##/m)[0] ?? '';
  const block = /```bash\n([^]*?)```/.exec(section)?.[1];
  if (block === undefined) throw new Error(`no commands under ${heading}`);
  return block;
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
  beforeAll(async () => {
    await buildProgram();
    emulator = await startEmulator();
  });
  afterAll(() => emulator.close());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-guide-'));
    await mkdir(join(folder, 'bin'));
    for (const name of ['docker', 'kubectl', 'npm', 'systemctl']) {
      await writeFile(join(folder, 'bin', name), STAND_IN);
      await chmod(join(folder, 'bin', name), 0o755);
    }
    await symlink(process.execPath, join(folder, 'bin/node'));
    for (const name of [
      'Dockerfile',
      'compose.yaml',
      'kubernetes.yaml',
      'bitrix24-telephony-gateway.service',
    ]) {
      await mkdir(join(folder, 'deploy'), { recursive: true });
      await symlink(resolve('deploy', name), join(folder, 'deploy', name));
    }
    await symlink(resolve('dist'), join(folder, 'dist'));
  });
  afterEach(() => rm(folder, { recursive: true }));

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
    return { output, calls: (await readFile(calls, 'utf8')).trim().split('\n') };
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
    const { output, calls } = await follow(commandsUnder('With Docker'));
    expect(output).toMatch(/^ {2}tg_\S+$/m);
    expect(output).toContain('✓ The portal can be reached');
    expect(calls.at(-1)).toBe('docker compose -f deploy/compose.yaml up --detach --wait');
    const secrets = join(folder, 'deploy/secrets');
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
});
