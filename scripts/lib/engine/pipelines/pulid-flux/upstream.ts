import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '#core/json.ts';
import type { Place } from '../../backends/environment.ts';
import { checkPicture } from '../../backends/outputs-picture.ts';
import { driverStep, slotFile } from '../../backends/upstream-driver.ts';
import { upstreamBackend } from '../../backends/upstream.ts';
import type { JobFacts, UpstreamSystem } from '../../backends/upstream-system.ts';
import type { Failure } from '../../backends/upstream-failures.ts';
import type { PulidFluxParams } from './params.ts';
import { pulidFluxPin } from './upstream-pin.ts';

/** Which of its models are loaded. */
export type PulidModel = Pick<PulidFluxParams, 'model' | 'version' | 'fp8'>;

/** Where upstream looks for the weights of these. */
export const pulidWeights = ({ version, model, fp8 }: PulidModel): Record<string, string> => ({
  [`pulid_flux_${version}.safetensors`]: `models/pulid_flux_${version}.safetensors`,
  ...(fp8
    ? { 'flux-dev-fp8': 'hub:XLabs-AI/flux-dev-fp8' }
    : model === 'flux-dev'
      ? { 'flux1-dev.safetensors': 'models/flux1-dev.safetensors' }
      : { 'flux1-krea-dev.safetensors': 'models/flux1-krea-dev.safetensors' }),
  'ae.safetensors': 'models/ae.safetensors',
  antelopev2: 'models/antelopev2',
  xflux_text_encoders: 'hub:xlabs-ai/xflux_text_encoders',
  'clip-vit-large-patch14': 'hub:openai/clip-vit-large-patch14',
});

/** What its driver loads. */
export const pulidModel = (
  { weights }: Place,
  { model, version, fp8 }: PulidModel,
  lora: { readonly file: string; readonly scale: number } | undefined,
): Readonly<Record<string, Json>> => ({
  model,
  version,
  pretrained_model: weights[`pulid_flux_${version}.safetensors`] ?? null,
  // In bf16 it needs 45 GB, with its parts moved in and out 30.
  offload: true,
  aggressive_offload: false,
  fp8,
  onnx_provider: 'gpu',
  lora: lora?.file ?? null,
  lora_scale: lora?.scale ?? 0,
});

export const pulidFailures: readonly Failure[] = [
  {
    says: /facexlib align face fail/u,
    code: 'face-missing',
    meaning: 'no face was found on the picture that gives it',
    hint: 'The reference must show her face from the front, unhidden: `npm run alpha -- identity assets/alpha-ref.png`.',
  },
  {
    says: /flux_lora\.Unfit: /u,
    code: 'lora-unfit',
    meaning: 'the LoRA cannot be laid whole into the weights of FLUX.1',
    hint: 'Take one of the transformer alone, as sd-scripts, ai-toolkit or diffusers write it, or use `--backend comfyui`.',
  },
  {
    says: /^job: /u,
    code: 'params-unfit',
    meaning: 'the driver refused its job',
    hint: 'Change the params of the artifact in assets/alpha.yml, or of the card that a candidate is made from.',
  },
];

const stillsOf = ({ params, seed, workDir }: JobFacts<PulidFluxParams>) =>
  params.prompts.map((prompt, index) => ({
    prompt,
    // Each its own, so that no two stills share their noise.
    seed: (seed + index) % 2 ** 32,
    out: join(workDir, `still-${index + 1}.png`),
  }));

/** A driver of ours around PuLID's generator: its own program is a web page. */
export const pulidFluxUpstream: UpstreamSystem<PulidFluxParams> = {
  system: 'pulid-flux',
  pin: pulidFluxPin,
  minutes: 40,
  weights: pulidWeights,
  failures: pulidFailures,
  async steps({ job, place }) {
    const { params } = job;
    const stills = stillsOf(job);
    return [
      driverStep('pulid_stills.py', {
        cwd: place.checkout,
        workDir: job.workDir,
        model: pulidModel(place, params, undefined),
        job: {
          image: slotFile(job, 'picture').path,
          stills,
          width: params.width,
          height: params.height,
          steps: params.steps,
          start_step: params.startStep,
          guidance: params.guidance,
          id_weight: params.idWeight,
          negative_prompt: params.negativePrompt,
          true_cfg: params.trueCfg,
          timestep_to_start_cfg: params.trueCfgFromStep,
          max_sequence_length: params.maxSequenceLength,
        },
        expects: stills.map(({ out }) => out),
        share: 1,
      }),
    ];
  },
  async collect({ job }) {
    for (const [index, { out }] of stillsOf(job).entries()) {
      await checkPicture(job.artifact, out, job.params);
      await rename(out, join(job.outDir, `still-${index + 1}.png`));
    }
  },
};

export const upstream = upstreamBackend(pulidFluxUpstream);
