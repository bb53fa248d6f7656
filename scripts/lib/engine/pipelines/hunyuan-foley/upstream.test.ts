import { join } from 'node:path';
import { expect, test } from 'vitest';
import { looped } from './upstream.ts';
import { place } from './upstream.fixture.ts';

test('no picture and no video is among what it is given', async () => {
  await using made = await place();
  const [invocation] = await made.describe();
  expect(invocation?.kind === 'process' && Object.values(invocation.writes ?? {})).toEqual([
    {
      prompt: 'A quiet design studio.',
      negative_prompt: 'noisy, harsh',
      seconds: 3,
      seed: 5,
      steps: 50,
      guidance: 4.5,
      model_path: join(made.root, 'weights'),
      model_size: 'xxl',
      out: join(made.root, 'work', 'ambient.wav'),
    },
  ]);
});

test('a prompt without words is refused', async () => {
  await using made = await place({ inputs: { 'prompt/text': { words: ' … \n' } } });
  expect((await made.fault()).code).toBe('ambient-prompt-unfit');
});

test('a loop goes on at its end as it began: no step is larger than within the sound', () => {
  const rate = 1000;
  const samples = Float32Array.from({ length: 5000 }, (_, at) => Math.sin(at / 40) * Math.sin(at / 611));
  const loop = looped({ rate, samples }, 1).samples;
  expect(loop.length).toBe(4000);
  // What follows the last sample of the loop is the first of the faded-over end.
  expect(loop[0]).toBeCloseTo(samples[4000] ?? 0, 2);
  const steps = loop.map((value, at) => Math.abs(value - (loop[(at + 1) % loop.length] ?? 0)));
  expect(steps.at(-1)).toBeLessThanOrEqual(Math.max(...steps.slice(0, -1)));
});
