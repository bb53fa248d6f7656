import { join } from 'node:path';
import { UserError } from '#core/errors.ts';
import { writeWhole } from '#media/picture-file.ts';
import { comfyuiBackend } from '../../backends/comfyui-backend.ts';
import type { ComfySystem } from '../../backends/comfyui-backend.ts';
import { checkPicture } from '../../backends/outputs-picture.ts';
import { slotFile } from '../../backends/upstream-driver.ts';
import { fluxGraph } from '../flux-1-dev/comfyui-graph.ts';
import type { PulidFluxParams } from './params.ts';

/** Four runs of one graph, each with its own prompt and seed; ComfyUI keeps the models between them. */
export const pulidFluxComfyui: ComfySystem<PulidFluxParams> = {
  system: 'pulid-flux',
  picture: (job) => slotFile(job, 'picture').path,
  steps: ({ artifact, params, seed }, picture, prefix, models) => {
    if (params.trueCfg > 1 || params.negativePrompt !== '') {
      throw new UserError('params-unfit', `${artifact}: the graph for ComfyUI knows no negative prompt`, {
        hint: 'Set trueCfg to 1 and leave negativePrompt empty in assets/alpha.yml, or choose `backend: upstream`.',
      });
    }
    return params.prompts.map((prompt, index) => ({
      file: `still-${index + 1}.png`,
      graph: fluxGraph(
        {
          prompt,
          seed: (seed + index) % 2 ** 32,
          width: params.width,
          height: params.height,
          steps: params.steps,
          guidance: params.guidance,
          lora: 0,
          face: {
            strength: params.idWeight,
            startAt: Math.min(1, params.startStep / params.steps),
            weights: `pulid_flux_${params.version}.safetensors`,
          },
          model: params.model === 'flux-dev' ? 'fluxDev' : 'fluxKrea',
          fp8: params.fp8,
          picture,
          prefix: `${prefix}-${index + 1}`,
        },
        models,
      ),
    }));
  },
  async collect(job, file, bytes) {
    const made = join(job.outDir, file);
    await writeWhole(made, bytes);
    await checkPicture(job.artifact, made, job.params);
  },
};

export const comfyui = comfyuiBackend(pulidFluxComfyui);
