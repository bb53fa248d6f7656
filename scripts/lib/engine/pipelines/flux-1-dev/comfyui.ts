import { join } from 'node:path';
import { writeWhole } from '#media/picture-file.ts';
import { comfyuiBackend } from '../../backends/comfyui-backend.ts';
import type { ComfySystem } from '../../backends/comfyui-backend.ts';
import { checkPicture } from '../../backends/outputs-picture.ts';
import { slotFile } from '../../backends/upstream-driver.ts';
import { fluxGraph } from './comfyui-graph.ts';
import type { Flux1DevParams } from './params.ts';

/** A candidate for the reference: FLUX.1-dev with the character's LoRA, the face of the picture before held by PuLID. */
export const flux1DevComfyui: ComfySystem<Flux1DevParams> = {
  system: 'flux-1-dev',
  picture: (job) => slotFile(job, 'picture').path,
  steps: ({ params, seed }, picture, prefix, models) => [
    {
      file: 'candidate.png',
      graph: fluxGraph(
        {
          prompt: params.prompt,
          seed,
          width: params.width,
          height: params.height,
          steps: params.steps,
          guidance: params.guidance,
          lora: params.loraScale,
          face: {
            strength: params.pulidStrength,
            startAt: Math.min(1, params.pulidStartStep / params.steps),
            weights: 'pulid_flux_v0.9.1.safetensors',
          },
          model: 'fluxDev',
          fp8: false,
          picture,
          prefix,
        },
        models,
      ),
    },
  ],
  async collect(job, file, bytes) {
    const made = join(job.outDir, file);
    await writeWhole(made, bytes);
    await checkPicture(job.artifact, made, job.params);
  },
};

export const comfyui = comfyuiBackend(flux1DevComfyui);
