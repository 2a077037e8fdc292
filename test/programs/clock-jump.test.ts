import { beforeAll, expect, it } from 'vitest';
import { startEmulator } from '../../src/emulator/emulator.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';
import { buildProgram, endOf, outputUntil, startProgram } from '../support/program.ts';
import { sampled } from '../support/random-runs.ts';
import { slowPortalClock } from '../support/slow-portal-clock.ts';

beforeAll(buildProgram);

/** Makes the wall clock jump at a signal. */
const JUMPING_CLOCK = `
  const now = Date.now;
  process.on('SIGUSR2', () => {
    Date.now = () => now() + Number(process.env.JUMP_MS);
    process.stdout.write('jumped');
  });
`;

it.each(
  sampled<[string, string]>(
    [
      ['back', '-3600000'],
      ['forward', '3600000'],
    ],
    1,
  ),
)('a lost write is settled although the wall clock jumps %s by an hour', async (_way, jump) => {
  const { arrived, release, clock } = slowPortalClock();
  await using emulator = await startEmulator({ clock, latency: 'realistic' });
  emulator.portal.faults.inject({ kind: 'truncate', on: 'voximplant.sip.add' });
  const program = startProgram(
    { PORT: '0', BITRIX24_WEBHOOK_URL: emulator.webhookUrl, JUMP_MS: jump },
    undefined,
    ['--import', `data:text/javascript,${encodeURIComponent(JUMPING_CLOCK)}`],
  );
  const end = endOf(program);
  const [, url = ''] = await outputUntil(program, /(http:\/\/127\.0\.0\.1:\d+\/graphql)/);
  const add = async (title: string): Promise<unknown> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: ADD_SIP_LINE, variables: { input: { ...NEW_LINE, title } } }),
    });
    return response.json();
  };
  const lost = add('Sales');
  await arrived;
  const jumped = outputUntil(program, /jumped/);
  program.kill('SIGUSR2');
  await jumped;
  release();
  expect(await lost).toMatchObject({ data: { addSipLine: { title: 'Sales' } } });
  expect(await add('Support')).toMatchObject({ data: { addSipLine: { title: 'Support' } } });
  expect(emulator.portal.lines().map(({ title }) => title)).toEqual(['Sales', 'Support']);
  program.kill('SIGTERM');
  expect(await end).toEqual({ code: 0, errors: '' });
});
