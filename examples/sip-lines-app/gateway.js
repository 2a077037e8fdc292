import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/**
 * Starts the gateway as a process of its own, built by `npm run build` at the root, on a free port of this machine.
 *
 * @param {Readonly<Record<string, string | undefined>>} settings its environment
 * @returns {Promise<{origin: string, close: () => Promise<void>}>}
 */
export async function startGateway(settings) {
  const program = spawn(process.execPath, [PROGRAM], {
    env: { ...settings, HOST: '127.0.0.1', PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(program, 'close');
  const origin = await new Promise((resolve, reject) => {
    let start = '';
    program.stdout.on('data', (chunk) => {
      if (start === undefined) return;
      start += chunk;
      const [, found] = /(http:\/\/127\.0\.0\.1:\d+)\/graphql/.exec(start) ?? [];
      if (!found) return;
      start = undefined;
      resolve(found);
    });
    void closed.then(() => reject(new Error('The gateway did not start.')));
  });
  return {
    origin,
    async close() {
      program.kill('SIGTERM');
      await closed;
    },
  };
}
