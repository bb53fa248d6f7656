import { driverStep, slotFile } from '../../backends/upstream-driver.ts';
import type { UpstreamSystem } from '../../backends/upstream-system.ts';
import { absolute } from '../../backends/upstream-places.ts';
import { pulidFailures, pulidModel, pulidWeights } from '../pulid-flux/upstream.ts';
import type { PulidModel } from '../pulid-flux/upstream.ts';
import { pulidFluxPin } from '../pulid-flux/upstream-pin.ts';
import { candidateIn, collectCandidate } from './candidate.ts';
import { LORA } from './lora.ts';
import type { Flux1DevParams } from './params.ts';

const MODEL: PulidModel = { model: 'flux-dev', version: 'v0.9.1', fp8: false };

/**
 * A candidate that holds the face of the picture before: PuLID's own generator, in the place and the environment that make the
 * stills, with the character's LoRA laid into the weights, since PuLID knows none.
 */
export const fluxFaceUpstream: UpstreamSystem<Flux1DevParams> = {
  system: 'pulid-flux',
  pin: pulidFluxPin,
  minutes: 20,
  weights: ({ loraScale }) => ({ ...pulidWeights(MODEL), ...(loraScale > 0 && LORA) }),
  failures: pulidFailures,
  async steps({ job, place, weights }) {
    const { params, seed } = job;
    const out = candidateIn(job.workDir);
    const lora =
      params.loraScale > 0
        ? { file: absolute(weights('lora'), place.checkout), scale: params.loraScale }
        : undefined;
    return [
      driverStep('pulid_stills.py', {
        cwd: place.checkout,
        workDir: job.workDir,
        model: pulidModel(place, MODEL, lora),
        job: {
          image: slotFile(job, 'picture').path,
          stills: [{ prompt: params.prompt, seed, out }],
          width: params.width,
          height: params.height,
          steps: params.steps,
          start_step: params.pulidStartStep,
          guidance: params.guidance,
          id_weight: params.pulidStrength,
          negative_prompt: '',
          // Off: what holds back what is not asked for is the guidance that FLUX.1-dev was trained with.
          true_cfg: 1,
          timestep_to_start_cfg: 1,
          max_sequence_length: params.maxSequenceLength,
        },
        expects: [out],
        share: 1,
      }),
    ];
  },
  collect: ({ job }) => collectCandidate(job),
};
