import type { ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type Emulator } from '../../src/emulator/emulator.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';
import { buildProgram, endOf, outputUntil, startProgram } from '../support/program.ts';
import { slowPortalClock } from '../support/slow-portal-clock.ts';

beforeAll(buildProgram);

/** Ten minutes: a test that ends has not waited for it. */
const FOREVER = '600000';

describe('SIGTERM', () => {
  it('settles a write whose client is gone before it cuts the connections to the portal', async () => {
    const { arrived, release, clock } = slowPortalClock();
    await using emulator = await startEmulator({ clock, latency: 'realistic' });
    // The portal adds the line, but its answer is lost: the line has to be looked up.
    emulator.portal.faults.inject({ kind: 'truncate', on: 'voximplant.sip.add' });
    const { program, url, end } = await start(emulator);
    const client = new AbortController();
    const gone = add(url, client.signal).catch(() => 'gone');
    await arrived;
    client.abort();
    expect(await gone).toBe('gone');
    program.kill('SIGTERM');
    await closed(url);
    release();
    expect(await end).toEqual({ code: 0, errors: '' });
    expect(emulator.portal.lines().map(({ title }) => title)).toEqual(['Sales']);
    expect(emulator.portal.journal.entries('voximplant.sip.get').length).toBeGreaterThan(0);
  });

  it('waits neither for silent connections nor for requests that do not arrive', async () => {
    await using emulator = await startEmulator();
    const { program, url, end } = await start(emulator, { GATEWAY_DRAIN_TIMEOUT_MS: FOREVER });
    const { port, host } = new URL(url);
    const head = `POST /graphql HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: 99\r\n`;
    const sockets = ['', 'POST /graphql HT', head, `${head}\r\n`, `${head}\r\n{"query": `].map((text) => {
      const socket = connect(Number(port), '127.0.0.1');
      // The end of the program may reset them.
      socket.on('error', () => undefined);
      socket.write(text);
      return socket;
    });
    // Connections are accepted in their order, so these are there once a later one is served.
    expect(await ready(url)).toBe(200);
    program.kill('SIGTERM');
    expect(await end).toEqual({ code: 0, errors: '' });
    for (const socket of sockets) socket.destroy();
  });

  it('ends the process at the end of the time, whatever is left, and its exit code says so', async () => {
    const { arrived, release, clock } = slowPortalClock();
    await using emulator = await startEmulator({ clock });
    emulator.portal.faults.inject({ kind: 'slow', on: 'voximplant.sip.add', delayMs: 1 });
    const { program, url, end } = await start(emulator, { GATEWAY_DRAIN_TIMEOUT_MS: '1' });
    const cut = add(url).catch(() => 'cut');
    await arrived;
    program.kill('SIGTERM');
    expect((await end).code).toBe(1);
    expect(await cut).toBe('cut');
    release();
  });

  it('serves on for as long as load balancers need to notice', async () => {
    await using emulator = await startEmulator();
    const { program, url, end } = await start(emulator, { GATEWAY_DRAIN_DELAY_MS: FOREVER });
    expect(await ready(url)).toBe(200);
    program.kill('SIGTERM');
    await expect.poll(() => ready(url)).toBe(503);
    expect(await add(url)).toMatchObject({ data: { addSipLine: { title: 'Sales' } } });
    program.kill('SIGKILL');
    await end;
  });
});

async function start(
  { webhookUrl }: Emulator,
  environment: Readonly<Record<string, string>> = {},
): Promise<{ program: ChildProcess; url: string; end: ReturnType<typeof endOf> }> {
  const program = startProgram({ PORT: '0', BITRIX24_WEBHOOK_URL: webhookUrl, ...environment });
  const end = endOf(program);
  const [, url = ''] = await outputUntil(program, /(http:\/\/127\.0\.0\.1:\d+\/graphql)/);
  return { program, url, end };
}

async function add(url: string, signal?: AbortSignal): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: ADD_SIP_LINE, variables: { input: NEW_LINE } }),
    ...(signal && { signal }),
  });
  return response.json();
}

async function ready(url: string): Promise<number> {
  const { status } = await fetch(new URL('/health/ready', url));
  return status;
}

/** Resolves when no new connection is accepted any more. */
async function closed(url: string): Promise<void> {
  await expect
    .poll(() =>
      fetch(url).then(
        () => 'open',
        () => 'closed',
      ),
    )
    .toBe('closed');
}
