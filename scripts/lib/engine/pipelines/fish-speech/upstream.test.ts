import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UserError } from '#core/errors.ts';
import { parseArgv } from '../../../../drivers/interfaces/interface.ts';
import { PROGRAM, SPEAKS, place } from './upstream.fixture.ts';

test('the command line is one that the model takes: text, transcript and tokens together', async () => {
  await using fish = await place(PROGRAM, { seed: 42, params: { half: true, temperature: 0.7 } });
  const [invocation] = await fish.describe();
  if (invocation?.kind !== 'process') throw new Error('a process was expected');
  expect(invocation.cwd).toBe(fish.checkout);
  await expect(
    parseArgv('fish-speech', 'text2semantic', ['python', ...invocation.argv.slice(1)]),
  ).resolves.toMatchObject({
    text: '--help is what I say first.',
    'prompt-text': ['Меня зовут Альфа.'],
    'prompt-tokens': [expect.stringMatching(/assets\/ref_alpha\.npy$/u)],
    'checkpoint-path': join(fish.root, 'weights', 's2-pro'),
    seed: 42,
    half: true,
    temperature: 0.7,
    'top-p': 0.9,
    'top-k': 30,
    'output-dir': join(fish.root, 'work', 'codes'),
    output: join(fish.root, 'work', 'voice.wav'),
  });
  expect(invocation.files).toEqual([
    join(fish.root, 'work', 'codes', 'codes_0.npy'),
    join(fish.root, 'work', 'voice.wav'),
  ]);
});

test('without a transcript nothing is started: a random voice would speak with exit 0', async () => {
  await using fish = await place(SPEAKS, {
    inputs: {
      'tokens/tokens': 'assets/ref_alpha.npy',
      'tokens/transcript': { words: ' \n' },
      'text/text': { words: 'Hello.' },
    },
  });
  expect((await fish.fault()).code).toBe('voice-transcript-missing');
  await expect(fish.describe()).rejects.toThrow(UserError);
});

test('tokens of another codec are refused before anything is started', async () => {
  await using fish = await place(SPEAKS, {
    inputs: {
      'tokens/tokens': { words: 'no npy' },
      'tokens/transcript': { words: 'Hello.' },
      'text/text': { words: 'Hello.' },
    },
  });
  expect((await fish.fault()).code).toBe('npy-invalid');
});
