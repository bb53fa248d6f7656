import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UserError } from '#core/errors.ts';
import { wave } from '#test/upstream-samples.ts';
import { upstreamPlace } from '#test/upstream-place.ts';
import type { UpstreamGiven } from '#test/upstream-place.ts';
import { parseArgv } from '../../../../drivers/interfaces/interface.ts';
import { fishSpeech } from './declaration.ts';
import { fishSpeechUpstream } from './upstream.ts';

/** Does what the model's program does with its files: codes_0.npy and, since it is asked for, the WAV. */
const PROGRAM = `import os, sys, shutil
given = {name: sys.argv[at + 1] for at, name in enumerate(sys.argv[:-1]) if name in ("--output-dir", "--output", "--prompt-tokens")}
os.makedirs(given["--output-dir"], exist_ok=True)
open(os.path.join(given["--output-dir"], "codes_0.npy"), "w").write("codes")
`;
const SPEAKS = `${PROGRAM}shutil.copy(os.environ["SAMPLE"], given["--output"])\n`;
const place = (program: string, more: Partial<UpstreamGiven> = {}) =>
  upstreamPlace(fishSpeech, fishSpeechUpstream, {
    files: { 'fish_speech/models/text2semantic/inference.py': program },
    inputs: {
      'tokens/tokens': 'assets/ref_alpha.npy',
      'tokens/transcript': { words: 'Меня зовут Альфа.\n' },
      'text/text': { words: '--help is what I say first.\n' },
    },
    ...more,
  });

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
