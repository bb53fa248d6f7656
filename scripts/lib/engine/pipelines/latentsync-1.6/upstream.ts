import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '#core/errors.ts';
import { readPicture, writePng } from '#media/picture-file.ts';
import { decodeWave, secondsOf } from '#media/sound/wave-file.ts';
import { BIT_EXACT } from '../../backends/ffmpeg.ts';
import { checkVideo } from '../../backends/outputs-video.ts';
import { option, slotFile } from '../../backends/upstream-driver.ts';
import { upstreamBackend } from '../../backends/upstream.ts';
import type { JobFacts, UpstreamSystem } from '../../backends/upstream-system.ts';
import { faceCrop } from './face-crop.ts';
import type { LatentSyncParams } from './params.ts';
import { latentSyncPin } from './upstream-pin.ts';

type Job = JobFacts<LatentSyncParams>;

/** Frames a second, whatever goes in. */
const FPS = 25;
/** The model works through so many frames at a time; its result may be longer or shorter than the voice by as many. */
const BATCH = 16;
/** The program plays a clip forth and back until the voice ends: of a still, one second is enough. */
const CLIP_SECONDS = 1;

const fileOf = (job: Job, name: 'face.png' | 'clip.mp4' | 'synced.mp4' | 'talk.mp4'): string =>
  join(job.workDir, name);

const FFMPEG = ['-hide_banner', '-nostdin', '-loglevel', 'warning', '-y'] as const;
const FILES_ONLY = ['-protocol_whitelist', 'file'] as const;

/** The face of the canon as a clip, its mouth moved by LatentSync's own script, under the voice as it was recorded. */
export const latentSyncUpstream: UpstreamSystem<LatentSyncParams> = {
  system: 'latentsync-1.6',
  pin: latentSyncPin,
  minutes: 60,
  weights: () => ({
    'latentsync_unet.pt': 'checkpoints/latentsync_unet.pt',
    'tiny.pt': 'checkpoints/whisper/tiny.pt',
    buffalo_l: 'checkpoints/auxiliary/models/buffalo_l',
    'sd-vae-ft-mse': 'hub:stabilityai/sd-vae-ft-mse',
  }),
  failures: [
    {
      says: /Face not detected/u,
      code: 'face-missing',
      meaning: 'no face passed its limits in some frame',
      hint: 'The reference must show her face from the front, at least 80 pixels high in the crop and unhidden.',
    },
    {
      says: /stack expects a non-empty TensorList|Error: Could not open video\./u,
      code: 'clip-unreadable',
      meaning: 'it could not read the clip that was made of the face',
      hint: 'Keep builds in a folder whose path has no spaces, and check that ffmpeg is on its PATH.',
    },
    {
      says: /(?:Video|Audio) path '.*' not found|Failed to load audio:/u,
      code: 'clip-unreadable',
      meaning: 'the clip or the voice was not there, or could not be read',
      hint: 'Build again; the log names the file.',
    },
    {
      says: /ffmpeg not found, please install it/u,
      code: 'ffmpeg-missing',
      meaning: 'ffmpeg is not on the PATH of its environment',
      hint: 'Install it with the system’s package manager: `sudo apt-get install ffmpeg`.',
    },
    {
      says: /cross_attention_dim must be 768 or 384/u,
      code: 'weights-changed',
      meaning: 'its configuration is not that of version 1.6',
      hint: 'Check its repository out at the pinned commit.',
    },
  ],
  async prepare({ job }) {
    const picture = await readPicture(slotFile(job, 'picture').path);
    await writePng(fileOf(job, 'face.png'), (await faceCrop(picture, job.params.size)).crop);
  },
  async steps({ job, place, weights }) {
    const voice = slotFile(job, 'voice').path;
    const checkpoint = weights('latentsync_unet.pt');
    // It puts them into a shell line, without quotes.
    for (const path of [job.workDir, voice, checkpoint]) {
      if (!/^[\w./+=:,@%-]+$/u.test(path)) {
        throw new UserError(
          'path-unfit',
          `${job.artifact}: LatentSync cannot take ${path}: it has a space or a sign that a shell reads`,
          {
            hint: 'Keep the checkout, its .alpha folder and the weights in folders named with letters, digits, - and _.',
          },
        );
      }
    }
    const { steps, guidanceScale, deepCache } = job.params;
    return [
      {
        host: true,
        args: [
          'ffmpeg',
          ...FFMPEG,
          '-loop',
          '1',
          '-framerate',
          String(FPS),
          ...FILES_ONLY,
          '-i',
          fileOf(job, 'face.png'),
          '-t',
          String(CLIP_SECONDS),
          '-r',
          String(FPS),
          '-c:v',
          'libx264',
          '-crf',
          '8',
          '-pix_fmt',
          'yuv420p',
          ...BIT_EXACT,
          fileOf(job, 'clip.mp4'),
        ],
        cwd: job.workDir,
        expects: [fileOf(job, 'clip.mp4')],
        share: 0.02,
      },
      {
        args: [
          'python',
          '-m',
          'scripts.inference',
          ...option('--unet_config_path', 'configs/unet/stage2_512.yaml'),
          ...option('--inference_ckpt_path', checkpoint),
          ...option('--inference_steps', steps),
          ...option('--guidance_scale', guidanceScale),
          ...option('--video_path', fileOf(job, 'clip.mp4')),
          ...option('--audio_path', voice),
          ...option('--video_out_path', fileOf(job, 'synced.mp4')),
          // It deletes this folder first.
          ...option('--temp_dir', join(job.workDir, 'latentsync-temp')),
          ...option('--seed', job.seed),
          ...(deepCache ? ['--enable_deepcache'] : []),
        ],
        cwd: place.checkout,
        expects: [fileOf(job, 'synced.mp4')],
        share: 0.96,
      },
      {
        host: true,
        args: [
          'ffmpeg',
          ...FFMPEG,
          ...FILES_ONLY,
          '-i',
          fileOf(job, 'synced.mp4'),
          ...FILES_ONLY,
          '-i',
          voice,
          // Its own sound track has 16 kHz.
          '-map',
          '0:v',
          '-map',
          '1:a',
          '-c:v',
          'copy',
          '-c:a',
          'aac',
          '-b:a',
          '96k',
          '-movflags',
          '+faststart',
          ...BIT_EXACT,
          fileOf(job, 'talk.mp4'),
        ],
        cwd: job.workDir,
        expects: [fileOf(job, 'talk.mp4')],
        share: 0.02,
      },
    ];
  },
  async collect({ job }, signal) {
    const seconds = secondsOf(decodeWave(await readFile(slotFile(job, 'voice').path), 'the voice'));
    const frames = Math.round(seconds * FPS);
    const { size } = job.params;
    const talk = fileOf(job, 'talk.mp4');
    await checkVideo(
      job.artifact,
      talk,
      {
        width: size,
        height: size,
        fps: FPS,
        minFrames: frames - BATCH,
        maxFrames: frames + BATCH,
        sound: true,
      },
      signal,
    );
    await rename(talk, join(job.outDir, 'talk.mp4'));
  },
};

export const upstream = upstreamBackend(latentSyncUpstream);
