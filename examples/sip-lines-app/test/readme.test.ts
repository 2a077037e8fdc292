import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../test/support/free-port.ts';
import { fillNewLine, says, submit } from './support/actions.ts';
import { hasChromium, launchBrowser } from './support/open-app.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const run = promisify(execFile);

/** The code blocks of the README, in their order. */
function blocksOf(readme: string, language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(
    ([, text = '']) => text,
  );
}

describe.skipIf(!hasChromium)('the README, followed literally from a clone', { timeout: 600_000 }, () => {
  let folder: string;
  let browser: Browser;
  let gateway: ChildProcess;
  const programs: ChildProcess[] = [];
  const ports = { gateway: 0, page: 0 };
  let commands: string[];
  let results: unknown[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'readme-'));
    await run('git', ['clone', '--quiet', ROOT, folder]);
    const readme = readFileSync(join(folder, 'README.md'), 'utf8');
    commands = blocksOf(readme, 'bash');
    results = blocksOf(readme, 'json').map((text) => JSON.parse(text) as unknown);
    browser = await launchBrowser();
    Object.assign(ports, { gateway: await freePort(), page: await freePort() });
  });
  afterAll(async () => {
    await browser.close();
    for (const program of programs) {
      const ended = once(program, 'close');
      process.kill(-(program.pid ?? 0), 'SIGTERM');
      await ended;
    }
    await rm(folder, { recursive: true });
  });

  /** Other programs of this machine may use the ports of the README. */
  const here = (command: string) =>
    command
      .replaceAll(':4000/', `:${String(ports.gateway)}/`)
      .replaceAll(':4500/', `:${String(ports.page)}/`);

  async function start(command: string, port: number, pattern: RegExp): Promise<ChildProcess> {
    const program = spawn('bash', ['-c', `exec 2>&1; ${here(command)}`], {
      cwd: folder,
      // All that a shell started ends with its process group.
      detached: true,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: String(port) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    programs.push(program);
    let output = '';
    await new Promise<void>((resolve, reject) => {
      program.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (pattern.test(output)) resolve();
      });
      program.once('close', () => {
        reject(new Error(`${command} ended: ${output}`));
      });
    });
    return program;
  }

  async function add(): Promise<unknown> {
    const [, curl = ''] = commands;
    const { stdout } = await run('bash', ['-c', here(curl)]);
    return JSON.parse(stdout);
  }

  it('starts a gateway with its first command', async () => {
    const [first = ''] = commands[0]?.split('\n') ?? [];
    gateway = await start(first, ports.gateway, /\/graphql/);
    expect(gateway.exitCode).toBeNull();
  });

  it('adds a line with curl, which is what it shows, and is then refused as it says', async () => {
    expect(await add()).toEqual(results[0]);
    expect(await add()).toMatchObject({
      errors: [{ extensions: { code: 'TITLE_EXISTS', argument: ['input', 'title'] } }],
    });
  });

  it('adds a line in the explorer', async () => {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${String(ports.gateway)}/explorer`);
    await page.getByRole('button', { name: /execute query/i }).click();
    await expect.poll(() => page.innerText('body')).toContain('"regId"');
    await page.close();
  });

  it('adds a line in the app', async () => {
    const [, , app = ''] = commands;
    await start(app, ports.page, /The app is at/);
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${String(ports.page)}/`);
    await fillNewLine(page, { title: 'Warehouse' });
    await submit(page);
    await says(page, 'Warehouse was added.');
    await page.close();
  });
});
