import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startEmulator, type Emulator } from '../../src/emulator/emulator.ts';
import { environmentOf } from '../support/application.ts';
import { diagnose } from '../support/doctor.ts';
import { buildProgram, endOf, outputUntil, startDoctor, startProgram } from '../support/program.ts';

beforeAll(buildProgram);

describe('an application', () => {
  let emulator: Emulator;
  let folder: string;
  let environment: Record<string, string>;
  beforeEach(async () => {
    emulator = await startEmulator({});
    folder = await mkdtemp(join(tmpdir(), 'gateway-'));
    environment = { ...environmentOf(emulator, join(folder, 'tokens.jwe')) };
  });
  afterEach(async () => {
    await emulator.close();
    await rm(folder, { recursive: true });
  });

  async function startGateway(): Promise<{ program: ChildProcess; url: string }> {
    const program = startProgram({ PORT: '0', ...environment });
    const [, url = ''] = await outputUntil(program, /(http:\/\/127\.0\.0\.1:\d+)\/graphql/);
    return { program, url };
  }
  async function askFor(url: string): Promise<unknown> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ sipLines { nodes { title } } }' }),
    });
    return response.json();
  }
  const install = async (url: string) => {
    const body = emulator.portal.installApplication();
    expect((await fetch(`${url}/bitrix24/install`, { method: 'POST', body })).status).toBe(200);
  };
  const refreshes = () => emulator.portal.journal.entries('oauth/token');

  /** Kills a gateway whose token was just renewed, before it learns of that. Leaves its file and its lock. */
  async function dieWhileRenewing(): Promise<void> {
    const { program, url } = await startGateway();
    await install(url);
    emulator.portal.expireAccessTokens();
    emulator.portal.faults.inject({ on: 'oauth/token', kind: 'hang', stage: 'after' });
    const asked = askFor(url).catch(() => 'nobody answered');
    await expect.poll(() => refreshes().map(({ executed }) => executed)).toEqual([true, true]);
    const ended = once(program, 'close');
    program.kill('SIGKILL');
    await ended;
    expect(await asked).toBe('nobody answered');
    // Ten seconds later.
    await utimes(`${environment['GATEWAY_TOKEN_FILE']}.${emulator.portal.memberId}.lock`, 0, 0);
  }
  async function stop(program: ChildProcess): Promise<void> {
    const end = endOf(program);
    program.kill('SIGTERM');
    expect(await end).toEqual({ code: 0, errors: '' });
  }

  it('that is killed between renewing and storing renews again, if the old token still works', async () => {
    emulator.portal.authorizationServer.setRefreshTokenReuse('accepted');
    await dieWhileRenewing();
    const { program, url } = await startGateway();
    expect(await askFor(url)).toEqual({ data: { sipLines: { nodes: [] } } });
    expect(refreshes()).toHaveLength(3);
    await stop(program);
  });

  it('that is killed between renewing and storing asks to be installed again, if not', async () => {
    await dieWhileRenewing();
    const { program, url } = await startGateway();
    for (const _ of [1, 2, 3]) {
      expect(await askFor(url)).toMatchObject({
        data: { sipLines: null },
        errors: [{ extensions: { code: 'PORTAL_CREDENTIAL_REJECTED', portalState: 'REINSTALL_NEEDED' } }],
      });
    }
    expect(refreshes()).toHaveLength(3);
    const ready: unknown = await (await fetch(`${url}/health/ready`)).json();
    expect(ready).toMatchObject({ portals: [{ state: 'REINSTALL_NEEDED' }] });

    const sick = await diagnose(environment);
    expect(sick.output).toMatch(/✗ .*install the gateway's application again/);
    expect(sick.code).toBe(1);
    expect(refreshes()).toHaveLength(3);

    await install(url);
    expect(await askFor(url)).toEqual({ data: { sipLines: { nodes: [] } } });
    const healthy = await diagnose(environment);
    expect(healthy.output).toMatch(
      /Portal: 127\.0\.0\.1:\d+ \(member_id [0-9a-f]{32}; portalKey [\w-]{12}\)\n✓ The portal can be reached/,
    );
    expect(healthy.output).not.toMatch(/✗/);
    expect(healthy.code).toBe(0);
    await stop(program);
  });

  it('is nowhere installed at first, which the doctor says', async () => {
    const { code, output } = await startDoctor(environment);
    expect(output).toMatch(/✗ No portal has the application installed/);
    expect(code).toBe(1);
  });

  it('does not start with the key of another file', async () => {
    const { program, url } = await startGateway();
    await install(url);
    await stop(program);
    environment['GATEWAY_TOKEN_KEY'] = '00'.repeat(32);
    const { code, errors } = await endOf(startProgram({ PORT: '0', ...environment }));
    expect([code, errors]).toEqual([
      1,
      expect.stringMatching(
        /^The gateway cannot start: The token file \S+ was written with another GATEWAY_TOKEN_KEY, or is damaged\./,
      ),
    ]);
    expect((await diagnose(environment)).code).toBe(2);
  });
});
