import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { orbit } from '#media/camera.ts';
import type { Picture } from '#media/picture.ts';
import { rasteriser } from '#media/splat/rasterise.ts';
import { limited } from '#media/sound/limiter.ts';
import { levelled } from '#media/sound/loudness.ts';
import { decodeWave, encodeWave, secondsOf } from '#media/sound/wave-file.ts';
import { momentOf, runsBack } from '#media/video/moment.ts';
import { planesDrawer } from '#media/video/planes.ts';
import { decodeSequence } from '#media/video/sequence.ts';
import type { SplatSequence } from '#media/video/sequence.ts';
import { BIT_EXACT, runFfmpeg } from '../../backends/ffmpeg.ts';
import { checkVideo } from '../../backends/outputs-video.ts';
import { inputOf } from '../pipeline.ts';
import type { Backend, BuildJob } from '../pipeline.ts';
import type { FfmpegParams } from './params.ts';

/** Behind the scene: a quiet studio grey, a little lighter towards the top. */
const WALL = { top: [214, 214, 220], bottom: [168, 168, 178] } as const;
const SAMPLE_RATE = 48_000;
/** Nearer than the scene's own standpoint, and looking higher, in heights of its picture: where the bust ends stays below the frame. */
const NEARER = 1.25;
const HIGHER = 0.07;
/** Between samples and by AAC peaks rise above what was limited, by as many decibels at most. */
const CODEC_PEAK = 1;
/** The camera rises this far above eye level at most, degrees. */
const RISE_DEG = 2;

type Job = BuildJob<FfmpegParams>;

const words = (text: string): string[] => text.split(' ');

/**
 * An episode's video: the scene along a camera path, the voice, the ambience below it. It is also what is made in production:
 * assembling needs no model.
 */
export const preview: Backend<FfmpegParams> = {
  async build(job) {
    const round = join(job.workDir, 'round.mp4');
    await writeFile(round, await roundOf(job));
    job.progress(0.7);
    const seconds =
      job.params.leadSeconds +
      secondsOf(decodeWave(await readFile(inputOf(job, 'voice/voice').path), 'the voice')) +
      job.params.tailSeconds;
    const sound = join(job.workDir, 'sound.wav');
    await mixSound(job, seconds, sound);
    job.progress(0.9);
    await assemble(job, round, sound, seconds);
    const { fps, width, height } = job.params;
    const frames = Math.round(seconds * fps);
    await checkVideo(
      job.artifact,
      join(job.outDir, 'video.mp4'),
      { width, height, fps, minFrames: frames - 2, maxFrames: frames + 2, sound: true },
      job.signal,
    );
  },
};

/** In a round. */
const framesOf = (fps: number, roundSeconds: number): number => Math.max(2, Math.round(roundSeconds * fps));

/** The last round that was made: the episodes of one scene are shown on the same one. */
let last: { readonly name: string; readonly bytes: Buffer } | undefined;

async function roundOf(job: Job): Promise<Buffer> {
  const { path, digest } = inputOf(job, 'scene/sequence');
  const { width, height, fps, crf, roundSeconds, swingDeg } = job.params;
  const name = JSON.stringify([digest, width, height, fps, crf, roundSeconds, swingDeg]);
  if (last?.name === name) return last.bytes;
  const file = join(job.workDir, 'drawn.mp4');
  await encodeRound(decodeSequence(await readFile(path), 'the scene'), job, file);
  last = { name, bytes: await readFile(file) };
  return last.bytes;
}

/** One round of camera and scene, as H.264 that can be put behind itself. */
async function encodeRound(sequence: SplatSequence, job: Job, file: string): Promise<void> {
  const { width, height, fps, crf, roundSeconds } = job.params;
  const count = framesOf(fps, roundSeconds);
  const args = [
    ...words(
      `-f rawvideo -pixel_format yuv420p -color_range tv -video_size ${width}x${height} -framerate ${fps} -i pipe:0`,
    ),
    ...words(
      `-an -c:v libx264 -preset veryfast -crf ${crf} -pix_fmt yuv420p -bf 0 -g ${count} -sc_threshold 0`,
    ),
    ...words('-colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv'),
    ...BIT_EXACT,
    file,
  ];
  await runFfmpeg(args, {
    signal: job.signal,
    log: (line) => job.log(line),
    stdin: frames(sequence, job, count),
  });
}

/**
 * The pictures of a round. The camera runs there and back, as a cosine; where the scene does so too, frame f shows what
 * frame n − f shows, and half of them are drawn.
 */
function* frames(sequence: SplatSequence, job: Job, count: number): Generator<Uint8Array> {
  const { width, height, swingDeg } = job.params;
  const draw = rasteriser({ width, height });
  const wall = gradient({ width, height });
  const moment = momentOf(sequence);
  const back = runsBack(sequence);
  const standpoint = framed(sequence.standpoint);
  const seen: Picture = { width, height, rgba: new Uint8ClampedArray(width * height * 4) };
  const inPlanes = planesDrawer({ width, height });
  const drawn = new Map<number, Uint8Array>();
  for (let frame = 0; frame < count; frame += 1) {
    const same = back ? Math.min(frame, count - frame) : frame;
    const turn = (2 * Math.PI * same) / count;
    let bytes = drawn.get(same);
    if (bytes === undefined) {
      const camera = orbit({
        world: 'y-up',
        ...standpoint,
        yawDeg: swingDeg * Math.cos(turn),
        pitchDeg: (RISE_DEG * (1 - Math.cos(turn))) / 2,
      });
      bytes = inPlanes(draw.draw(moment(same / count), camera, wall, seen).rgba);
      if (back) drawn.set(same, bytes);
    }
    if (frame % 5 === 0) job.progress((0.7 * frame) / count);
    yield bytes;
  }
}

function framed({
  target: [x, y, z],
  distance,
  lens,
}: SplatSequence['standpoint']): SplatSequence['standpoint'] {
  return { target: [x, y + (HIGHER * distance) / lens.focal, z], distance: distance / NEARER, lens };
}

function gradient({ width, height }: { width: number; height: number }): Picture {
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let y = 0, at = 0; y < height; y += 1) {
    const down = y / (height - 1);
    const [red, green, blue] = WALL.top.map(
      (top, channel) => top + ((WALL.bottom[channel] ?? top) - top) * down,
    );
    rgba.set([red ?? 0, green ?? 0, blue ?? 0, 255], at);
    for (let x = 1; x < width; x *= 2) rgba.copyWithin(at + x * 4, at, at + Math.min(x, width - x) * 4);
    at += width * 4;
  }
  return { width, height, rgba };
}

/** Voice over ambience, one channel: the ambience is looped, goes down where somebody speaks, and fades in and out. */
function mixGraph({ leadSeconds, ambientGain, duck }: FfmpegParams, seconds: number): string {
  const ratio = Math.max(1, 1 + duck / 3);
  const format = `aresample=${SAMPLE_RATE},aformat=sample_fmts=fltp:channel_layouts=mono`;
  return [
    `[0:a]${format},adelay=delays=${Math.round(leadSeconds * 1000)}:all=1,apad,atrim=0:${seconds.toFixed(3)},asplit=2[voice][key]`,
    `[1:a]${format},volume=${ambientGain}dB,atrim=0:${seconds.toFixed(3)},afade=t=in:d=0.4,afade=t=out:st=${(seconds - 0.8).toFixed(3)}:d=0.8[bed]`,
    `[bed][key]sidechaincompress=threshold=0.02:ratio=${ratio.toFixed(2)}:attack=30:release=400[ducked]`,
    `[voice][ducked]amix=inputs=2:duration=first:normalize=0`,
  ].join(';');
}

/**
 * Voice and ambience at the loudness asked for (EBU R 128), peaks held below the limit: one gain for all of it. One channel.
 */
async function mixSound(job: Job, seconds: number, file: string): Promise<void> {
  const { loudness, truePeak } = job.params;
  const voice = inputOf(job, 'voice/voice').path;
  const ambient = inputOf(job, 'ambient/ambient').path;
  const raw = await runFfmpeg(
    [
      '-i',
      voice,
      ...words('-stream_loop -1 -i'),
      ambient,
      '-filter_complex',
      mixGraph(job.params, seconds),
      ...words(`-t ${seconds.toFixed(3)} -ac 1 -ar ${SAMPLE_RATE} -f f32le`),
      ...BIT_EXACT,
      'pipe:1',
    ],
    { signal: job.signal, log: (line) => job.log(line) },
  );
  const samples = new Float32Array(raw.byteLength >> 2);
  new Uint8Array(samples.buffer).set(raw.subarray(0, samples.byteLength));
  const sound = { rate: SAMPLE_RATE, samples };
  // Two equal channels are as loud as one and 3 dB.
  const goal = loudness - 10 * Math.log10(2);
  limited(levelled(sound, goal, Infinity), 10 ** ((truePeak - CODEC_PEAK) / 20));
  await writeFile(file, encodeWave(sound));
}

/** The round as often as it takes, without encoding it again, under the sound. */
async function assemble(job: Job, round: string, sound: string, seconds: number): Promise<void> {
  const { fps, roundSeconds } = job.params;
  const rounds = Math.ceil((seconds * fps) / framesOf(fps, roundSeconds));
  const args = [
    '-stream_loop',
    String(rounds),
    '-i',
    round,
    '-i',
    sound,
    ...words('-map 0:v -map 1:a -c:v copy -c:a aac -aac_coder fast -b:a 160k'),
    // What was measured as two equal channels becomes two; a mere change of layout would take 3 dB off.
    ...words('-af channelmap=map=FC-FL|FC-FR:channel_layout=stereo'),
    ...words(`-t ${seconds.toFixed(3)} -movflags +faststart`),
    ...BIT_EXACT,
    join(job.outDir, 'video.mp4'),
  ];
  await runFfmpeg(args, { signal: job.signal, log: (line) => job.log(line) });
}
