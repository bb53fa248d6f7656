import { execa, ExecaError } from 'execa';
import { z } from 'zod';
import { UserError } from '#core/errors.ts';

/** How a media tool is run. */
export interface ToolRun {
  readonly signal?: AbortSignal | undefined;
  /** Killed after that; two minutes when left out. */
  readonly timeoutMs?: number;
  /** More output than this is a fault; 512 MiB when left out. */
  readonly maxBytes?: number;
}

/** A file comes with a pull request: it is read itself, by demuxers that cannot name other files, and nothing else is. */
const CAREFUL = [
  '-protocol_whitelist',
  'file,pipe',
  '-format_whitelist',
  'mov,matroska,wav,w64,mp3,flac,ogg,aac,avi,aiff',
];

/**
 * Runs ffmpeg and gives what it wrote to `pipe:1`. Every `-i` in `args` is read carefully.
 *
 * @throws {UserError} `ffmpeg-missing`, `media-unreadable`, `media-timeout`; the signal's reason when aborted
 */
export async function ffmpeg(args: readonly string[], run: ToolRun = {}): Promise<Buffer> {
  const guarded = args.flatMap((arg) => (arg === '-i' ? [...CAREFUL, '-i'] : [arg]));
  return tool(
    'ffmpeg',
    ['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'error', '-y', ...guarded],
    run,
  );
}

const Stream = z.looseObject({
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  width: z.int().optional(),
  height: z.int().optional(),
  avg_frame_rate: z.string().optional(),
  sample_rate: z.string().optional(),
  channels: z.int().optional(),
  duration: z.string().optional(),
});
const Probe = z.looseObject({
  streams: z.array(Stream).default([]),
  format: z.looseObject({ duration: z.string().optional() }).default({}),
});

/** What a container says about its first picture stream and its first sound stream. */
export interface MediaFacts {
  readonly seconds: number;
  readonly video:
    | { readonly width: number; readonly height: number; readonly fps: number; readonly codec: string }
    | undefined;
  readonly audio: { readonly rate: number; readonly channels: number; readonly codec: string } | undefined;
}

/** @throws as `ffmpeg` does */
export async function probe(path: string, run: ToolRun = {}): Promise<MediaFacts> {
  const { facts } = await probeWith(['-show_streams', '-show_format'], path, { ...run, maxBytes: 4 << 20 });
  return facts;
}

/** As `probe`, and all that ffprobe `said` (JSON) when asked by these arguments, streams and format among it. */
export async function probeWith(
  asked: readonly string[],
  path: string,
  run: ToolRun,
): Promise<{ readonly facts: MediaFacts; readonly said: unknown }> {
  const stdout = await tool('ffprobe', ['-v', 'error', ...CAREFUL, ...asked, '-of', 'json', '-i', path], run);
  const said: unknown = JSON.parse(stdout.toString('utf8'));
  return { facts: factsOf(Probe.parse(said)), said };
}

function factsOf({ streams, format }: z.infer<typeof Probe>): MediaFacts {
  const video = streams.find(({ codec_type }) => codec_type === 'video');
  const audio = streams.find(({ codec_type }) => codec_type === 'audio');
  const seconds = Number(format.duration ?? video?.duration ?? audio?.duration ?? 0);
  return {
    seconds: Number.isFinite(seconds) ? seconds : 0,
    video:
      video?.width === undefined || video.height === undefined
        ? undefined
        : {
            width: video.width,
            height: video.height,
            fps: ratio(video.avg_frame_rate),
            codec: video.codec_name ?? '?',
          },
    audio:
      audio === undefined
        ? undefined
        : {
            rate: Number(audio.sample_rate ?? 0),
            channels: audio.channels ?? 0,
            codec: audio.codec_name ?? '?',
          },
  };
}

/** `30000/1001` as a number; 0 when it is none. */
function ratio(text = '0/1'): number {
  const [above = 0, below = 1] = text.split('/').map(Number);
  const value = above / below;
  return Number.isFinite(value) ? value : 0;
}

async function tool(name: 'ffmpeg' | 'ffprobe', args: readonly string[], run: ToolRun): Promise<Buffer> {
  const { signal, timeoutMs = 120_000, maxBytes = 512 << 20 } = run;
  signal?.throwIfAborted();
  try {
    const { stdout } = await execa(name, [...args], {
      stdin: 'ignore',
      encoding: 'buffer',
      maxBuffer: maxBytes,
      timeout: timeoutMs,
      forceKillAfterDelay: 1000,
      ...(signal !== undefined && { cancelSignal: signal }),
      env: { LC_ALL: 'C', AV_LOG_FORCE_NOCOLOR: '1' },
    });
    return Buffer.from(stdout.buffer, stdout.byteOffset, stdout.byteLength);
  } catch (cause) {
    signal?.throwIfAborted();
    throw faultOf(name, cause, timeoutMs);
  }
}

function faultOf(name: string, cause: unknown, timeoutMs: number): unknown {
  if (!(cause instanceof ExecaError)) return cause;
  if (cause.code === 'ENOENT') {
    return new UserError('ffmpeg-missing', `${name} is not installed`, {
      hint: 'Run `npm run setup`.',
      cause,
    });
  }
  if (cause.timedOut) {
    return new UserError('media-timeout', `${name} took longer than ${timeoutMs / 1000} s`, {
      hint: 'Shorten the file, or compare it on a faster machine.',
      cause,
    });
  }
  const said =
    typeof cause.stderr === 'string' ? cause.stderr : Buffer.from(cause.stderr ?? []).toString('utf8');
  const last = said.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
  return new UserError('media-unreadable', `${name} cannot read it: ${last || cause.shortMessage}`, {
    hint: 'Build it again; the file may be damaged or cut off.',
    cause,
  });
}
