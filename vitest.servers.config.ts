import { defineConfig } from 'vitest/config';

// Against real servers (test/servers/lab.ts starts them). One file at a time: they share the users' mailboxes.
export default defineConfig({
  test: {
    include: ['test/servers/**/*.test.ts'],
    globalSetup: ['test/servers/lab.ts'],
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
