import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decodeWave, secondsOf } from '#media/sound/wave-file.ts';
import { upstreamPlace } from '#test/upstream-place.ts';
import type { UpstreamGiven } from '#test/upstream-place.ts';
import { hunyuanFoley } from './declaration.ts';
import { hunyuanFoleyUpstream, looped } from './upstream.ts';

/** Stands in for the model behind our real driver: a tone of the level in the sample. */
const FILES = {
  'torch.py': `def manual_seed(seed): print("seed", seed)
class device:
    def __init__(self, name): pass
`,
  'hunyuanvideo_foley/__init__.py': '',
  'hunyuanvideo_foley/utils/__init__.py': '',
  'hunyuanvideo_foley/utils/config_utils.py':
    'class AttributeDict:\n    def __init__(self, data): self.__dict__.update(data)\n',
  'hunyuanvideo_foley/utils/feature_utils.py': `class Words:
    shape = (2, 9, 4)
    def __getitem__(self, key): return self
def encode_text_feat(text, model_dict):
    print("words", text)
    return Words(), None
`,
  'hunyuanvideo_foley/utils/model_utils.py': `import math, os
class Empty:
    def to(self, device): return self
class Foley:
    def get_empty_clip_sequence(self, bs=None, len=None): return Empty()
    def get_empty_sync_sequence(self, bs=None, len=None): return Empty()
class Models:
    foley_model = Foley()
    class manager:
        release_feature_models = staticmethod(lambda: None)
class Config:
    class model_config:
        class model_kwargs:
            text_length = 77
def load_model(model_path, config_path, device, enable_offload=False, model_size=None):
    print("weights", sorted(os.listdir(model_path)))
    if open(os.environ["SAMPLE"]).read() == "keys":
        print("Missing keys in state dict (3 keys):")
    return Models(), Config()
class Sound(list):
    def tolist(self): return list(self)
def denoise_process(visual_feats, text_feats, audio_len_in_s, model_dict, cfg, guidance_scale=4.5, num_inference_steps=50):
    said = open(os.environ["SAMPLE"]).read()
    level = 0.0 if said == "silent" else 0.5
    rate = 16000 if said == "slow" else 48000
    return [[Sound(level * math.sin(at / 7) for at in range(int(audio_len_in_s * rate)))]], rate
`,
};
const place = (more: Partial<UpstreamGiven> = {}) =>
  upstreamPlace(hunyuanFoley, hunyuanFoleyUpstream, {
    files: FILES,
    inputs: { 'prompt/text': { words: '  A quiet design studio.\n' } },
    params: { seconds: 2 },
    seed: 5,
    ...more,
  });

test('words alone give a loop of the length asked for, seeded', async () => {
  await using made = await place();
  expect(await made.builds('')).toEqual(['ambient.wav']);
  const sound = decodeWave(await readFile(made.out('ambient.wav')));
  expect([sound.rate, secondsOf(sound)]).toEqual([48_000, 2]);
  expect(made.lines).toContain('seed 5');
  expect(made.lines).toContain("words ['noisy, harsh', 'A quiet design studio.']");
  expect(made.lines.find((line) => line.startsWith('weights'))).toContain("'hunyuanvideo_foley.pth'");
});

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

test('a silent sound, one of another rate and one of other weights are failures', async () => {
  await using made = await place();
  expect(await made.builds('silent')).toBe('output-silent');
  expect(await made.builds('slow')).toBe('output-size');
  expect(await made.builds('keys'), 'the wrong weights are loaded with a warning only').toBe(
    'weights-changed',
  );
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
