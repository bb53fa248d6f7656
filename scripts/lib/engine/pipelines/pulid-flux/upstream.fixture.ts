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
class Weights:
    def named_parameters(self): return []
class FluxGenerator:
    def __init__(self, model_name, device, offload, aggressive_offload, args):
        print("loaded", model_name, args.version, args.pretrained_model)
        self.model = Weights()
    def generate_image(self, width, height, num_steps, start_step, guidance, seed, prompt, id_image=None, id_weight=1.0,
                       neg_prompt="", true_cfg=1.0, timestep_to_start_cfg=1, max_sequence_length=128):
        whole = open(os.environ["SAMPLE"], "rb").read()
        said = whole[:4]
        if said == b"says":
            raise RuntimeError(whole[5:].decode())
        if said == b"none":
            raise RuntimeError("facexlib align face fail")
        if whole.endswith(b"weak"):
            print("fail to detect face using insightface, extract embedding on align face")
        print("still", seed, prompt, f"{width}x{height} face {id_weight} from {start_step} words {max_sequence_length}")
        picture = Picture()
        picture.size = (width, height)
        return picture, "12345" if said == b"seed" else str(seed), []
`;
export const PULID_FILES = {
  'app_flux.py': APP,
  'torch.py': `import contextlib
def manual_seed(seed): pass
no_grad = contextlib.nullcontext
`,
  'safetensors.py': `import contextlib
class File:
    def keys(self): return ["something.else"]
    def get_tensor(self, key): return None
    def metadata(self): return None
@contextlib.contextmanager
def safe_open(path, framework, device): yield File()
`,
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
export const place = async (more: Partial<UpstreamGiven> = {}) =>
  upstreamPlace(pulidFlux, pulidFluxUpstream, {
    files: PULID_FILES,
    inputs: { 'picture/picture': await picture(64, 64) },
    params: { width: 256, height: 256, prompts: ['one', 'two', 'three', '--four'] },
    ...more,
  });
