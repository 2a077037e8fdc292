import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { buildProgram, endOf, outputUntil, startProgram } from '../support/program.ts';

beforeAll(buildProgram);

describe('what "npm run emulator" prints', () => {
  let folder: string;
  /** The built programs, where nothing else is, and an npm that only starts them: `npm-signals.test.ts` tests npm. */
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'emulator-'));
    await symlink(join(process.cwd(), 'dist'), join(folder, 'dist'));
    await mkdir(join(folder, 'bin'));
    await symlink(process.execPath, join(folder, 'bin/node'));
    const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: { start: string } };
    const start = scripts.start.replace('node scripts/build.js && ', '');
    await writeFile(join(folder, 'bin/npm'), `#!/bin/sh\n[ "$*" = start ] || exit 64\n${start}\n`);
    await chmod(join(folder, 'bin/npm'), 0o755);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('works as often as it is run, also after the emulator was started again', async () => {
    const port = await freePort();
    for (const round of ['first', 'again']) {
      const emulator = startProgram(
        { EMULATOR_PORT: '0', EMULATOR_LATENCY: 'none' },
        'dist/emulator/main.js',
      );
      const commands = await commandsOf(emulator);
      const starts = commands.filter((command) => command.endsWith(' npm start'));
      const others = commands.filter((command) => command.startsWith('curl '));
      expect([starts.length, others.length, commands.length]).toEqual([2, 3, 5]);
      // The second time, and with another emulator, the application's file of tokens is already there.
      const [asWebhook = '', asApplication = ''] = starts;
      expect(asApplication).toContain('BITRIX24_CLIENT_ID');
      for (const command of round === 'first' ? [asWebhook, asApplication, asApplication] : [asApplication]) {
        const gateway = runCommand(command, port);
        await outputUntil(gateway, /GraphQL and Apollo Sandbox/);
        if (command === asApplication) expect(await outputOf(others, port)).toMatch(/"handlerStatus":\s*200/);
        expect(await titlesAt(port)).toEqual([]);
        await stop(gateway);
      }
      expect(await outputOf(others, port)).toMatch(/"result":\s*\{\s*"ID"/);
      await stop(emulator);
    }
    // Four gateways start one after another.
  }, 300_000);

  /** The indented lines, joined where they are continued. */
  async function commandsOf(emulator: ChildProcess): Promise<readonly string[]> {
    const [output] = await outputUntil(emulator, /[^]*\/_emulator\/journal\n/);
    const lines = output.replaceAll(/ \\\n +/g, ' ').split('\n');
    return lines.filter((line) => /^ {2}\S+ /.test(line)).map((line) => line.trim());
  }

  function runCommand(command: string, port: number): ChildProcess {
    return spawn('bash', ['-c', command.replaceAll(':4000/', `:${port}/`)], {
      cwd: folder,
      env: { PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  async function outputOf(commands: readonly string[], port: number): Promise<string> {
    let output = '';
    for (const command of commands) {
      const child = runCommand(command, port);
      child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
      await once(child, 'close');
    }
    return output;
  }
});

async function titlesAt(port: number): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ sipLines(filter: { titleContains: "nothing" }) { nodes { title } } }' }),
  });
  const { data } = (await response.json()) as { data?: { sipLines?: { nodes?: unknown } } };
  return data?.sipLines?.nodes;
}

async function stop(program: ChildProcess): Promise<void> {
  const end = endOf(program);
  program.kill('SIGTERM');
  expect(await end).toEqual({ code: 0, errors: '' });
}
