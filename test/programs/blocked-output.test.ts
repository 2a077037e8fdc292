import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { buildProgram, endOf, startProgram } from '../support/program.ts';
import { sampled } from '../support/random-runs.ts';
import { stuckPipe } from '../support/stuck-pipe.ts';

beforeAll(buildProgram);

describe('a gateway whose output cannot be written', () => {
  it.each(
    sampled<[string, () => Promise<void>]>(
      [
        [
          'on a full disk',
          async () => {
            const full = openSync('/dev/full', 'w');
            try {
              await serveAndStop((port) => start({ PORT: port }, full));
            } finally {
              closeSync(full);
            }
          },
        ],
        [
          'in a pipe that nobody reads',
          async () => {
            using pipe = stuckPipe();
            await serveAndStop((port) => start({ PORT: port }, pipe.fd));
            expect(pipe.read()).toBe('');
          },
        ],
        [
          'in a pipe whose reader is gone',
          () =>
            serveAndStop((port) => {
              const program = startProgram({ PORT: port, LOG_LEVEL: 'trace' });
              program.stdout?.destroy();
              program.stderr?.destroy();
              return program;
            }),
        ],
      ],
      1,
    ),
  )('works and stops with its log %s', (_where, run) => run());

  it.each(sampled(['a full disk', 'a pipe that nobody reads'], 1))(
    'refuses to start with wrong settings and %s',
    async (output) => {
      using pipe = stuckPipe();
      const full = openSync('/dev/full', 'w');
      try {
        const { code } = await endOf(start({ PORT: 'x' }, output === 'a full disk' ? full : pipe.fd));
        expect(code).toBe(1);
      } finally {
        closeSync(full);
      }
    },
  );
});

function start(environment: Readonly<Record<string, string>>, output: number): ChildProcess {
  return startProgram({ LOG_LEVEL: 'trace', ...environment }, undefined, [], ['ignore', output, output]);
}

/** Sends enough to fill whatever lies between the log and its reader. */
async function serveAndStop(startOn: (port: string) => ChildProcess): Promise<void> {
  // The program's own choice of a port would be in the output that is lost.
  const port = String(await freePort());
  const program = startOn(port);
  const end = endOf(program);
  const query = () =>
    fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: `query ${'N'.repeat(100)} { __typename }` }),
    }).then(({ status }) => status);
  await expect.poll(() => query().catch(() => 'closed')).toBe(200);
  for (let round = 0; round < 2; round += 1) {
    const statuses = await Promise.all(Array.from({ length: 50 }, query));
    expect(new Set(statuses)).toEqual(new Set([200]));
  }
  program.kill('SIGTERM');
  expect((await end).code).toBe(0);
}
