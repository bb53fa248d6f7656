import { expect, test } from 'vitest';
import { decodeWave, secondsOf } from '#media/sound/wave-file.ts';
import { previewed } from '#test/previewed.ts';
import { pipeline } from './pipeline.ts';

const given = (words: string) => ({ inputs: { 'prompt/text': { words } } });
const STUDIO = 'design studio quiet, soft pencil scratch';

test('a prompt is a loop of at least 15 seconds, 48 kHz mono, the same bytes each time', async () => {
  await using first = await previewed(pipeline, given(STUDIO));
  await using again = await previewed(pipeline, given(`  Design studio – QUIET; soft pencil scratch.\n`));
  expect(first.files).toEqual(['ambient.wav']);
  const sound = decodeWave(await first.bytes('ambient.wav'));
  expect(sound.rate).toBe(48_000);
  expect(secondsOf(sound)).toBeGreaterThanOrEqual(15);
  expect(await again.digests()).toEqual(await first.digests());
});

test('an empty prompt is refused', async () => {
  await expect(previewed(pipeline, given(' — '))).rejects.toMatchObject({ code: 'ambient-prompt-unfit' });
});
