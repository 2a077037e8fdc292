import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/emulator/emulator.ts';
import { deferred } from '../support/deferred.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';
import { buildProgram, endOf, outputUntil, startProgram } from '../support/program.ts';

beforeAll(buildProgram);

describe('npm start', () => {
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

  it('logs for people where it is asked to, to the last line', async () => {
    const program = startProgram({ PORT: '0', LOG_FORMAT: 'pretty' });
    let output = '';
    program.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [, url = ''] = await outputUntil(
      program,
      /(http:\/\/127\.0\.0\.1:\d+\/graphql)[^]*embedded emulator/,
    );
    await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: ADD_SIP_LINE, variables: { input: NEW_LINE } }),
    });
    const end = endOf(program);
    program.kill('SIGTERM');
    expect(await end).toEqual({ code: 0, errors: '' });
    const lines = output.split('\n').filter((line) => line.startsWith('['));
    const messages = lines.map((line) => /^\[[\d:.]+\] INFO(.*?)(?: \{|$)/.exec(line)?.[1]);
    expect(messages).toEqual([
      ': started',
      ' <anonymous>: audit: secrets were read',
      ' <anonymous>: audit: mutation',
      ' <anonymous>: operation',
      ': stopping',
      ': stopped',
    ]);
    expect(output).toContain('  Bitrix24 telephony gateway\n');
    expect(output).not.toContain('{"level"');
    expect(output).not.toContain(NEW_LINE.password);
  });

  it('takes the two signals of one Ctrl-C under npm for one, and cuts no operation', async () => {
    const arrived = deferred();
    const release = deferred();
    const sleep = () => {
      arrived.resolve();
      return release.promise;
    };
    await using emulator = await startEmulator({ clock: { now: () => Date.now(), sleep } });
    emulator.portal.faults.inject({ kind: 'slow', on: 'voximplant.sip.add', delayMs: 1 });
    const program = startProgram({ PORT: '0', BITRIX24_WEBHOOK_URL: emulator.webhookUrl });
    const [, url = ''] = await outputUntil(program, /(http:\/\/127\.0\.0\.1:\d+\/graphql)/);
    const end = endOf(program);
    const underWay = fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: ADD_SIP_LINE, variables: { input: NEW_LINE } }),
    });
    await arrived.promise;
    program.kill('SIGINT');
    program.kill('SIGINT');
    await expect
      .poll(
        () =>
          fetch(url).then(
            () => 'open',
            () => 'closed',
          ),
        { timeout: 50_000 },
      )
      .toBe('closed');
    release.resolve();
    expect(await (await underWay).json()).toMatchObject({ data: { addSipLine: { title: 'Sales' } } });
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

  it('explains that its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, errors } = await endOf(startProgram({ PORT: String(port) }));
    other.close();
    expect(code).toBe(1);
    expect(errors).toContain(`another program is listening on port ${port}. Set PORT`);
  });
});
