import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainStartFailure } from '../../src/app/start-failure.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { SECRET_SETTINGS } from '../../src/config/secret-files.ts';
import { problemsOf } from '../support/settings-problems.ts';

describe('a secret in a file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function fileWith(text: string): Promise<string> {
    const path = join(folder, 'secret');
    await writeFile(path, text);
    return path;
  }

  it('is read like the setting, without the newline at its end', async () => {
    const { portal } = readSettings({
      BITRIX24_WEBHOOK_URL_FILE: await fileWith('https://portal.test/rest/1/code/\r\n'),
    });
    expect(portal).toMatchObject({ kind: 'webhook', webhook: { host: 'portal.test' } });
    if (portal.kind === 'webhook')
      expect(portal.webhook.base.reveal()).toBe('https://portal.test/rest/1/code/');
  });

  it.each(SECRET_SETTINGS)('may be %s', async (name) => {
    const path = await fileWith('%');
    const problems = problemsOf({ [`${name}_FILE`]: path });
    // Each is checked as if it was set; none is an unknown setting.
    expect(problems.join()).not.toContain('is not a setting');
    expect(problems.length).toBeGreaterThan(0);
  });

  it('and in the setting as well is a mistake, and so is a file that is missing, empty or a folder', async () => {
    const path = await fileWith(' \n');
    expect(problemsOf({ GATEWAY_API_KEYS: '[]', GATEWAY_API_KEYS_FILE: path })).toContain(
      'GATEWAY_API_KEYS and GATEWAY_API_KEYS_FILE are both set: set only one.',
    );
    expect(problemsOf({ GATEWAY_API_KEYS_FILE: path })).toContain(
      `GATEWAY_API_KEYS_FILE: the file ${path} is empty.`,
    );
    expect(problemsOf({ GATEWAY_TOKEN_KEY_FILE: `${path}.no` })).toContain(
      `GATEWAY_TOKEN_KEY_FILE: the file ${path}.no cannot be read (ENOENT).`,
    );
    expect(problemsOf({ GATEWAY_TOKEN_KEY_FILE: folder })).toContain(
      `GATEWAY_TOKEN_KEY_FILE: the file ${folder} cannot be read (EISDIR).`,
    );
  });

  it('never gets into the explanation of a start that failed', async () => {
    const path = await fileWith('https://portal.test/rest/1/sentinelcode/');
    const error = new Error('https://portal.test/rest/1/sentinelcode/ and sentinelcode');
    expect(explainStartFailure(error, { BITRIX24_WEBHOOK_URL_FILE: path })).not.toContain('sentinelcode');
    const proxied = { https_proxy: 'http://user:sentinelword@proxy.test' };
    expect(explainStartFailure(new Error('sentinelword'), proxied)).not.toContain('sentinelword');
  });
});
