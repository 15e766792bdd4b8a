import { defineConfig } from 'vitest/config';

// The quick part: no servers but the sandbox, no editor. The whole is `npm test` (test/run.mjs).
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/servers/**', 'test/vscode/**', 'test/bench/**', 'node_modules/**'],
    testTimeout: 20_000,
  },
});
