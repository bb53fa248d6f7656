import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { decodeWave, secondsOf } from '#media/sound/wave-file.ts';
import { place } from './upstream.fixture.ts';

test('words alone give a loop of the length asked for, seeded', async () => {
  await using made = await place();
  expect(await made.builds('')).toEqual(['ambient.wav']);
  const sound = decodeWave(await readFile(made.out('ambient.wav')));
  expect([sound.rate, secondsOf(sound)]).toEqual([48_000, 2]);
  expect(made.lines).toContain('seed 5');
  expect(made.lines).toContain("words ['noisy, harsh', 'A quiet design studio.']");
  expect(made.lines.find((line) => line.startsWith('weights'))).toContain("'hunyuanvideo_foley.pth'");
});

test('a silent sound, one of another rate and one of other weights are failures', async () => {
  await using made = await place();
  expect(await made.builds('silent')).toBe('output-silent');
  expect(await made.builds('slow')).toBe('output-size');
  expect(await made.builds('keys'), 'the wrong weights are loaded with a warning only').toBe(
    'weights-changed',
  );
});

test('what the model says of itself has its own code', async () => {
  await using made = await place();
  expect(await made.builds('says Model file not found: weights/x.pth')).toBe('weights-missing');
  expect(await made.builds('says Config file not found: configs/x.yaml')).toBe('weights-missing');
  expect(await made.builds('says torch.OutOfMemoryError: CUDA out of memory')).toBe('gpu-memory');
});
