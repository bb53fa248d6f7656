import { readFile } from 'node:fs/promises';
import { NodeIO } from '@gltf-transform/core';
import { expect, test } from 'vitest';
import { mesh, picture } from '#test/upstream-samples.ts';
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

const place = async () =>
  upstreamPlace(hunyuan3d, hunyuan3dUpstream, {
    files: FILES,
    inputs: { 'picture/picture': await picture(64, 64) },
  });

test('a textured mesh is taken, its pictures called what they are', async () => {
  await using made = await place();
  expect(await made.builds(await mesh(200, true))).toEqual(['alpha.glb']);
  const document = await new NodeIO().readBinary(await readFile(made.out('alpha.glb')));
  expect(
    document
      .getRoot()
      .listTextures()
      .map((texture) => texture.getMimeType()),
  ).toEqual(['image/jpeg', 'image/jpeg']);
});

test('a bare shape, OBJ text under the name of a GLB and missing maps are failures', async () => {
  await using made = await place();
  expect(await made.builds(await mesh(200, false))).toBe('output-untextured');
  expect(await made.builds('# OBJ\nv 0 0 0\n')).toBe('output-unreadable');
  expect(await made.builds('no maps')).toBe('output-untextured');
});

test('what the model says of itself has its own code', async () => {
  await using made = await place();
  expect(await made.builds('says CUDA out of memory')).toBe('gpu-memory');
  expect(await made.builds("says No module named 'custom_rasterizer'")).toBe('python-module');
  expect(await made.builds('says no kernel image is available for execution on the device')).toBe(
    'gpu-kernel',
  );
  expect(await made.builds('says input image is empty')).toBe('picture-empty');
  expect(await made.builds('says Failed to generate 3D mesh: x')).toBe('output-missing');
});

test('the extension that is missing is told with how it is built', async () => {
  await using made = await place();
  await made.builds("says No module named 'custom_rasterizer'");
  expect((await made.fault()).hint).toContain('TORCH_CUDA_ARCH_LIST=12.0');
});
