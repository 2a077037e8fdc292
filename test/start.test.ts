import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { beforeAll, describe, expect, it } from 'vitest';
import { ADD_SIP_LINE, NEW_LINE } from './support/operations.ts';

/** The built program as a process of its own, with nothing of this environment that could configure it. */
function startProgram(environment: Record<string, string>): ChildProcess {
  return spawn(process.execPath, ['dist/main.js'], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function outputUntil(program: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let output = '';
    program.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const match = pattern.exec(output);
      if (match) resolve(match);
    });
    program.once('close', () => {
      reject(new Error(`the program ended without ${String(pattern)}: ${output}`));
    });
  });
}

async function endOf(program: ChildProcess): Promise<{ code: number | null; errors: string }> {
  let errors = '';
  program.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  await once(program, 'close');
  return { code: program.exitCode, errors };
}

describe('npm start', () => {
  beforeAll(() => {
    execFileSync('npm', ['run', '--silent', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] });
  });

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
