import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The bundler would pick the ES module build of graphql for our files while packages load the CommonJS one, and
  // graphql-js refuses objects of another copy. Node itself gives everybody the CommonJS one.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    // The files of a worker share its modules: these hold no state, and loading them again takes longer than most tests.
    isolate: false,
    // Most tests wait for processes and connections more than they compute.
    maxWorkers: '100%',
    // Generous on purpose: no test measures the machine, so a slow one must not fail for being slow.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
