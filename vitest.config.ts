import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { scaledRuns } from './test/support/random-runs.ts';

/** Files that start programs: their portals are too slow for these in a worker that is full. */
const PROGRAMS = /\/test\/(programs|deploy)\//;

/**
 * Files that mostly wait: for Redis, for deadlines, or until something may be sent again. Those that wait longest come
 * first, so that a run does not end with one of them.
 */
const WAITING = [
  'replicas/shared-titles',
  'state/redis/link',
  'telephony/portal-errors',
  'observability/outcomes',
  'replicas/shared-rate',
  'graphql/idempotency/unknown-outcomes',
  'app/redis',
  'replicas/',
  'observability/traces',
  'credentials/passed-through',
  'bitrix24/settlement/slow-adds',
  'state/redis/',
  'bitrix24/settlement/lost-writes-http',
];

/** How many other files start for each that mostly waits, so that most workers always have something to compute. */
const BETWEEN = 7;

/** Puts first the files that start programs, and spreads those that mostly wait over the whole run. */
class Interleaved extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) =>
      WAITING.findIndex((path) => moduleId.includes(`/test/${path}`));
    const waiting = sorted.filter((file) => rank(file) >= 0).toSorted((a, b) => rank(a) - rank(b));
    const others = sorted.filter((file) => !waiting.includes(file));
    const isProgram = ({ moduleId }: TestSpecification) => PROGRAMS.test(moduleId);
    const working = [...others.filter(isProgram), ...others.filter((file) => !isProgram(file))];
    const spread = working.flatMap((file, index) =>
      index % BETWEEN === 0 ? [...waiting.splice(0, 1), file] : [file],
    );
    return [...spread, ...waiting];
  }
}

/**
 * Node 20 spends a seventh of the time of a run on optimizing functions, few of which run for long enough to repay it.
 * Later versions do not know the option.
 */
const OPTIMIZE_LATER = process.versions.node.startsWith('20.') ? ['--interrupt-budget=3000000'] : [];

export default defineConfig({
  // The bundler would pick the ES module build of graphql for our files while packages load the CommonJS one, and
  // graphql-js refuses objects of another copy. Node itself gives everybody the CommonJS one.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    // Many tests wait for processes and connections more than they compute.
    maxWorkers: 2 * availableParallelism(),
    // Tests allocate much and keep little of it, which is collected less often in a larger young generation. More threads
    // of each worker than there are cores would only get in each other's way.
    execArgv: ['--max-semi-space-size=64', '--single-threaded-gc', ...OPTIMIZE_LATER],
    sequence: { sequencer: Interleaved },
    // Generous on purpose: no test measures the machine, so a slow one must not fail for being slow.
    testTimeout: Math.max(60_000, scaledRuns(60_000)),
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    include: ['test/**/*.test.ts'],
    // The files of a worker share its modules: these hold no state, and loading them takes longer than most tests.
    isolate: false,
  },
});
