import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { scaledRuns } from './test/support/random-runs.ts';

/** Files that mock a module, for which a worker must not have loaded it before. */
const ISOLATED = ['test/app/work-per-request.test.ts'];

/**
 * Puts the files first that wait for other programs: their portals are too slow for these in a worker that is full.
 * Those that mostly wait come next, because the suite would wait for them at its end.
 */
class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const order = [/\/test\/(programs|deploy)\/|\.browser\./, /\/test\/(replicas|state\/redis)\//, /./];
    const rank = ({ moduleId }: TestSpecification) => order.findIndex((pattern) => pattern.test(moduleId));
    return sorted.sort((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  // The bundler would pick the ES module build of graphql for our files while packages load the CommonJS one, and
  // graphql-js refuses objects of another copy. Node itself gives everybody the CommonJS one.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    // Many tests wait for processes and connections more than they compute.
    maxWorkers: 2 * availableParallelism(),
    // Tests allocate much and keep little of it, which is collected less often in a larger young generation.
    execArgv: ['--max-semi-space-size=64'],
    sequence: { sequencer: WaitingFirst },
    // Generous on purpose: no test measures the machine, so a slow one must not fail for being slow.
    testTimeout: Math.max(60_000, scaledRuns(60_000)),
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        // The files of a worker share its modules: these hold no state, and loading them takes longer than most tests.
        test: { name: 'shared', include: ['test/**/*.test.ts'], exclude: ISOLATED, isolate: false },
      },
      { extends: true, test: { name: 'isolated', include: ISOLATED } },
    ],
  },
});
