import { upstreamPlace } from '#test/upstream-place.ts';
import type { UpstreamGiven } from '#test/upstream-place.ts';
import { hunyuanFoley } from './declaration.ts';
import { hunyuanFoleyUpstream } from './upstream.ts';

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
    dac_model = None
    class manager:
        release_feature_models = staticmethod(lambda: None)
class Config:
    class model_config:
        class model_kwargs:
            text_length = 77
def load_model(model_path, config_path, device, enable_offload=False, model_size=None):
    print("weights", sorted(os.listdir(model_path)))
    said = open(os.environ["SAMPLE"]).read()
    if said.startswith("says "):
        print(said[5:])
        raise SystemExit(1)
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
export const place = (more: Partial<UpstreamGiven> = {}) =>
  upstreamPlace(hunyuanFoley, hunyuanFoleyUpstream, {
    files: FILES,
    inputs: { 'prompt/text': { words: '  A quiet design studio.\n' } },
    params: { seconds: 2 },
    seed: 5,
    ...more,
  });
