import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildProgram } from '../support/program.ts';
import { environmentOf, execForm, lastOf, readDockerfile, textOf } from './support/dockerfile.ts';
import { assembleImage } from './support/image.ts';
import { isInstalled, runInSandbox } from './support/sandbox.ts';

/** A bundle is built, and many processes are started one after another. */
const PATIENCE_MS = 300_000;

const hasSandbox = isInstalled('bwrap', 'Install the package bubblewrap.');
const scenario = readFileSync('test/deploy/support/in-container.js', 'utf8');
const stages = readDockerfile('deploy/Dockerfile');
const runtime = lastOf(stages);

describe('the image', () => {
  it('is based on the Node version of this repository', () => {
    const version = readFileSync('.nvmrc', 'utf8').trim();
    for (const { base } of stages) expect(base).toBe(`node:${version}-bookworm-slim`);
  });

  it('stops on SIGTERM, which reaches the program because no shell is between', () => {
    expect(textOf(runtime, 'STOPSIGNAL')).toBe('SIGTERM');
    expect(execForm(textOf(runtime, 'ENTRYPOINT'))[0]).toBe('node');
  });
});

describe.skipIf(!hasSandbox)('the file set of the image, on a read-only root without network', () => {
  let folder: string;
  let root: string;
  beforeAll(async () => {
    await buildProgram();
    folder = await mkdtemp(join(tmpdir(), 'gateway-image-'));
    root = await assembleImage(stages, folder);
  }, PATIENCE_MS);
  afterAll(() => rm(folder, { recursive: true }));

  it('has the program, what it imports, and nothing for development', () => {
    expect(existsSync(join(root, 'app/dist/main.js'))).toBe(true);
    for (const name of ['fastify', '@graphql-yoga', 'typescript', 'rolldown'])
      expect(existsSync(join(root, 'app/node_modules', name)), name).toBe(false);
    expect(existsSync(join(root, 'app/src'))).toBe(false);
  });

  it(
    'checks a portal, serves callers with a key, passes its health check, and stops in peace',
    async () => {
      const [uid = '', gid = ''] = textOf(runtime, 'USER').split(':');
      const commands = {
        entrypoint: execForm(textOf(runtime, 'ENTRYPOINT')),
        cmd: execForm(textOf(runtime, 'CMD')),
        healthCheck: execForm(textOf(runtime, 'HEALTHCHECK')),
      };
      const output = await runInSandbox(
        {
          folders: { '/app': join(root, 'app') },
          writable: ['/run/secrets'],
          user: { uid, gid },
          environment: environmentOf(runtime),
        },
        ['node', '--input-type=module', '-e', scenario, '--', JSON.stringify(commands)],
      );
      expect(JSON.parse(output)).toEqual({
        uid: 1000,
        doctor: 0,
        healthBefore: 1,
        health: 0,
        answered: { status: 200, body: { data: { sipLines: { nodes: [] } } } },
        anonymous: 401,
        write: 'EROFS',
        outside: 'ENETUNREACH',
        stopped: 0,
        files: ['LICENSE', 'dist', 'node_modules', 'package.json', 'schema.graphql'],
      });
    },
    PATIENCE_MS,
  );
});
