import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Generous on purpose: no test measures the machine, so a slow one must not fail for being slow.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
