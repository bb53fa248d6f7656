import { join } from 'node:path';
import { expect, test } from 'vitest';
import { picture } from '#test/upstream-samples.ts';
import { upstreamPlace } from '#test/upstream-place.ts';
import type { UpstreamGiven } from '#test/upstream-place.ts';
import { pulidFlux } from './declaration.ts';
import { pulidFluxUpstream } from './upstream.ts';

/** Stands in for the model behind our real driver: its face finder, and pictures out of a file. */
const APP = `import os, shutil
class Picture:
    size = (256, 256)
    def save(self, path, format=None):
        shutil.copy(os.environ["SAMPLE"], path)
class FluxGenerator:
    def __init__(self, model_name, device, offload, aggressive_offload, args):
        print("loaded", model_name, args.version, args.pretrained_model)
    def generate_image(self, width, height, num_steps, start_step, guidance, seed, prompt, id_image=None, id_weight=1.0,
                       neg_prompt="", true_cfg=1.0, timestep_to_start_cfg=1, max_sequence_length=128):
        if open(os.environ["SAMPLE"], "rb").read(4) == b"none":
            raise RuntimeError("facexlib align face fail")
        print("still", seed, prompt)
        return Picture(), str(seed), []
`;
const FILES = {
  'app_flux.py': APP,
  'torch.py': 'def manual_seed(seed): pass\n',
  'numpy.py': 'def array(picture): return picture\n',
  'PIL/__init__.py': '',
  'PIL/Image.py': `class Picture:
    size = (64, 64)
    def convert(self, mode): return self
    def alpha_composite(self, other): pass
def open(path): return Picture()
def new(mode, size, colour): return Picture()
`,
};
const place = async (more: Partial<UpstreamGiven> = {}) =>
  upstreamPlace(pulidFlux, pulidFluxUpstream, {
    files: FILES,
    inputs: { 'picture/picture': await picture(64, 64) },
    params: { width: 256, height: 256, prompts: ['one', 'two', 'three', '--four'] },
    ...more,
  });

test('four stills come of one run of the driver, each with its own prompt and seed', async () => {
  await using made = await place({ seed: 4_294_967_294 });
  expect(await made.builds(await picture(256, 256))).toEqual([
    'still-1.png',
    'still-2.png',
    'still-3.png',
    'still-4.png',
  ]);
  expect(made.lines.filter((line) => line.startsWith('still'))).toEqual([
    'still 4294967294 one',
    'still 4294967295 two',
    'still 0 three',
    'still 1 --four',
  ]);
  expect(made.lines).toContain(
    `loaded flux-dev v0.9.1 ${join(made.root, 'weights', 'pulid_flux_v0.9.1.safetensors')}`,
  );
  expect(made.shares.at(-1)).toBe(1);
});

test('a dry run shows the job that the driver would be given', async () => {
  await using made = await place();
  const [invocation] = await made.describe();
  const job = join(made.root, 'work', 'pulid_stills.job.json');
  expect(invocation).toMatchObject({
    kind: 'process',
    argv: [
      join(made.root, 'venv', 'bin', 'python'),
      expect.stringMatching(/scripts\/drivers\/pulid_stills\.py$/u),
      job,
      join(made.root, 'work', 'pulid_stills.result.json'),
    ],
    cwd: made.checkout,
    writes: {
      [job]: { image: join(made.root, 'in', 'picture-picture'), steps: 28, id_weight: 1, fp8: false },
    },
  });
});

test('a held-back, a wrong-sized and a faceless picture are failures', async () => {
  await using made = await place();
  expect(await made.builds(await picture(256, 256, 0))).toBe('output-black');
  expect(await made.builds(await picture(128, 256))).toBe('output-size');
  expect(await made.builds('none')).toBe('face-missing');
});
