import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The telephony gateway as its own process, built by `npm run build` at the root. */
export async function startTelephony(environment, port = 0) {
  const program = spawn(process.execPath, [fileURLToPath(new URL('../../dist/main.js', import.meta.url))], {
    env: { PATH: process.env.PATH, PORT: String(port), ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise((resolve, reject) => {
    let output = '';
    program.stdout.on('data', (chunk) => {
      output += chunk;
      const [found] = /http:\/\/127\.0\.0\.1:\d+\/graphql/.exec(output) ?? [];
      if (found) resolve(found);
    });
    program.once('close', () => reject(new Error('The telephony gateway did not start.')));
  });
  return {
    url,
    async close() {
      const closed = once(program, 'close');
      program.kill('SIGTERM');
      await closed;
    },
  };
}

/** `GATEWAY_API_KEYS` for keys by name: `{router: {key, scopes}}`. */
export function apiKeys(keys) {
  return JSON.stringify(
    Object.entries(keys).map(([name, { key, scopes }]) => ({
      name,
      sha256: createHash('sha256').update(key).digest('hex'),
      scopes,
    })),
  );
}
