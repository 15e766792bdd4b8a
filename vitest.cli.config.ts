import { defineConfig } from 'vitest/config';

// What is built, as its users run it: in processes of their own.
export default defineConfig({
  test: {
    include: ['test/cli/**/*.test.ts', 'test/host/round-trip.test.ts', 'test/extension/activation.test.ts'],
    testTimeout: 30_000,
    pool: 'threads',
    maxWorkers: 2,
  },
});
