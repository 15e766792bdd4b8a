import { defineConfig } from 'vitest/config';

// The quick part: no servers but the sandbox, no editor. The whole is `npm test` (test/run.mjs).
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [
      'test/cli/**',
      'test/host/round-trip.test.ts',
      'test/extension/activation.test.ts',
      'test/peers/**',
      'test/servers/**',
      'test/vscode/**',
      'test/bench/**',
      'node_modules/**',
    ],
    testTimeout: 20_000,
    // The tests share no state that could be spoilt, and loading everything anew for each file takes most of the time.
    pool: 'threads',
    isolate: false,
    // As many as the smallest machine it runs on has cores; by default one would be left idle.
    maxWorkers: 2,
  },
});
