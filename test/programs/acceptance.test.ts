import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { acceptPortal } from '../../src/acceptance/accept-portal.ts';
import { startEmulator, type Emulator, type EmulatorOptions } from '../../src/emulator/emulator.ts';
import type { Fault } from '../../src/emulator/faults/fault.ts';
import { environmentOf } from '../support/application.ts';
import { buildProgram, endOf, outputUntil, startProgram } from '../support/program.ts';

beforeAll(buildProgram);

interface Run {
  readonly code: number | null;
  /** The report, for an issue. */
  readonly report: string;
  readonly notes: string;
}

/** Runs the built program. */
async function start(environment: Record<string, string>, stopAt?: RegExp): Promise<Run> {
  const program = startProgram(environment, 'dist/acceptance/main.js');
  let [report, notes] = ['', ''];
  program.stdout?.on('data', (chunk: Buffer) => (report += chunk.toString()));
  program.stderr?.on('data', (chunk: Buffer) => {
    notes += chunk.toString();
    if (stopAt?.test(notes)) program.kill('SIGINT');
  });
  await once(program, 'close');
  return { code: program.exitCode, report, notes };
}

/** Does the same in this process, which takes a tenth of the time of one of its own. */
async function runOn(env: Record<string, string>): Promise<Run> {
  let [report, notes] = ['', ''];
  const code = await acceptPortal({
    env,
    argv: [],
    stdout: { write: (text) => (report += text) },
    stderr: { write: (text) => (notes += text) },
    on: () => undefined,
    exit: () => undefined,
  });
  return { code, report, notes };
}

/** A portal that people have used: a line of theirs, which is the default. */
async function startPortal(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator(options);
  emulator.portal.addForeignLine({ type: 'office', title: 'Reception' });
  return emulator;
}

const titlesOn = ({ portal }: Emulator) => portal.lines().map(({ title }) => title);

describe.each(['older', 'newer'] as const)(
  'npm run acceptance on a portal of the %s generation',
  (generation) => {
    it('leaves it as it was, and reports what it does', async () => {
      await using emulator = await startPortal({ generation });
      const { code, report, notes } = await start({ BITRIX24_WEBHOOK_URL: emulator.webhookUrl });
      expect(notes).not.toMatch(/✗/);
      expect(code).toBe(0);
      expect(titlesOn(emulator)).toEqual(['Reception']);
      expect(report).toContain('Nothing was left behind.');
      expect(report).toMatch(
        /^\| Is `voximplant.user.get` refused to a webhook\? +\| It fails: .*FORBIDDEN/m,
      );
      expect(report.match(/^\| .*\?.* \| .* \|$/gm)).toHaveLength(7);
      expect(report + notes).not.toMatch(/emulatorwebhook1|127\.0\.0\.1/);
      for (const method of ['add', 'get', 'update', 'status', 'delete'])
        expect(emulator.portal.journal.entries(`voximplant.sip.${method}`)).not.toEqual([]);
      for (const { params } of emulator.portal.journal.entries('voximplant.sip.add'))
        expect(report + notes).not.toContain(z.string().parse(params['PASSWORD']));
    });
  },
);

describe('npm run acceptance', () => {
  it.each(['telephony', 'call'] as const)(
    'finds the scope of callbacks where it is %s',
    async (callbackScope) => {
      await using emulator = await startPortal({ callbackScope });
      const { report } = await runOn({ BITRIX24_WEBHOOK_URL: emulator.webhookUrl });
      expect(report).toContain(`\`methods\` lists it for ${callbackScope} (granted: telephony, call).`);
    },
  );

  it('works as an application', async () => {
    await using emulator = await startPortal();
    const folder = await mkdtemp(join(tmpdir(), 'acceptance-'));
    const environment = { ...environmentOf(emulator, join(folder, 'tokens.jwe')) };
    try {
      const none = await runOn(environment);
      expect(none.notes).toContain('No portal has the application installed: set the address for its events');
      expect(none.code).toBe(1);
      const gateway = startProgram({ PORT: '0', ...environment });
      const [, url = ''] = await outputUntil(gateway, /(http:\/\/127\.0\.0\.1:\d+)\/graphql/);
      await fetch(`${url}/bitrix24/install`, { method: 'POST', body: emulator.portal.installApplication() });
      const end = endOf(gateway);
      gateway.kill('SIGTERM');
      await end;
      const { code, report } = await runOn(environment);
      expect(report).toContain('as an application');
      expect(code).toBe(0);
      expect(titlesOn(emulator)).toEqual(['Reception']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each<[string, Fault]>([
    ['a refused change', { on: 'voximplant.sip.update', kind: 'error', status: 400, code: 'SOMETHING' }],
    ['a lost response to the add', { on: 'voximplant.sip.add', kind: 'drop', stage: 'after' }],
    ['a list that fails', { on: 'voximplant.sip.get', kind: 'error', status: 400, code: 'SOMETHING' }],
    ['a deletion that fails', { on: 'voximplant.sip.delete', kind: 'error', status: 400, code: 'SOMETHING' }],
  ])('leaves nothing behind after %s', async (_name, fault) => {
    await using emulator = await startPortal();
    emulator.portal.faults.inject(fault);
    const { report } = await runOn({ BITRIX24_WEBHOOK_URL: emulator.webhookUrl });
    expect(titlesOn(emulator)).toEqual(['Reception']);
    expect(report).toContain('Nothing was left behind.');
  });

  it('leaves nothing behind after Ctrl-C', async () => {
    await using emulator = await startPortal();
    const { code, report, notes } = await start(
      { BITRIX24_WEBHOOK_URL: emulator.webhookUrl },
      /✓ Add a line/,
    );
    expect(notes).toContain('Stopping after this step, and cleaning up.');
    expect(report).toContain('Not run: the run was interrupted.');
    expect(code).toBe(1);
    expect(titlesOn(emulator)).toEqual(['Reception']);
  });

  it('makes the default line what it was', async () => {
    await using emulator = await startPortal();
    const before = emulator.portal.outgoingLine();
    // Of the three reads, the one after the line is gone.
    const on = 'voximplant.line.outgoing.get';
    emulator.portal.faults.inject({ on, kind: 'result', result: 'sip999', skip: 2 });
    const { report } = await runOn({ BITRIX24_WEBHOOK_URL: emulator.webhookUrl });
    expect(report).toContain('Nothing was left behind.');
    const sets = emulator.portal.journal.entries('voximplant.line.outgoing.set');
    expect(sets.map(({ params }) => params['LINE_ID'])).toEqual([before]);
    expect(emulator.portal.outgoingLine()).toEqual(before);
  });

  it('says what to delete by hand where it cannot clean up', async () => {
    await using emulator = await startPortal();
    emulator.portal.faults.inject({
      on: 'voximplant.sip.delete',
      kind: 'error',
      status: 400,
      code: 'X',
      times: Infinity,
    });
    const { code, report, notes } = await runOn({ BITRIX24_WEBHOOK_URL: emulator.webhookUrl });
    expect(notes).toMatch(/✗ Delete the lines with "[0-9a-f]{16}" in their title by hand/);
    expect(report).toContain('Left behind: 1.');
    expect(code).toBe(1);
  });

  it('changes nothing without the right to', async () => {
    await using emulator = await startPortal({
      webhook: { code: 'emulatorwebhook1', canManageLines: false },
    });
    const { code, report } = await runOn({ BITRIX24_WEBHOOK_URL: emulator.webhookUrl });
    expect(report).toMatch(/failed: .*\(FORBIDDEN, error "ACCESS_DENIED", HTTP 403\)/);
    expect(code).toBe(1);
    expect(emulator.portal.journal.entries('voximplant.sip.add')).toEqual([]);
  });

  it('says that a portal is dead, and needs to be told which portal is for tests', async () => {
    const emulator = await startEmulator({});
    await emulator.close();
    const dead = await start({ BITRIX24_WEBHOOK_URL: emulator.webhookUrl });
    expect(dead.report).toContain('failed: ');
    expect(dead.code).toBe(3);
    const unnamed = await start({});
    expect(unnamed.notes).toContain('Set BITRIX24_WEBHOOK_URL, or BITRIX24_CLIENT_ID');
    expect(unnamed.code).toBe(2);
  });
});
