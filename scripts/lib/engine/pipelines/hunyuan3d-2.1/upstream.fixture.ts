import { picture } from '#test/upstream-samples.ts';
import { upstreamPlace } from '#test/upstream-place.ts';
import { hunyuan3d } from './declaration.ts';
import { hunyuan3dUpstream } from './upstream.ts';

/** Stands in for the model behind our real driver; the GLB comes out of a file. */
const FILES = {
  'hy3dshape/torch.py': `float16 = "float16"
class Generator:
    def manual_seed(self, seed): return self
def manual_seed(seed): pass
class cuda:
    empty_cache = staticmethod(lambda: None)
`,
  'hy3dshape/PIL/__init__.py': '',
  'hy3dshape/PIL/Image.py': `class Picture:
    def convert(self, mode): return self
    def getchannel(self, name): return self
    def getextrema(self): return (0, 255)
    def save(self, path): open_(path, "w").write("picture")
import builtins
open_ = builtins.open
def open(path): return Picture()
`,
  'hy3dshape/hy3dshape/__init__.py': '',
  'hy3dshape/hy3dshape/pipelines.py': `class Mesh:
    def export(self, path): open(path, "w").write("shape")
class Hunyuan3DDiTFlowMatchingPipeline:
    @classmethod
    def from_pretrained(cls, model_path, device, dtype, variant, subfolder): return cls()
    def __call__(self, image, num_inference_steps, guidance_scale, generator, octree_resolution, num_chunks, output_type):
        return [Mesh()]
`,
  'hy3dpaint/textureGenPipeline.py': `import os
class Hunyuan3DPaintConfig:
    def __init__(self, max_num_view, resolution): pass
class Hunyuan3DPaintPipeline:
    def __init__(self, config): pass
    def __call__(self, mesh_path, image_path, output_mesh_path, use_remesh, save_glb):
        said = open(os.environ["SAMPLE"], "rb").read()
        if said.startswith(b"says "):
            raise RuntimeError(said[5:].decode())
        for suffix in (".obj", ".jpg", "_metallic.jpg", "_roughness.jpg"):
            if said == b"no maps" and suffix != ".obj":
                continue
            open(output_mesh_path[:-4] + suffix, "w").write("x")
`,
  'hy3dpaint/convert_utils.py': `import os, shutil
def create_glb_with_pbr_materials(obj_path, textures_dict, output_path):
    shutil.copy(os.environ["SAMPLE"], output_path)
`,
};

export const place = async () =>
  upstreamPlace(hunyuan3d, hunyuan3dUpstream, {
    files: FILES,
    // Pillow is a package of the environment, there before anything of the model's is.
    env: { PYTHONPATH: 'hy3dshape' },
    inputs: { 'picture/picture': await picture(64, 64) },
  });
