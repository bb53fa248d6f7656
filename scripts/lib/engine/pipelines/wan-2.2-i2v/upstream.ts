import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pictureHeader } from '#media/picture-file.ts';
import { checkFirstFrame } from '../../backends/outputs-first-frame.ts';
import { checkVideo } from '../../backends/outputs-video.ts';
import { option, slotFile } from '../../backends/upstream-driver.ts';
import { upstreamBackend } from '../../backends/upstream.ts';
import type { UpstreamSystem } from '../../backends/upstream-system.ts';
import { TASKS } from './params.ts';
import type { WanParams } from './params.ts';
import { wanPin } from './upstream-pin.ts';

const CHECKPOINTS = { 'ti2v-5B': 'Wan2.2-TI2V-5B', 'i2v-A14B': 'Wan2.2-I2V-A14B' } as const;

/** What a square picture comes out as: `size` is an area, and each task rounds in its own way. */
const SQUARE: Readonly<Record<string, { readonly width: number; readonly height: number }>> = {
  'i2v-A14B 1280*720': { width: 960, height: 960 },
  'i2v-A14B 832*480': { width: 624, height: 624 },
  'ti2v-5B 1280*704': { width: 960, height: 928 },
};

/** Wan's own `generate.py`. */
export const wanUpstream: UpstreamSystem<WanParams> = {
  system: 'wan-2.2-i2v',
  pin: wanPin,
  minutes: 90,
  weights: ({ task }) => ({ [CHECKPOINTS[task]]: CHECKPOINTS[task] }),
  failures: [
    {
      says: /save_video failed, error:/u,
      code: 'output-missing',
      meaning: 'it could not write the video and said that it had finished',
      hint: 'Its log says why, most often a full disk or no H.264 encoder in its environment.',
      silent: true,
    },
    {
      says: /Unsupport size/u,
      code: 'params-unfit',
      meaning: 'the size is not one of its task',
      hint: 'Change size or task of the artifact in assets/alpha.yml.',
    },
    {
      says: /Please specify the checkpoint directory\./u,
      code: 'weights-missing',
      meaning: 'it was given no weights',
      hint: 'Name their folder in the runner file.',
    },
    {
      says: /^AssertionError:?\s*$/u,
      code: 'python-module',
      meaning: 'flash_attn is not installed in its environment: it has no other attention',
      hint: 'Build flash-attn 2.8 or later for sm_120 in its environment; `npm run alpha -- doctor` checks it.',
    },
  ],
  async steps({ job, place, weights }) {
    const { task, size, prompt, frames, steps, guidance, shift, solver } = job.params;
    const clip = join(job.workDir, 'clip.mp4');
    return [
      {
        args: [
          'python',
          'generate.py',
          ...option('--task', task),
          ...option('--size', size),
          ...option('--ckpt_dir', weights(CHECKPOINTS[task])),
          // These three move weights about and change no picture, but without them nothing fits 32 GB.
          ...option('--offload_model', 'True'),
          '--convert_model_dtype',
          '--t5_cpu',
          // Without it the program makes another clip, of nobody.
          ...option('--image', slotFile(job, 'picture').path),
          ...option('--prompt', prompt),
          ...option('--base_seed', job.seed),
          ...option('--frame_num', frames),
          ...option('--sample_steps', steps),
          ...option('--sample_guide_scale', guidance),
          ...option('--sample_shift', shift),
          ...option('--sample_solver', solver),
          ...option('--save_file', clip),
        ],
        cwd: place.checkout,
        expects: [clip],
        share: 1,
      },
    ];
  },
  async collect({ job }, signal) {
    const { task, size, frames } = job.params;
    const clip = join(job.workDir, 'clip.mp4');
    const bytes = await readFile(slotFile(job, 'picture').path);
    const picture = await pictureHeader(bytes);
    await checkVideo(
      job.artifact,
      clip,
      {
        ...(picture.width === picture.height && SQUARE[`${task} ${size}`]),
        fps: TASKS[task].fps,
        minFrames: frames,
        maxFrames: frames,
        sound: false,
      },
      signal,
    );
    await checkFirstFrame(job.artifact, clip, bytes, signal);
    await rename(clip, join(job.outDir, 'clip.mp4'));
  },
};

export const upstream = upstreamBackend(wanUpstream);
