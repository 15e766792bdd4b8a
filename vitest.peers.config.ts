import { defineConfig } from 'vitest/config';

// Other people's clients against the sandbox. They need Debian packages: the group `peers` of test/servers/install.sh.
export default defineConfig({
  test: { include: ['test/peers/**/*.test.ts'], testTimeout: 60_000, pool: 'threads', maxWorkers: 2 },
});
