import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { buildVideoKernel } from './build.ts';

test('the compiled kernel is what its source compiles to', async () => {
  const committed = await readFile(new URL('kernel.wasm.ts', import.meta.url), 'utf8');
  expect(await buildVideoKernel()).toBe(committed);
});
