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
        said = open(os.environ["SAMPLE"], "rb").read()
        if said.startswith(b"prints "):
            print(said[7:].decode())
        if said.startswith(b"says "):
            raise RuntimeError(said[5:].decode())
        class Result: images = [Picture()]
        return Result()
`,
};
export const place = async (more: Partial<UpstreamGiven> = {}) =>
  upstreamPlace(flux1Dev, flux1DevUpstream, {
    files: FILES,
    inputs: { 'picture/picture': await picture(64, 64) },
    params: { width: 256, height: 256, pulidStrength: 0, loraScale: 0.8 },
    ...more,
  });
