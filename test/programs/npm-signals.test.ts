import { spawn } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildProgram, endOf, outputUntil } from '../support/program.ts';
import { sampled } from '../support/random-runs.ts';

beforeAll(buildProgram);

describe('a signal to npm', () => {
  let folder: string;
  /** The scripts of this package, where nothing else is. */
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-'));
    for (const name of ['package.json', 'scripts', 'dist']) {
      await symlink(join(process.cwd(), name), join(folder, name));
    }
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(sampled(['start', 'emulator'], 1))('reaches the program of "npm run %s"', async (script) => {
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
