import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { scaledRuns } from './test/support/random-runs.ts';

/**
 * Files with the portal of a program, which is too slow for the program's deadlines in a worker that many files filled,
 * and those with a browser, whose driver makes Node follow every promise of its worker.
 */
const PROGRAMS = ['test/programs/**/*.test.ts', 'test/deploy/guide.test.ts', 'test/**/*.browser.test.ts'];

/** Files that mock a module, for which a worker must not have loaded it before. */
const ISOLATED = ['test/app/work-per-request.test.ts'];

export default defineConfig({
  // The bundler would pick the ES module build of graphql for our files while packages load the CommonJS one, and
  // graphql-js refuses objects of another copy. Node itself gives everybody the CommonJS one.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    // Many tests wait for processes and connections more than they compute.
    maxWorkers: 2 * availableParallelism(),
    // Tests allocate much and keep little of it, which is collected less often in a larger young generation.
    execArgv: ['--max-semi-space-size=64'],
    // Generous on purpose: no test measures the machine, so a slow one must not fail for being slow.
    testTimeout: Math.max(60_000, scaledRuns(60_000)),
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        // The files of a worker share its modules: these hold no state, and loading them takes longer than most tests.
        test: {
          name: 'shared',
          include: ['test/**/*.test.ts'],
          exclude: [...PROGRAMS, ...ISOLATED],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'programs', include: PROGRAMS, isolate: false } },
      { extends: true, test: { name: 'isolated', include: ISOLATED } },
    ],
  },
});
