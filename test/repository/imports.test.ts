import { describe, expect, it } from 'vitest';
import { filesIn, findCircle, folderGraph, importGraph, importsOf } from '../support/import-graph.ts';

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
