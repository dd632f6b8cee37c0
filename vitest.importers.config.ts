import { defineConfig } from 'vitest/config';

// `npm run importers`: apart from the tests, because it needs Python and, the first time, half a gigabyte of packages.
export default defineConfig({
  test: {
    include: ['test/importers/*.importers.ts'],
    globalSetup: ['test/importers/support/setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 900_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
