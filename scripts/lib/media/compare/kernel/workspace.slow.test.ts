import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { agreement } from './agreement.ts';
import { buildKernel } from './build.ts';

test.each([1, 2, 3, 4])(
  'ten thousand random pictures of seed %i have the count that pixelmatch gives',
  (seed) => {
    const { faults, counted, smoothed } = agreement(10_000, seed);
    expect(faults).toEqual([]);
    expect(counted).toBeGreaterThan(6000);
    expect(smoothed).toBeGreaterThan(1000);
  },
);

test('the compiled kernel is what its source compiles to', async () => {
  const committed = await readFile(new URL('kernel.wasm.ts', import.meta.url), 'utf8');
  expect(await buildKernel()).toBe(committed);
});
