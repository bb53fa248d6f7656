import { join } from 'node:path';
import { expect, test } from 'vitest';
import { picture } from '#test/upstream-samples.ts';
import { upstreamPlace } from '#test/upstream-place.ts';
import type { UpstreamGiven } from '#test/upstream-place.ts';
import { flux1Dev } from './declaration.ts';
import { flux1DevUpstream } from './upstream.ts';

const FILES = {
  'src/torch.py': `bfloat16 = "bfloat16"
class Generator:
    def __init__(self, device): pass
    def manual_seed(self, seed): return self
`,
  'src/diffusers.py': `import os, shutil
class Picture:
    size = (256, 256)
    def save(self, path, format): shutil.copy(os.environ["SAMPLE"], path)
class FluxPipeline:
    @classmethod
    def from_pretrained(cls, name, torch_dtype): return cls()
    def load_lora_weights(self, folder, weight_name, adapter_name): print("lora", weight_name)
    def set_adapters(self, names, weights): print("scale", weights)
    def enable_model_cpu_offload(self): pass
    def __call__(self, **given):
        if open(os.environ["SAMPLE"], "rb").read(5) == b"gated":
            raise OSError("Cannot access gated repo for url")
        class Result: images = [Picture()]
        return Result()
`,
};
const place = async (more: Partial<UpstreamGiven> = {}) =>
  upstreamPlace(flux1Dev, flux1DevUpstream, {
    files: FILES,
    inputs: { 'picture/picture': await picture(64, 64) },
    params: { width: 256, height: 256, pulidStrength: 0, loraScale: 0.8 },
    ...more,
  });

test('a candidate comes of the LoRA at its scale', async () => {
  await using made = await place();
  expect(await made.builds(await picture(256, 256))).toEqual(['candidate.png']);
  expect(made.lines).toEqual(expect.arrayContaining(['lora lora', 'scale [0.8]']));
});

test('without a LoRA none is looked for', async () => {
  await using made = await place({ params: { width: 256, height: 256, pulidStrength: 0, loraScale: 0 } });
  expect(Object.keys(made.system.weights({ ...flux1Dev.params.parse({}), loraScale: 0 }))).toEqual([
    'FLUX.1-dev',
  ]);
  const [invocation] = await made.describe();
  const job = join(made.root, 'work', 'flux_reference.job.json');
  expect(invocation?.kind === 'process' && invocation.writes).toMatchObject({ [job]: { lora: null } });
});

test('PuLID beside the LoRA is refused, with what can do it', async () => {
  await using made = await place({ params: {} });
  const fault = await made.fault();
  expect(fault.code).toBe('backend-unfit');
  expect(fault.hint).toContain('--backend comfyui');
});

test('a held-back picture and closed weights have their own codes', async () => {
  await using made = await place();
  expect(await made.builds(await picture(256, 256, 0))).toBe('output-black');
  expect(await made.builds('gated')).toBe('weights-missing');
});
