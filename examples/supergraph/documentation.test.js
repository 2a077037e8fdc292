import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(`${root}/docs/supergraph.md`, 'utf8');

const SECTION =
  /^### (.+)\n\n<!-- run -->\n\n```bash\n([^]+?)```\n\n<!-- answers -->\n\n```bash\n([^]+?)```\n\n```json\n([^]+?)```/gm;

describe('docs/supergraph.md', () => {
  const sections = [...page.matchAll(SECTION)];

  it('has commands for both routers', () => {
    assert.deepEqual(
      sections.map(([, title]) => title),
      ['Hive Gateway', '@apollo/gateway'],
    );
  });

  for (const [, title, start, ask, expected] of sections) {
    it(`says what ${title} answers`, async () => {
      const program = spawn('bash', ['-c', start], {
        cwd: root,
        detached: true,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      try {
        await outputUntil(program, 'The supergraph is at');
        const { stdout } = await promisify(execFile)('bash', ['-c', ask]);
        assert.deepEqual(JSON.parse(stdout), JSON.parse(expected));
      } finally {
        const closed = once(program, 'close');
        // npm and all that it started.
        process.kill(-program.pid, 'SIGTERM');
        await closed;
      }
    });
  }
});

function outputUntil(program, text) {
  return new Promise((resolve, reject) => {
    let output = '';
    program.stdout.on('data', (chunk) => {
      output += chunk;
      if (output.includes(text)) resolve();
    });
    program.once('close', () => reject(new Error(`ended without "${text}": ${output}`)));
  });
}
