import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '#core/errors.ts';
import type { Box, Face } from '#media/face/landmarks.ts';
import { sitterIn } from '#media/sitter.ts';
import { speechShape } from '#media/sound/speech-shape.ts';
import { decodeWave, secondsOf } from '#media/sound/wave-file.ts';
import { talkingHead } from '#media/video/talking-head.ts';
import { BIT_EXACT, runFfmpeg } from '../../backends/ffmpeg.ts';
import { checkVideo } from '../../backends/outputs-video.ts';
import { inputOf } from '../pipeline.ts';
import type { Backend } from '../pipeline.ts';
import { faceCrop } from './face-crop.ts';
import type { LatentSyncParams } from './params.ts';

/** Frames a second, as the model makes them. */
const FPS = 25;
const LONGEST_SECONDS = 1800;

const words = (text: string): string[] => text.split(' ');

/** The picture's face, its mouth and jaw bent to the sound of the voice. */
export const preview: Backend<LatentSyncParams> = {
  async build(job) {
    const voicePath = inputOf(job, 'voice/voice').path;
    const voice = decodeWave(await readFile(voicePath), 'the voice');
    if (secondsOf(voice) > LONGEST_SECONDS)
      throw new UserError('voice-too-long', `The voice lasts ${secondsOf(voice).toFixed(0)} s`, {
        hint: `At most ${LONGEST_SECONDS} s are animated; split the episode.`,
      });
    const { picture } = await sitterIn(inputOf(job, 'picture/picture').path);
    const { face, box, crop } = await faceCrop(picture, job.params.size);
    const shape = speechShape(voice, FPS);
    job.log(`${shape.open.length} frames, ${job.params.size} pixels a side`);

    const { size } = job.params;
    const file = join(job.outDir, 'talk.mp4');
    const count = shape.open.length;
    const frames = function* frames(): Generator<Uint8Array> {
      let done = 0;
      for (const frame of talkingHead(crop, moved(face, box, size), shape, FPS, job.seed)) {
        yield frame;
        done += 1;
        if (done % FPS === 0) job.progress(done / count);
      }
    };
    await runFfmpeg(
      [
        ...words(
          `-f rawvideo -pixel_format yuv420p -color_range tv -video_size ${size}x${size} -framerate ${FPS} -i pipe:0`,
        ),
        '-i',
        voicePath,
        ...words('-map 0:v -map 1:a -c:v libx264 -preset superfast -crf 21 -pix_fmt yuv420p'),
        ...words('-colorspace bt709 -color_primaries bt709 -color_trc bt709'),
        ...words('-c:a aac -aac_coder fast -b:a 96k -movflags +faststart'),
        ...BIT_EXACT,
        file,
      ],
      { signal: job.signal, log: (line) => job.log(line), stdin: frames() },
    );
    await checkVideo(
      job.artifact,
      file,
      { width: size, height: size, fps: FPS, minFrames: count, maxFrames: count, sound: true },
      job.signal,
    );
    job.progress(1);
  },
};

/** The face in the pixels of its crop. */
function moved(face: Face, box: Box, size: number): Face {
  const scale = size / box.width;
  const point = <P extends { readonly x: number; readonly y: number }>(at: P): P => ({
    ...at,
    x: (at.x - box.x) * scale,
    y: (at.y - box.y) * scale,
  });
  return {
    ...face,
    box: { ...point(face.box), width: face.box.width * scale, height: face.box.height * scale },
    landmarks: face.landmarks.map(point),
    mesh: face.mesh.map((at) => ({ ...point(at), z: at.z * scale })),
  };
}
