import { defineConfig } from 'vitest/config';

/** Fast tests lie beside their files as `*.test.ts`; `*.slow.test.ts` take more than a second or a browser. */
export default defineConfig({
  test: {
    include: ['scripts/**/*.test.ts', 'actions/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'actions/dist/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    server: { deps: { inline: [/@actions\/workflow-parser/u] } },
  },
});
