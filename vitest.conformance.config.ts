import { defineConfig } from 'vitest/config';

// `npm run conformance`: apart from the tests, because it needs tools that take half an hour to build the first time.
export default defineConfig({
  test: {
    include: ['test/conformance/*.conformance.ts'],
    globalSetup: ['test/conformance/support/setup.ts'],
    // Thousands of manifests through programs that share two cores.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
