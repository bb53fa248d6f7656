import { join } from 'node:path';
import { expect, test } from 'vitest';
import { picture } from '#test/upstream-samples.ts';
import { place } from './upstream.fixture.ts';

test('four stills come of one run of the driver, each with its own prompt and seed', async () => {
  await using made = await place({ seed: 4_294_967_294 });
  expect(await made.builds(await picture(256, 256))).toEqual([
    'still-1.png',
    'still-2.png',
    'still-3.png',
    'still-4.png',
  ]);
  expect(made.lines.filter((line) => line.startsWith('still'))).toEqual([
    'still 4294967294 one 256x256 face 1 from 1 words 128',
    'still 4294967295 two 256x256 face 1 from 1 words 128',
    'still 0 three 256x256 face 1 from 1 words 128',
    'still 1 --four 256x256 face 1 from 1 words 128',
  ]);
  expect(made.lines).toContain(
    `loaded flux-dev v0.9.1 ${join(made.root, 'weights', 'pulid_flux_v0.9.1.safetensors')}`,
  );
  expect(made.shares.at(-1)).toBe(1);
});

test('a held-back, a wrong-sized and a faceless picture are failures', async () => {
  await using made = await place();
  expect(await made.builds(await picture(256, 256, 0))).toBe('output-black');
  expect(await made.builds(await picture(128, 256))).toBe('output-size');
  expect(await made.builds('none')).toBe('face-missing');
});

test('a face that one of its finders missed is no failure, and stands in the log: the identity gate measures what came of it', async () => {
  await using made = await place();
  const still = await picture(256, 256);
  // Behind the end of a PNG nothing is read.
  expect(await made.builds(Buffer.concat([still, Buffer.from('weak')]))).toHaveLength(4);
  expect(made.lines).toContain('fail to detect face using insightface, extract embedding on align face');
});

test('what torch says of the card has its own code', async () => {
  await using made = await place();
  expect(await made.builds('says torch.OutOfMemoryError: CUDA out of memory')).toBe('gpu-memory');
  expect(await made.builds('says RuntimeError: no kernel image is available')).toBe('gpu-kernel');
});
