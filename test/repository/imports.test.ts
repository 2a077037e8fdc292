import { readdirSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesIn, findCircle, folderGraph, importGraph, importsOf } from '../support/import-graph.ts';
import { lintMessages } from '../support/lint.ts';

const ROOMS = readdirSync('src', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** One file of each room but the named ones. */
const filesOutside = (...rooms: readonly string[]) =>
  ROOMS.filter((room) => !rooms.includes(room)).flatMap((room) =>
    filesIn(`src/${room}`).toSorted().slice(0, 1),
  );

/** What the lint says of a file of a room that imports others. */
const refusals = (from: string, imported: readonly string[]) =>
  lintMessages(
    'import-x/no-restricted-paths',
    from,
    imported.map((file) => `import './${relative(dirname(from), file)}';`).join('\n'),
  );

describe('the lint', () => {
  it('knows every room: the innermost one may import from none', async () => {
    const others = filesOutside('client');
    expect(await refusals('src/client/client.ts', others)).toHaveLength(others.length);
  });

  it('lets the outermost room import from all but the emulator', async () => {
    expect(await refusals('src/acceptance/main.ts', filesOutside('acceptance', 'emulator'))).toEqual([]);
    expect(await refusals('src/acceptance/main.ts', ['src/emulator/emulator.ts'])).toHaveLength(1);
  });

  it('refuses a wrong direction however it is imported', async () => {
    const message = await lintMessages(
      'import-x/no-restricted-paths',
      'src/telephony/decode.ts',
      `import type { Loaders } from '../graphql/loaders.ts';
       export const loaders = await import('../graphql/loaders.ts');
       export * from '../graphql/loaders.ts';`,
    );
    expect(message).toEqual(Array<unknown>(3).fill(expect.stringMatching(/telephony → portals/)));
  });

  it('keeps the emulator independent', async () => {
    const others = filesOutside('emulator');
    expect(await refusals('src/emulator/portal.ts', others)).toHaveLength(others.length);
  });

  it('lets the root import the composition and the settings only', async () => {
    // The only file of api-key is a program, which the command line at the root may start.
    const others = filesOutside('app', 'config', 'api-key');
    expect(await refusals('src/main.ts', others)).toHaveLength(others.length);
    expect(await refusals('src/main.ts', ['src/app/app.ts', 'src/config/read-settings.ts'])).toEqual([]);
  });
});

// The rule import-x/no-cycle does not count types.
describe('imports', () => {
  it('are found in every form', () => {
    const text = `
      import type { A } from './a.ts';
      import { type B } from '../b.ts';
      import './c.ts';
      import pino from 'pino';
      export * from './d.ts';
      export type E = import('./e.ts').E;
      export const f = () => import('./f.ts');
    `;
    expect(importsOf('src/config/x.ts', text)).toEqual(
      ['config/a', 'b', 'config/c', 'config/d', 'config/e', 'config/f'].map((name) => `src/${name}.ts`),
    );
  });

  it('are followed until a circle closes', () => {
    const graph = (edges: Record<string, string[]>) => new Map(Object.entries(edges));
    expect(findCircle(graph({ a: ['b', 'c'], b: ['c'], c: [] }))).toBeUndefined();
    expect(findCircle(graph({ a: ['b'], b: ['c', 'd'], c: [], d: ['b'] }))).toEqual(['b', 'd', 'b']);
  });

  it('run in no circle, of types neither', () => {
    const graph = importGraph([
      ...filesIn('src'),
      ...filesIn('test'),
      ...filesIn('bench/limits'),
      ...filesIn('bench/soak'),
    ]);
    expect(findCircle(graph)).toBeUndefined();
  });

  it('run one way between folders, too', () => {
    // Generated types name the types behind the schema, wherever these are.
    const written = filesIn('src').filter((file) => !file.includes('__generated__'));
    expect(findCircle(folderGraph(importGraph(written)))).toBeUndefined();
  });
});
