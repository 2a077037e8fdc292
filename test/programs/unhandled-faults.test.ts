import { beforeAll, expect, it } from 'vitest';
import { startEmulator } from '../../src/emulator/emulator.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';
import { buildProgram, endOf, outputUntil, startProgram } from '../support/program.ts';
import { sampled } from '../support/random-runs.ts';
import { slowPortalClock } from '../support/slow-portal-clock.ts';

beforeAll(buildProgram);

const SENTINEL = 'sentinel-secret-4711';

it.each(
  sampled<[string, string, string]>(
    [
      ['an exception', 'throw new TypeError(process.env.QUOTED)', 'TypeError'],
      ['a rejection', 'void Promise.reject(new RangeError(process.env.QUOTED))', 'RangeError'],
      [
        'a rejection without an error',
        'void Promise.reject(process.env.QUOTED)',
        'UnhandledPromiseRejection',
      ],
    ],
    1,
  ),
)(
  '%s that nobody catches is named in the log, and the gateway stops in order',
  async (_kind, fault, name) => {
    const { arrived, release, clock } = slowPortalClock();
    await using emulator = await startEmulator({ clock, latency: 'realistic' });
    const program = startProgram(
      { PORT: '0', BITRIX24_WEBHOOK_URL: emulator.webhookUrl, QUOTED: SENTINEL },
      undefined,
      ['--import', `data:text/javascript,${encodeURIComponent(`process.on('SIGUSR2', () => { ${fault} })`)}`],
    );
    let output = '';
    program.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const end = endOf(program);
    const [, url = ''] = await outputUntil(program, /(http:\/\/127\.0\.0\.1:\d+\/graphql)/);
    const underWay = fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: ADD_SIP_LINE, variables: { input: NEW_LINE } }),
    });
    await arrived;
    const stopping = outputUntil(program, /"stopping"/);
    program.kill('SIGUSR2');
    await stopping;
    release();
    expect(await (await underWay).json()).toMatchObject({ data: { addSipLine: { title: 'Sales' } } });
    expect(await end).toEqual({ code: 1, errors: '' });
    const lines = output.split('\n').filter((line) => line.includes('"level":"error"'));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      name,
      frames: expect.any(Array) as unknown,
      msg: 'The gateway failed, and stops.',
    });
    expect(output).not.toContain(SENTINEL);
  },
);
