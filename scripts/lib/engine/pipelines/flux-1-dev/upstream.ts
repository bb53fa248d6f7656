import { driverStep } from '../../backends/upstream-driver.ts';
import { upstreamBackend } from '../../backends/upstream.ts';
import { absolute } from '../../backends/upstream-places.ts';
import type { UpstreamHost } from '../../backends/upstream.ts';
import type { UpstreamSystem } from '../../backends/upstream-system.ts';
import type { Backend, BuildJob } from '../pipeline.ts';
import { candidateIn, collectCandidate } from './candidate.ts';
import { LORA } from './lora.ts';
import type { Flux1DevParams } from './params.ts';
import { fluxFaceUpstream } from './upstream-face.ts';
import { flux1DevPin } from './upstream-pin.ts';

/**
 * A driver of ours around diffusers: the command line of FLUX.1 knows no LoRA, and marks each picture. PuLID is in no diffusers
 * pipeline, so a candidate that holds the face is made by PuLID's own generator (upstream-face.ts).
 */
export const flux1DevUpstream: UpstreamSystem<Flux1DevParams> = {
  system: 'flux-1-dev',
  pin: flux1DevPin,
  minutes: 20,
  weights: ({ loraScale }) => ({
    'FLUX.1-dev': 'hub:black-forest-labs/FLUX.1-dev',
    ...(loraScale > 0 && LORA),
  }),
  failures: [
    {
      says: /Your generated image may contain NSFW content\./u,
      code: 'output-missing',
      meaning: 'its content filter held the picture back',
      hint: 'Change the seed or the prompt.',
      silent: true,
    },
    {
      says: /Cannot access|GatedRepoError|401 Client Error/u,
      code: 'weights-missing',
      meaning: 'FLUX.1-dev is given only to accounts that have accepted its licence',
      hint: 'Accept it on the page of black-forest-labs/FLUX.1-dev and download it once by hand.',
    },
    {
      says: /have to be divisible by/u,
      code: 'params-unfit',
      meaning: 'it changed the size on its own',
      hint: 'Width and height must be multiples of 16.',
      silent: true,
    },
    {
      says: /^job: /u,
      code: 'params-unfit',
      meaning: 'the driver refused its job',
      hint: 'Change the params of the card.',
    },
  ],
  async steps({ job, place, weights }) {
    const { params } = job;
    const out = candidateIn(job.workDir);
    return [
      driverStep('flux_reference.py', {
        cwd: place.checkout,
        workDir: job.workDir,
        model: {
          model: 'black-forest-labs/FLUX.1-dev',
          lora: params.loraScale > 0 ? absolute(weights('lora'), place.checkout) : null,
          lora_scale: params.loraScale,
        },
        job: {
          prompt: params.prompt,
          width: params.width,
          height: params.height,
          steps: params.steps,
          guidance: params.guidance,
          seed: job.seed,
          max_sequence_length: params.maxSequenceLength,
          out,
        },
        expects: [out],
        share: 1,
      }),
    ];
  },
  collect: ({ job }) => collectCandidate(job),
};

/** By diffusers, or by PuLID where the face is to be held. */
export function fluxBackend(
  host: UpstreamHost = {},
  { plain, face } = { plain: flux1DevUpstream, face: fluxFaceUpstream },
): Backend<Flux1DevParams> {
  const [withoutFace, withFace] = [upstreamBackend(plain, host), upstreamBackend(face, host)];
  // The pins are those of FLUX.1: what of them is a commit, or weights that PuLID does not load, says nothing of it.
  const pinned = <J extends Pick<BuildJob<Flux1DevParams>, 'pins' | 'params'>>(job: J): J => ({
    ...job,
    pins: Object.fromEntries(
      Object.entries(job.pins ?? {}).filter(
        ([name]) => face.weights(job.params)[name.replace(/^weights:/u, '')] !== undefined,
      ),
    ),
  });
  return {
    build: (job) => (job.params.pulidStrength > 0 ? withFace.build(pinned(job)) : withoutFace.build(job)),
    describe: async (job) =>
      (await (job.params.pulidStrength > 0
        ? withFace.describe?.(pinned(job))
        : withoutFace.describe?.(job))) ?? [],
  };
}

export const upstream = fluxBackend();
