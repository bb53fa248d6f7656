import { expect, test } from 'vitest';
import { picture } from '#test/upstream-samples.ts';
import { place } from './upstream.fixture.ts';

test('a candidate comes of the LoRA at its scale', async () => {
  await using made = await place();
  expect(await made.builds(await picture(256, 256))).toEqual(['candidate.png']);
  expect(made.lines).toEqual(expect.arrayContaining(['lora lora', 'scale [0.8]']));
});

test('a held-back picture and closed weights have their own codes', async () => {
  await using made = await place();
  expect(await made.builds(await picture(256, 256, 0))).toBe('output-black');
  expect(await made.builds('gated')).toBe('weights-missing');
});
