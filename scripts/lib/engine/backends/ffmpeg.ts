import { createInterface } from 'node:readline';
import { execa, ExecaError } from 'execa';
import { UserError } from '#core/errors.ts';

/** What a run of ffmpeg is given besides its arguments. */
export interface FfmpegRun {
  /** Aborting it kills ffmpeg. */
  readonly signal: AbortSignal;
  /** A line of ffmpeg's own words: warnings and errors only. */
  log(line: string): void;
  /** Where relative file names begin. */
  readonly cwd?: string;
  /** Bytes for `-i pipe:0`; the next piece is asked for when ffmpeg has taken the last. */
  readonly stdin?: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** It is killed after that; 600 when left out. */
  readonly timeoutSeconds?: number;
}

/**
 * Goes right before each output file: one thread, no version strings, no clock, so that equal pictures and sounds give
 * equal bytes (x264 decides differently with another number of threads).
 */
export const BIT_EXACT: readonly string[] = words(
  '-threads 1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact -map_metadata -1 -map_chapters -1',
);

const BEFORE_ALL = words(
  '-hide_banner -nostdin -nostats -loglevel warning -y -filter_threads 1 -filter_complex_threads 1',
);
/** A file that came with a pull request may name others inside (playlists do); none of them is asked for over a network. */
const PROTOCOLS = words('-protocol_whitelist file,pipe,fd');
const TAIL_LINES = 12;

/**
 * Runs ffmpeg and gives what it wrote to `pipe:1`: nothing where the output is a file. Each `-i` may be read from files
 * and pipes only. Existing output files are written over.
 *
 * @throws {UserError} `ffmpeg-missing`; `ffmpeg-timeout`; `ffmpeg-failed` with the end of what it said
 * @throws the reason of `signal` when that was aborted
 */
export async function runFfmpeg(args: readonly string[], run: FfmpegRun): Promise<Buffer> {
  const { signal, cwd, stdin, timeoutSeconds = 600 } = run;
  signal.throwIfAborted();
  const argv = [...BEFORE_ALL, ...args.flatMap((arg) => (arg === '-i' ? [...PROTOCOLS, '-i'] : [arg]))];
  const tail: string[] = [];
  try {
    const child = execa('ffmpeg', argv, {
      ...(cwd !== undefined && { cwd }),
      stdin: stdin ?? 'ignore',
      encoding: 'buffer',
      buffer: { stdout: true, stderr: false },
      maxBuffer: 2 ** 30,
      timeout: timeoutSeconds * 1000,
      forceKillAfterDelay: 2000,
      cancelSignal: signal,
      // Its words and numbers in one language, wherever it runs.
      env: { LC_ALL: 'C', AV_LOG_FORCE_NOCOLOR: '1' },
    });
    createInterface({ input: child.stderr }).on('line', (line) => {
      tail.push(line);
      if (tail.length > TAIL_LINES) tail.shift();
      run.log(line);
    });
    const { stdout } = await child;
    return Buffer.from(stdout);
  } catch (cause) {
    signal.throwIfAborted();
    throw faultOf(cause, tail, timeoutSeconds);
  }
}

function faultOf(cause: unknown, tail: readonly string[], timeoutSeconds: number): unknown {
  if (!(cause instanceof ExecaError)) return cause;
  if (cause.code === 'ENOENT')
    return new UserError('ffmpeg-missing', 'ffmpeg is not installed', {
      hint: 'Run `npm run setup`, or `apt-get install ffmpeg`.',
      cause,
    });
  if (cause.timedOut)
    return new UserError('ffmpeg-timeout', `ffmpeg took longer than ${timeoutSeconds} s and was killed`, {
      hint: 'See its log above; the machine may be busy, or a file endless.',
      cause,
    });
  const how =
    cause.exitCode === undefined
      ? `was ended by ${cause.signal ?? 'an error'}`
      : `ended with ${cause.exitCode}`;
  return new UserError('ffmpeg-failed', [`ffmpeg ${how}`, ...tail].join('\n'), {
    hint: 'The last lines name the file or option that it could not take.',
    cause,
  });
}

function words(line: string): readonly string[] {
  return line.split(' ');
}
