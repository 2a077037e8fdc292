import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';

export default {
  plugins: [react()],
  resolve: {
    // In a project of your own, install the package instead: see README.md.
    alias: {
      'bitrix24-telephony-gateway/client': fileURLToPath(
        new URL('../../dist/client/client.js', import.meta.url),
      ),
    },
  },
  test: {
    include: ['test/**/*.test.ts'],
    // Generous: no test measures the machine.
    testTimeout: 180_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
  },
};
