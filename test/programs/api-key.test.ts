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

  it.each([[['web', 'telephony:all']], [['web', '--scope', 'x']], [['web', '--portal', 'a b']], [['a/b']]])(
    'explains itself instead of taking %j',
    (args) => {
      const { status, stdout, stderr } = run(...args);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^Usage: npm run api-key/);
    },
  );
});
