/**
 * Runs the tests and ends with one plain line, `N passed, N failed`, that any machine can read.
 *
 *   node scripts/test-suite.ts fast     *.test.ts, without the slow ones
 *   node scripts/test-suite.ts slow     *.slow.test.ts: a browser, models, whole pipelines
 *   node scripts/test-suite.ts all
 *
 * Exit codes: 0 all passed, 1 one failed or none ran.
 */
import { startVitest } from 'vitest/node';

const which = process.argv[2] ?? 'fast';
const filters = process.argv.slice(3);
const slow = '**/*.slow.test.ts';
const vitest = await startVitest('test', filters, {
  watch: false,
  ...(which === 'fast' && { exclude: ['**/node_modules/**', 'actions/dist/**', slow] }),
  ...(which === 'slow' && { include: ['scripts/**/*.slow.test.ts'] }),
});
let passed = 0;
let failed = 0;
for (const module of vitest.state.getTestModules()) {
  if (!module.ok()) failed += [...module.errors()].length;
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    if (state === 'passed') passed += 1;
    if (state === 'failed') failed += 1;
  }
}
failed += vitest.state.getUnhandledErrors().length;
await vitest.close();
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
