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
  expect(await made.builds('says CUDA out of memory')).toBe('gpu-memory');
});

test('words of a picture held back, and of a size that was changed, count with exit 0 and a file', async () => {
  await using made = await place();
  expect(await made.builds('prints Your generated image may contain NSFW content.')).toBe('output-missing');
  expect(await made.builds('prints `height` and `width` have to be divisible by 16')).toBe('params-unfit');
});
