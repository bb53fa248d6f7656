import { execa } from 'execa';
import { z } from 'zod';
import { runFfmpeg } from './ffmpeg.ts';
import { headOf, named, outputFault, shownHead } from './outputs.ts';

/** What a video must be. */
export interface VideoLimits {
  readonly width?: number;
  readonly height?: number;
  /** Frames a second. */
  readonly fps: number;
  readonly minFrames: number;
  readonly maxFrames: number;
  /** Whether it has to have a sound track, or must have none. */
  readonly sound: boolean;
}

/** What it is. */
export interface VideoFacts {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly frames: number;
  readonly seconds: number;
  readonly sound: boolean;
}

const Probe = z.object({
  streams: z.array(
    z.object({
      codec_type: z.string(),
      width: z.number().optional(),
      height: z.number().optional(),
      avg_frame_rate: z.string().optional(),
      nb_read_packets: z.coerce.number().optional(),
    }),
  ),
  format: z.object({ duration: z.coerce.number().optional() }),
});

/** Of 255. */
const BLACK = 2;
/** Looked at for blackness: so many frames, evenly spread. */
const SAMPLES = 5;

/**
 * Reads what a video is, without decoding it.
 *
 * @throws {UserError} `output-missing`, `output-unreadable`
 */
export async function videoFacts(artifact: string, file: string, signal: AbortSignal): Promise<VideoFacts> {
  const what = named(artifact, file);
  const head = await headOf(artifact, file, 12);
  if (head.toString('latin1', 4, 8) !== 'ftyp')
    throw outputFault('output-unreadable', what, `is no MP4: it begins with ${shownHead(head)}`);
  const args = [
    '-v',
    'error',
    '-protocol_whitelist',
    'file',
    '-count_packets',
    '-show_streams',
    '-show_format',
  ];
  const result = await execa('ffprobe', [...args, '-of', 'json', file], {
    reject: false,
    cancelSignal: signal,
    timeout: 60_000,
    stdin: 'ignore',
  });
  signal.throwIfAborted();
  const parsed = Probe.safeParse(json(result.stdout));
  const picture = parsed.data?.streams.find(({ codec_type: type }) => type === 'video');
  const { width, height } = picture ?? {};
  if (result.exitCode !== 0 || parsed.data === undefined || width === undefined || height === undefined)
    throw outputFault('output-unreadable', what, `cannot be read as a video: ${result.stderr.slice(0, 300)}`);
  const [top = 0, bottom = 1] = (picture?.avg_frame_rate ?? '0/1').split('/').map(Number);
  return {
    width,
    height,
    fps: bottom > 0 ? top / bottom : 0,
    frames: picture?.nb_read_packets ?? 0,
    seconds: parsed.data.format.duration ?? 0,
    sound: parsed.data.streams.some(({ codec_type: type }) => type === 'audio'),
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // told as unreadable, with what ffprobe said
  }
}

/**
 * A video of the size, rate and length asked for that shows something.
 *
 * @throws {UserError} `output-missing`, `output-unreadable`, `output-size`, `output-length`, `output-silent` (no sound track),
 *   `output-black`
 */
export async function checkVideo(
  artifact: string,
  file: string,
  limits: VideoLimits,
  signal: AbortSignal,
): Promise<VideoFacts> {
  const what = named(artifact, file);
  const facts = await videoFacts(artifact, file, signal);
  const { width = facts.width, height = facts.height } = limits;
  if (facts.width !== width || facts.height !== height)
    throw outputFault('output-size', what, `is ${facts.width} × ${facts.height}, not ${width} × ${height}`);
  if (Math.abs(facts.fps - limits.fps) > 0.01)
    throw outputFault('output-size', what, `has ${facts.fps.toFixed(2)} frames a second, not ${limits.fps}`);
  if (facts.frames < limits.minFrames || facts.frames > limits.maxFrames) {
    const wanted =
      limits.minFrames === limits.maxFrames
        ? String(limits.minFrames)
        : `${limits.minFrames} to ${limits.maxFrames}`;
    throw outputFault('output-length', what, `has ${facts.frames} frames, ${wanted} were expected`);
  }
  if (limits.sound && !facts.sound) throw outputFault('output-silent', what, 'has no sound track');
  const light = await brightestFrame(file, facts, signal);
  if (light < BLACK) throw outputFault('output-black', what, 'is black in every frame that was looked at');
  return facts;
}

/** Mean light of the brightest of a few frames, 0 to 255. Of those that stand for themselves, where one of them shows something. */
async function brightestFrame(file: string, { frames }: VideoFacts, signal: AbortSignal): Promise<number> {
  const light = await brightestOf(file, ['-skip_frame', 'nokey'], 1, signal);
  return light < BLACK ? brightestOf(file, [], Math.max(1, Math.floor(frames / SAMPLES)), signal) : light;
}

/** @param every one of so many frames is looked at */
async function brightestOf(
  file: string,
  decoding: readonly string[],
  every: number,
  signal: AbortSignal,
): Promise<number> {
  const said: string[] = [];
  const grey = await runFfmpeg(
    [
      ...decoding,
      '-i',
      file,
      '-vf',
      `select='not(mod(n,${every}))',scale=16:16:flags=area,format=gray`,
      '-fps_mode',
      'passthrough',
      '-frames:v',
      String(SAMPLES + 1),
      '-f',
      'rawvideo',
      'pipe:1',
    ],
    { signal, log: (line) => said.push(line) },
  );
  let brightest = 0;
  for (let start = 0; start + 256 <= grey.length; start += 256)
    brightest = Math.max(
      brightest,
      grey.subarray(start, start + 256).reduce((sum, light) => sum + light, 0) / 256,
    );
  return brightest;
}
