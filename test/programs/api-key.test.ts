import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { beforeAll, describe, expect, it } from 'vitest';
import { createApiKey } from '../../src/api-key/create-api-key.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { buildProgram } from '../support/program.ts';

beforeAll(buildProgram);

interface Given {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Does what the program does, in this process. */
async function runWith({ env = {}, input = '' }: Given, ...args: string[]) {
  let [stdout, stderr] = ['', ''];
  const status = await createApiKey({
    env,
    argv: ['node', 'main.js', ...args],
    stdin: Readable.from([input]),
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return { status, stdout, stderr };
}
const run = (...args: string[]) => runWith({}, ...args);

const settingOf = (output: string) => /GATEWAY_API_KEYS='(.*)'/.exec(output)?.[1] ?? '';

it('the program takes its arguments, the present keys from standard input, and exits with the code', async () => {
  const start = (input: string) =>
    spawnSync(process.execPath, ['dist/api-key/main.js', 'crm', 'telephony:write', '--add'], {
      encoding: 'utf8',
      env: {},
      input,
    });
  const { status, stdout } = start(settingOf((await run('web')).stdout));
  expect([status, readSettings({ GATEWAY_API_KEYS: settingOf(stdout) }).callers?.apiKeys.length]).toEqual([
    0, 2,
  ]);
  const refused = start('');
  expect([refused.status, refused.stdout]).toEqual([2, '']);
});

describe('npm run api-key', () => {
  it('makes a key, and the setting that lets it in', async () => {
    const { status, stdout } = await run('web', 'telephony:read', '--portal', 'abc', '--portal', 'def');
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
    expect((await run('web', '--portal', '*')).stdout).toContain('"portals":"*"');
    expect((await run('web')).stdout).not.toContain('portals');
  });

  it('adds to the present keys, from the environment or from standard input, and shows none of them twice', async () => {
    const first = settingOf((await run('web')).stdout);
    const add = (name: string, given: Given) => runWith(given, name, 'telephony:write', '--add');
    const second = settingOf((await add('crm', { env: { GATEWAY_API_KEYS: first } })).stdout);
    const names = (setting: string) =>
      readSettings({ GATEWAY_API_KEYS: setting }).callers?.apiKeys.map(({ name, scopes }) => [
        name,
        ...scopes,
      ]);
    expect(names(second)).toEqual([
      ['web', 'telephony:read'],
      ['crm', 'telephony:write'],
    ]);
    const third = await add('app', { input: `GATEWAY_API_KEYS='${second}'\n` });
    expect(third.status).toBe(0);
    expect(names(settingOf(third.stdout))).toHaveLength(3);
    expect(settingOf(third.stdout)).toContain(first.slice(1, -1));

    const taken = await add('web', { env: { GATEWAY_API_KEYS: second } });
    expect([taken.status, taken.stdout]).toEqual([2, '']);
    expect(taken.stderr).toMatch(/already has a key with the name "web"/);
    for (const input of ['', 'sentinel-4711', '[{"name":"sentinel-4711"}]']) {
      const refused = await add('app', { input });
      expect([refused.status, refused.stdout]).toEqual([2, '']);
      expect(refused.stderr).toMatch(/^The present GATEWAY_API_KEYS must be a JSON list/);
      expect(refused.stderr).not.toContain('sentinel');
    }
  });

  it.each([[['web', 'telephony:all']], [['web', '--scope', 'x']], [['web', '--portal', 'a b']], [['a/b']]])(
    'explains itself instead of taking %j',
    async (args) => {
      const { status, stdout, stderr } = await run(...args);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^Usage: npm run api-key/);
    },
  );
});
