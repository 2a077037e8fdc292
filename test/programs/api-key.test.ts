import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../src/config/read-settings.ts';
import { buildProgram } from '../support/program.ts';

beforeAll(buildProgram);

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

  it('adds to the present keys, from the environment or from standard input, and shows none of them twice', () => {
    const settingOf = (output: string) => /GATEWAY_API_KEYS='(.*)'/.exec(output)?.[1] ?? '';
    const first = settingOf(run('web').stdout);
    const add = (name: string, options: object) =>
      spawnSync(process.execPath, ['dist/api-key/main.js', name, 'telephony:write', '--add'], {
        encoding: 'utf8',
        ...options,
      });
    const second = settingOf(add('crm', { env: { GATEWAY_API_KEYS: first } }).stdout);
    const names = (setting: string) =>
      readSettings({ GATEWAY_API_KEYS: setting }).callers?.apiKeys.map(({ name, scopes }) => [
        name,
        ...scopes,
      ]);
    expect(names(second)).toEqual([
      ['web', 'telephony:read'],
      ['crm', 'telephony:write'],
    ]);
    const third = add('app', { env: {}, input: `GATEWAY_API_KEYS='${second}'\n` });
    expect(third.status).toBe(0);
    expect(names(settingOf(third.stdout))).toHaveLength(3);
    expect(settingOf(third.stdout)).toContain(first.slice(1, -1));

    const taken = add('web', { env: { GATEWAY_API_KEYS: second } });
    expect([taken.status, taken.stdout]).toEqual([2, '']);
    expect(taken.stderr).toMatch(/already has a key with the name "web"/);
    for (const input of ['', 'sentinel-4711', '[{"name":"sentinel-4711"}]']) {
      const refused = add('app', { env: {}, input });
      expect([refused.status, refused.stdout]).toEqual([2, '']);
      expect(refused.stderr).toMatch(/^The present GATEWAY_API_KEYS must be a JSON list/);
      expect(refused.stderr).not.toContain('sentinel');
    }
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
