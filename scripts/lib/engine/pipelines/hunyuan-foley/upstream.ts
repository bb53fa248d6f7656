import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '#core/errors.ts';
import { writeWhole } from '#media/picture-file.ts';
import { encodeWave } from '#media/sound/wave-file.ts';
import type { Sound } from '#media/sound/wave-file.ts';
import { checkSound } from '../../backends/outputs-sound.ts';
import { driverStep, slotFile } from '../../backends/upstream-driver.ts';
import { upstreamBackend } from '../../backends/upstream.ts';
import { absolute } from '../../backends/upstream-places.ts';
import type { UpstreamSystem } from '../../backends/upstream-system.ts';
import type { HunyuanFoleyParams } from './params.ts';
import { hunyuanFoleyPin } from './upstream-pin.ts';

const RATE = 48_000;
/** The model was trained on clips up to this length, and its sound ends there. */
const LONGEST_SECONDS = 15;
/** The end is faded over the beginning for so long, so that the sound can be repeated. */
const FADE_SECONDS = 1;
const LONGEST_PROMPT = 2000;

/** One fade longer than the loop, as far as the model goes. */
const madeSeconds = ({ seconds }: HunyuanFoleyParams): number =>
  Math.min(LONGEST_SECONDS, seconds + FADE_SECONDS);

const weightsFile = ({ model }: HunyuanFoleyParams): string =>
  model === 'xl' ? 'hunyuanvideo_foley_xl.pth' : 'hunyuanvideo_foley.pth';

/** A driver of ours: the model's own program needs a video and knows no seed. */
export const hunyuanFoleyUpstream: UpstreamSystem<HunyuanFoleyParams> = {
  system: 'hunyuan-foley',
  pin: hunyuanFoleyPin,
  minutes: 20,
  weights: (params) => ({
    [weightsFile(params)]: `pretrained_models/${weightsFile(params)}`,
    'vae_128d_48k.pth': 'pretrained_models/vae_128d_48k.pth',
    larger_clap_general: 'hub:laion/larger_clap_general',
  }),
  failures: [
    {
      // The program goes on with what it could load, and makes noise.
      says: /Missing keys in state dict/u,
      code: 'weights-changed',
      meaning: 'its weights are not those of its configuration',
      hint: 'Download the weights of the size that `model` names in assets/alpha.yml.',
      silent: true,
    },
    {
      says: /Model file not found:|Config file not found:/u,
      code: 'weights-missing',
      meaning: 'its weights or its configuration are not there',
      hint: 'Download them as its page says, or name their place in the runner file.',
    },
    {
      says: /^job: /u,
      code: 'params-unfit',
      meaning: 'the driver refused its job',
      hint: 'Change the params of the artifact in assets/alpha.yml.',
    },
  ],
  async steps({ job, place, weights }) {
    const prompt = (await readFile(slotFile(job, 'prompt').path, 'utf8')).trim();
    if (!/[\p{L}\p{N}]/u.test(prompt) || prompt.length > LONGEST_PROMPT) {
      throw new UserError('ambient-prompt-unfit', 'The ambient prompt has no words, or too many', {
        hint: `Write \`ambient\` in the episode's manifest: some words, at most ${LONGEST_PROMPT} characters.`,
      });
    }
    const { params } = job;
    const out = join(job.workDir, 'ambient.wav');
    return [
      driverStep('foley_ambient.py', {
        cwd: place.checkout,
        workDir: job.workDir,
        model: {
          model_path: absolute(dirname(weights(weightsFile(params))), place.checkout),
          model_size: params.model,
        },
        job: {
          prompt,
          negative_prompt: params.negativePrompt,
          seconds: madeSeconds(params),
          seed: job.seed,
          steps: params.steps,
          guidance: params.guidanceScale,
          out,
        },
        expects: [out],
        share: 1,
      }),
    ];
  },
  async collect({ job }) {
    const seconds = madeSeconds(job.params);
    const made = await checkSound(job.artifact, join(job.workDir, 'ambient.wav'), {
      rate: RATE,
      minSeconds: seconds - 0.1,
      maxSeconds: seconds + 0.1,
    });
    await writeWhole(join(job.outDir, 'ambient.wav'), encodeWave(looped(made, FADE_SECONDS)));
  },
};

/**
 * The sound without its last `fadeSeconds`, which are faded over its first: its end then goes on where it begins. Both sides
 * of the fade are unrelated noise, so the gains are those of equal power.
 */
export function looped({ rate, samples }: Sound, fadeSeconds: number): Sound {
  const fade = Math.min(Math.round(fadeSeconds * rate), Math.floor(samples.length / 2));
  const length = samples.length - fade;
  const loop = samples.slice(0, length);
  for (let at = 0; at < fade; at += 1) {
    const angle = ((at + 0.5) / fade) * (Math.PI / 2);
    loop[at] = (samples[at] ?? 0) * Math.sin(angle) + (samples[length + at] ?? 0) * Math.cos(angle);
  }
  return { rate, samples: loop };
}

export const upstream = upstreamBackend(hunyuanFoleyUpstream);
