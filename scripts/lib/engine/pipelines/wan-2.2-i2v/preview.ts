import { join } from 'node:path';
import type { Picture, Size } from '#media/picture.ts';
import { sitterIn } from '#media/sitter.ts';
import { diceOf } from '#media/sound/seeded.ts';
import { portraitOf } from '#media/splat/portrait.ts';
import type { Portrait } from '#media/splat/portrait.ts';
import { rasteriser } from '#media/splat/rasterise.ts';
import { planesDrawer } from '#media/video/planes.ts';
import { BIT_EXACT, runFfmpeg } from '../../backends/ffmpeg.ts';
import { inputOf } from '../pipeline.ts';
import type { Backend, BuildJob } from '../pipeline.ts';
import { TASKS } from './params.ts';
import type { WanParams } from './params.ts';
import { backdropOf, breathe, cameraAt, motionOf } from './preview-motion.ts';

const FOCAL_MM = 30;
const FRONT = 30_000;
/** Frames are half as wide and high as the model's. */
const HALF = 0.5;
const BLOCK = 16;

/**
 * A camera that drifts past the figure of the portrait, which breathes: as many frames a second and as many frames as the model
 * gives, at half its size. Prompt and sampling have no part in it.
 */
export const preview: Backend<WanParams> = {
  async build(job) {
    let sitter = await sitterIn(inputOf(job, 'picture/picture').path);
    const size = sizeOf(job.params.size, sitter.picture);
    // Detail that no frame can show would have to be drawn in each.
    while (sitter.picture.width >= 2 * size.width && sitter.picture.height >= 2 * size.height)
      sitter = sitter.halved();
    const portrait = await portraitOf(sitter.picture, FOCAL_MM, FRONT);
    const { fps } = TASKS[job.params.task];
    job.log(`${job.params.frames} frames of ${size.width} × ${size.height} at ${fps} a second`);
    const argv = [
      ...`-f rawvideo -pix_fmt yuv420p -color_range tv -s ${size.width}x${size.height} -r ${fps} -i pipe:0`.split(
        ' ',
      ),
      ...'-colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv'.split(' '),
      ...'-c:v libx264 -preset veryfast -crf 19 -movflags +faststart'.split(' '),
      ...BIT_EXACT,
      join(job.outDir, 'clip.mp4'),
    ];
    await runFfmpeg(argv, {
      signal: job.signal,
      log: (line) => job.log(line),
      stdin: framesOf(job, portrait, size, fps),
    });
  },
};

async function* framesOf(
  job: BuildJob<WanParams>,
  portrait: Portrait,
  size: Size,
  fps: number,
): AsyncGenerator<Uint8Array> {
  const { frames } = job.params;
  const motion = motionOf(diceOf('clip', job.seed), frames / fps);
  const draw = rasteriser(size);
  const positions = new Float32Array(portrait.cloud.positions.length);
  const backdrop = backdropOf(portrait.matte.plate, size);
  const seen: Picture = { ...size, rgba: new Uint8ClampedArray(size.width * size.height * 4) };
  const inPlanes = planesDrawer(size);
  for (let frame = 0; frame < frames; frame += 1) {
    job.signal.throwIfAborted();
    const share = frame / (frames - 1);
    const camera = cameraAt(motion, portrait, share, size);
    const figure = breathe(motion, portrait, share, positions);
    draw.draw(figure, camera, backdrop(camera), seen);
    job.progress(0.3 + (0.7 * (frame + 1)) / frames);
    // ffmpeg may not have taken it when the next one is drawn: each frame has memory of its own.
    yield inPlanes(seen.rgba);
  }
}

/** Half the size that has the area of `size` and the shape of the picture, in blocks of 16 pixels. */
function sizeOf(size: WanParams['size'], { width, height }: Size): Size {
  const [across = 0, down = 0] = size.split('*').map(Number);
  const side = Math.sqrt(across * down) * HALF;
  const blocks = (share: number) => Math.max(1, Math.round((side * share) / BLOCK)) * BLOCK;
  return { width: blocks(Math.sqrt(width / height)), height: blocks(Math.sqrt(height / width)) };
}
