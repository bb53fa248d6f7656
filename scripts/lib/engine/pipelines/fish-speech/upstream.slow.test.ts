import { expect, test } from 'vitest';
import { wave } from '#test/upstream-samples.ts';
import { SPEAKS, place } from './upstream.fixture.ts';

test('what it said is the voice, unless it is silent, of another rate or too short for its words', async () => {
  await using fish = await place(SPEAKS);
  expect(await fish.builds(wave(3, 44_100))).toEqual(['voice.wav']);
  expect(await fish.builds(wave(3, 44_100, 0))).toBe('output-silent');
  expect(await fish.builds(wave(3, 24_000))).toBe('output-size');
  expect(await fish.builds(wave(0.3, 44_100))).toBe('output-length');
});

test('what the program says of itself has its own code', async () => {
  await using fish = await place('import os, sys\nsys.exit(open(os.environ["SAMPLE"]).read())\n');
  expect(await fish.builds("Path 'checkpoints/s2-pro' does not exist.")).toBe('weights-missing');
  expect(
    await fish.builds('ValueError: --prompt-text requires either --prompt-audio or --prompt-tokens'),
  ).toBe('voice-transcript-missing');
  expect(await fish.builds('ValueError: Number of prompt text and prompt tokens should be the same')).toBe(
    'voice-transcript-missing',
  );
  expect(await fish.builds('ValueError: Prompt is too long: 4097 > 4096')).toBe('voice-tokens-unfit');
  expect(await fish.builds('AssertionError: Expected 2D indices, got 3')).toBe('voice-tokens-unfit');
  expect(await fish.builds('ValueError: Unknown input type: .txt')).toBe('voice-tokens-unfit');
  expect(await fish.builds('torch.OutOfMemoryError: CUDA out of memory. Tried 2 GiB')).toBe('gpu-memory');
});
