import { defineConfig } from 'vitest/config';

// `npm run browser`: apart from the tests, because it needs Chromium.
export default defineConfig({
  test: { include: ['test/browser/*.browser.ts'], testTimeout: 180_000, hookTimeout: 180_000, pool: 'forks', maxWorkers: 1 },
});
