import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { NodeIO } from '@gltf-transform/core';
import { writeWhole } from '#media/picture-file.ts';
import { checkMesh } from '../../backends/outputs-mesh.ts';
import { driverStep, slotFile } from '../../backends/upstream-driver.ts';
import { upstreamBackend } from '../../backends/upstream.ts';
import type { UpstreamSystem } from '../../backends/upstream-system.ts';
import type { Hunyuan3dParams } from './params.ts';
import { hunyuan3dPin } from './upstream-pin.ts';

/** A driver of ours around the two pipelines: neither the demo nor the server of the model takes a seed. */
export const hunyuan3dUpstream: UpstreamSystem<Hunyuan3dParams> = {
  system: 'hunyuan3d-2.1',
  pin: hunyuan3dPin,
  minutes: 30,
  weights: () => ({
    'hunyuan3d-dit-v2-1': '~/.cache/hy3dgen/tencent/Hunyuan3D-2.1/hunyuan3d-dit-v2-1',
    'hunyuan3d-paintpbr-v2-1': 'hub:tencent/Hunyuan3D-2.1',
    'dinov2-giant': 'hub:facebook/dinov2-giant',
    'RealESRGAN_x4plus.pth': 'hy3dpaint/ckpt/RealESRGAN_x4plus.pth',
    'u2net.onnx': '~/.u2net/u2net.onnx',
  }),
  failures: [
    {
      says: /Texture generation failed:/u,
      code: 'output-untextured',
      meaning: 'the shape was made and its texture was not',
      hint: 'Its log says why, most often too little free VRAM: texturing needs 21 GB.',
      silent: true,
    },
    {
      says: /Failed to generate 3D mesh:/u,
      code: 'output-missing',
      meaning: 'no shape was made',
      hint: 'Its log says why.',
      silent: true,
    },
    {
      says: /input image is empty|transparent everywhere/u,
      code: 'picture-empty',
      meaning: 'nothing of the picture was left when its background was removed',
      hint: 'Her outline must stand out from the background: use a plain one in the reference.',
    },
    {
      says: /No module named '?(?:custom_rasterizer|mesh_inpaint_processor)/u,
      code: 'python-module',
      meaning: "an extension of the model's own was not built for this torch",
      hint: 'In hy3dpaint/custom_rasterizer: `TORCH_CUDA_ARCH_LIST=12.0 pip install -e . --no-build-isolation`; in hy3dpaint/DifferentiableRenderer: `bash compile_mesh_painter.sh`.',
    },
    {
      says: /^job: /u,
      code: 'params-unfit',
      meaning: 'the driver refused its job',
      hint: 'Change the params of the artifact in assets/alpha.yml.',
    },
  ],
  async steps({ job, place }) {
    const { params } = job;
    const out = join(job.workDir, 'mesh.glb');
    return [
      driverStep('hunyuan3d_mesh.py', {
        cwd: place.checkout,
        workDir: job.workDir,
        model: { model: 'tencent/Hunyuan3D-2.1' },
        job: {
          image: slotFile(job, 'picture').path,
          out,
          work: job.workDir,
          seed: job.seed,
          steps: params.steps,
          guidance: params.guidanceScale,
          octree_resolution: params.octreeResolution,
          num_chunks: 8000,
          faces: params.faces,
          max_num_view: params.views,
          texture_resolution: params.textureResolution,
          remove_background: true,
        },
        expects: [out],
        share: 1,
      }),
    ];
  },
  async collect({ job }) {
    const made = join(job.workDir, 'mesh.glb');
    await checkMesh(job.artifact, made);
    await writeWhole(join(job.outDir, 'alpha.glb'), await packed(made));
  },
};

/**
 * The same mesh with its pictures as bytes of the file: upstream writes them as base64 in the JSON part, and calls them PNG
 * although they are JPEG.
 */
export async function packed(file: string): Promise<Uint8Array> {
  const io = new NodeIO();
  const document = await io.readBinary(await readFile(file));
  for (const texture of document.getRoot().listTextures()) {
    const image = texture.getImage();
    texture.setURI('');
    if (image !== null && image[0] === 0xff && image[1] === 0xd8) texture.setMimeType('image/jpeg');
  }
  return io.writeBinary(document);
}

export const upstream = upstreamBackend(hunyuan3dUpstream);
