import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Picture, Size } from '../picture.ts';
import { lagOf } from './lag.ts';
import { ffmpeg, type ToolRun } from './media-tool.ts';
import { distinctPrefix, firstOfEach, type PackedFrames } from './video-packets.ts';

/** What is behind this is not compared. */
export const MOST_SECONDS = 1200;
/** A frame as it is recognised when two videos are shifted against each other. */
const TINY: Size = { width: 32, height: 18 };
const TINY_BYTES = TINY.width * TINY.height;
const LIMIT = ['-t', String(MOST_SECONDS)];
/** Frames are shown and compared in no more than so many pixels. */
const LARGEST: Size = { width: 1920, height: 1920 };
/** The second is looked for up to so many seconds earlier or later. */
const REACH_SECONDS = 2;

/** As large as the video, but no larger than `LARGEST`, and even, as chroma wants it. */
export function shownSize({ width, height }: Size): Size {
  const scale = Math.min(1, LARGEST.width / width, LARGEST.height / height);
  const even = (length: number) => Math.max(16, 2 * Math.round((length * scale) / 2));
  return { width: even(width), height: even(height) };
}

export interface FrameFigures {
  /** Over luma and chroma, 0 to 1 (equal). */
  readonly ssim: number;
  /** In dB; Infinity when equal. */
  readonly psnr: number;
}

/** How two videos are laid upon each other. */
export interface Alignment {
  readonly fps: number;
  /** Frames by which the second is late. */
  readonly lag: number;
  /** Both are brought to this size. */
  readonly size: Size;
}

/** A video, and the names of its frames where they are known and follow at the rate that it is compared at. */
export interface Film {
  readonly path: string;
  readonly frames: PackedFrames | undefined;
}

export interface FilmPair {
  readonly before: Film;
  readonly after: Film;
}

export interface FrameComparison {
  readonly alignment: Alignment;
  /** Of every pair of frames, in their order. */
  readonly figures: readonly FrameFigures[];
  /** By index: the first pair of which it is a repetition, or itself. */
  readonly first: readonly number[];
  readonly count: { readonly before: number; readonly after: number };
}

/**
 * Finds the shift of one video against the other, up to two seconds, and SSIM and PSNR of every pair of frames. Both are
 * decoded at one go, twice when they are shifted, and only as far as they bring pairs of frames that did not occur before:
 * of films that go round and round, one round.
 */
export async function compareFrames(
  pair: FilmPair,
  { fps, size }: Omit<Alignment, 'lag'>,
  run: ToolRun,
): Promise<FrameComparison> {
  const still = { fps, size, lag: 0 };
  const known = namesOf(pair, fps);
  const upTo =
    known === undefined
      ? Infinity
      : Math.max(
          distinctPrefix(known.before),
          distinctPrefix(known.after),
          distinctPrefix(pairNames(known, 0)),
        );
  const first = await decodeBoth(pair, still, upTo, true, run);
  const repeats = known !== undefined && isWhole(first, known, upTo) ? known : undefined;
  if (known !== undefined && repeats === undefined) {
    // The packets promised other frames than the decoder gives: every frame is looked at then.
    const plain = (film: Film) => ({ ...film, frames: undefined });
    return compareFrames({ before: plain(pair.before), after: plain(pair.after) }, still, run);
  }
  const [before, after] = [
    tinyFilm(first.before, repeats?.before),
    tinyFilm(first.after, repeats?.after),
  ] as const;
  const lag = lagOf(
    { before: before.count, after: after.count, distance: (i, j) => apart(before.at(i), after.at(j)) },
    Math.round(REACH_SECONDS * fps),
  );
  const count = { before: before.count, after: after.count };
  const alignment = { fps, size, lag };
  if (repeats === undefined) {
    const { figures } = lag === 0 ? first : await decodeBoth(pair, alignment, Infinity, false, run);
    return { alignment, figures, first: [...figures.keys()], count };
  }
  const pairs = pairNames(repeats, lag);
  const { figures } =
    lag === 0 ? first : await decodeBoth(pair, alignment, distinctPrefix(pairs), false, run);
  const places = firstOfEach(pairs);
  return { alignment, count, first: places, figures: places.flatMap((index) => figures[index] ?? []) };
}

interface FrameNames {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

function namesOf({ before, after }: FilmPair, fps: number): FrameNames | undefined {
  const most = Math.floor(MOST_SECONDS * fps);
  return before.frames === undefined || after.frames === undefined
    ? undefined
    : { before: before.frames.names.slice(0, most), after: after.frames.names.slice(0, most) };
}

/** Of each pair of frames that are laid upon each other. */
function pairNames({ before, after }: FrameNames, lag: number): string[] {
  const [skipped, late] = [Math.max(0, -lag), Math.max(0, lag)];
  const length = Math.max(0, Math.min(before.length - skipped, after.length - late));
  return Array.from({ length }, (_, k) => `${before[skipped + k] ?? ''} ${after[late + k] ?? ''}`);
}

interface Decoded {
  readonly before: Buffer;
  readonly after: Buffer;
  readonly figures: readonly FrameFigures[];
}

/** Whether as many frames came as the packets promise. */
function isWhole({ before, after, figures }: Decoded, names: FrameNames, upTo: number): boolean {
  const [a, b] = [Math.min(names.before.length, upTo), Math.min(names.after.length, upTo)];
  return (
    before.length === a * TINY_BYTES && after.length === b * TINY_BYTES && figures.length === Math.min(a, b)
  );
}

const skipped = (lag: number, side: 'before' | 'after') =>
  side === 'after' ? Math.max(0, lag) : Math.max(0, -lag);

const sized = ({ width, height }: Size) => `scale=${width}:${height}:flags=bicubic,setsar=1`;

/** Rounded alike on every processor. */
const exact = ({ width, height }: Size) =>
  `scale=${width}:${height}:flags=bicubic+accurate_rnd+bitexact,setsar=1`;

/** SSIM and PSNR of the first `upTo` pairs of frames and, when asked for, all of these frames in 32 × 18 grey. */
async function decodeBoth(
  { before, after }: FilmPair,
  { fps, lag, size }: Alignment,
  upTo: number,
  tiny: boolean,
  run: ToolRun,
): Promise<Decoded> {
  const folder = await mkdtemp(join(tmpdir(), 'alpha-frames-'));
  const at = (name: string) => join(folder, name);
  const side = (input: 0 | 1, from: number, out: string) => {
    const end = upTo === Infinity ? '' : `:end_frame=${from + upTo}`;
    const cut = from === 0 && end === '' ? '' : `,trim=start_frame=${from}${end},setpts=N/(${fps}*TB)`;
    const small = `scale=${TINY.width}:${TINY.height}:flags=area,format=gray`;
    const split = tiny ? `,split[${out}s][${out}l];[${out}s]${small}[${out}t];[${out}l]` : ',';
    return `[${input}:v:0]fps=${fps}${cut}${split}${sized(size)},format=yuv420p[${out}]`;
  };
  const graph = [
    side(0, skipped(lag, 'before'), 'a'),
    side(1, skipped(lag, 'after'), 'b'),
    `[a]split[c][d]`,
    `[b]split[e][f]`,
    `[c][e]ssim=shortest=1:stats_file=${at('ssim')}[x]`,
    `[d][f]psnr=shortest=1:stats_file=${at('psnr')}[y]`,
  ].join(';');
  const raw = tiny ? ['a', 'b'].flatMap((name) => ['-map', `[${name}t]`, '-f', 'rawvideo', at(name)]) : [];
  const sinks = ['-map', '[x]', '-f', 'null', '-', '-map', '[y]', '-f', 'null', '-'];
  const inputs = [...LIMIT, '-i', before.path, ...LIMIT, '-i', after.path];
  try {
    await ffmpeg([...inputs, '-filter_complex', graph, ...raw, ...sinks], { ...run, timeoutMs: 600_000 });
    const small = (name: string) => (tiny ? readFile(at(name)) : Promise.resolve(Buffer.alloc(0)));
    return {
      before: await small('a'),
      after: await small('b'),
      figures: figuresOf(await readFile(at('ssim'), 'latin1'), await readFile(at('psnr'), 'latin1')),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function figuresOf(similar: string, noise: string): FrameFigures[] {
  const peaks = [...noise.matchAll(/psnr_avg:(\S+)/gu)].map(([, value = '']) =>
    value === 'inf' ? Infinity : Number(value),
  );
  return [...similar.matchAll(/All:(\S+)/gu)].map(([, value], i) => ({
    ssim: Number(value),
    psnr: peaks[i] ?? 0,
  }));
}

interface TinyFilm {
  readonly count: number;
  readonly at: (index: number) => Uint8Array;
}

/** The frames in small; those that repeat are found by their names. */
function tinyFilm(bytes: Buffer, names: readonly string[] | undefined): TinyFilm {
  const first = names === undefined ? undefined : firstOfEach(names);
  return {
    count: names?.length ?? Math.floor(bytes.length / TINY_BYTES),
    at: (index) => {
      const from = (first?.[index] ?? index) * TINY_BYTES;
      return bytes.subarray(from, from + TINY_BYTES);
    },
  };
}

function apart(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let k = 0; k < TINY_BYTES; k += 1) sum += Math.abs((a[k] ?? 0) - (b[k] ?? 0));
  return sum;
}

/** Decodes all that would be compared of one video. @throws as `ffmpeg` does */
export async function decodeAlone(path: string, run: ToolRun): Promise<void> {
  await ffmpeg([...LIMIT, '-i', path, '-map', '0:v:0', '-f', 'null', '-'], { ...run, timeoutMs: 600_000 });
}

/** One side of a pair, and which of its aligned frames are wanted (indices, rising). */
export interface WantedFrames {
  readonly film: Film;
  readonly side: 'before' | 'after';
  readonly indices: readonly number[];
}

/** Some frames of one or more films as pictures of one size, in the order in which they are asked for. */
export async function framesAt(
  wanted: readonly WantedFrames[],
  alignment: Alignment,
  run: ToolRun,
): Promise<Picture[]> {
  const { fps, lag, size } = alignment;
  const asked = wanted.flatMap(({ film, side, indices }) =>
    indices.length === 0 ? [] : [{ film, places: indices.map((index) => index + skipped(lag, side)) }],
  );
  const known = asked.every(({ film }) => film.frames !== undefined);
  const reads = asked.flatMap(({ film: { path, frames }, places }) =>
    known && frames !== undefined ? soughtReads(path, frames, places, fps) : [plainRead(path, places, fps)],
  );
  if (reads.length === 0) return [];
  const chains = reads.map(
    ({ filter }, k) => `[${k}:v:0]${filter},setpts=N/(${fps}*TB),${exact(size)},format=rgba[r${k}]`,
  );
  const toPipe = ['-map', '[all]', '-fps_mode', 'passthrough', '-f', 'rawvideo', 'pipe:1'];
  const joined = `${reads.map((_, k) => `[r${k}]`).join('')}concat=n=${reads.length}:v=1[all]`;
  const bytes = await ffmpeg(
    [
      ...(known ? ['-copyts'] : []),
      ...reads.flatMap(({ input }) => input),
      '-filter_complex',
      `${chains.join(';')};${joined}`,
      ...toPipe,
    ],
    run,
  );
  const { width, height } = size;
  const one = width * height * 4;
  return Array.from({ length: Math.floor(bytes.length / one) }, (_, i) => ({
    width,
    height,
    rgba: new Uint8ClampedArray(bytes.subarray(i * one, (i + 1) * one)),
  }));
}

/** One run of a decoder, and what it keeps of the frames that it gives. */
interface Read {
  readonly input: readonly string[];
  readonly filter: string;
}

/** From the beginning to the last of them. */
function plainRead(path: string, places: readonly number[], fps: number): Read {
  const last = (Math.max(...places) + 2) / fps;
  const pick = places.map((place) => `eq(n\\,${place})`).join('+');
  return { input: ['-t', last.toFixed(3), '-i', path], filter: `fps=${fps},select='${pick}'` };
}

/**
 * From the key frames before them, each no further than it is needed, and each frame where it stands first. Frames are
 * known by their time: where a container's index leads to, it may be a key frame too early.
 */
function soughtReads(path: string, frames: PackedFrames, places: readonly number[], fps: number): Read[] {
  const first = firstOfEach(frames.names);
  const runs: { readonly start: number; readonly times: number[] }[] = [];
  for (const place of places) {
    const index = first[place] ?? place;
    const [start, time] = [frames.starts[index] ?? 0, frames.times[index] ?? 0];
    const open = runs.at(-1);
    if (open?.start === start && time > (open.times.at(-1) ?? 0)) open.times.push(time);
    else runs.push({ start, times: [time] });
  }
  const half = 0.5 / fps;
  return runs.map(({ start, times }) => {
    const from = (frames.times[start] ?? 0) - frames.origin + half / 2;
    const picks = times.map((t) => `between(t\\,${(t - half).toFixed(6)}\\,${(t + half).toFixed(6)})`);
    const end = ((times.at(-1) ?? 0) + half).toFixed(6);
    return {
      input: ['-noaccurate_seek', '-ss', from.toFixed(6), '-i', path],
      filter: `trim=end=${end},select='${picks.join('+')}'`,
    };
  });
}
