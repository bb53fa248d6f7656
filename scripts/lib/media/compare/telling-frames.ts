import { UserError } from '#core/errors.ts';
import type { Picture, Size } from '../picture.ts';
import { ffmpeg, type ToolRun } from './media-tool.ts';
import { framesAt, MOST_SECONDS, shownSize } from './video-frames.ts';
import { distinctPrefix, readPacked } from './video-packets.ts';

/** A frame as it is told from others: colours of so many places. */
const TINY: Size = { width: 32, height: 32 };
const PLACES = TINY.width * TINY.height;
const TINY_BYTES = PLACES * 3;
/** Frames of a film whose own rate is not sure. */
const PLAIN_FPS = 10;
/** From one frame to the next a cut changes so much of the picture (about half of a face) … */
const CUT_SHARE = 0.04;
/** … by at least so much of 255, and so many times as much as what moves around it. */
const CUT_LEAST = 5;
const CUT_TIMES = 2.5;
const AROUND = 8;
const MOST = 6;

/**
 * The frames of a film in which to look for a person, two to six, in their order in time: of each shot the one that is
 * nearest to its mean, so that somebody who is seen between two cuts, if only for a frame, is among them, and a blink is
 * not mistaken for a face. One long shot is parted in two: what is like its middle, and what is like that which is least
 * so. Of more than six shots, those are taken that are least like each other. A face that melts into another is no cut.
 *
 * @throws {UserError} as `readPacked`, and `media-unreadable` when it holds no frame
 */
export async function tellingFrames(path: string, run: ToolRun = {}): Promise<Picture[]> {
  const { facts, frames } = await readPacked(path, run);
  if (facts.video === undefined) throw noFrame(path);
  const fps = frames === undefined ? Math.min(facts.video.fps, PLAIN_FPS) : facts.video.fps;
  const upTo = frames === undefined ? Infinity : distinctPrefix(frames.names);
  const indices = tellingIndices(await inSmall(path, fps, upTo, run));
  if (indices.length === 0) throw noFrame(path);
  const alignment = { fps, lag: 0, size: shownSize(facts.video) };
  return framesAt([{ film: { path, frames }, side: 'before', indices }], alignment, run);
}

const noFrame = (path: string) =>
  new UserError('media-unreadable', `${path} holds no moving picture`, {
    hint: 'Build it again; the file may be damaged or cut off.',
  });

/** Colours of the first `upTo` frames; what a decoder does last, smoothing the borders of blocks, is left out. */
async function inSmall(path: string, fps: number, upTo: number, run: ToolRun): Promise<Uint8Array[]> {
  const cut = upTo === Infinity ? '' : `,trim=end_frame=${upTo}`;
  const filter = `fps=${fps}${cut},scale=${TINY.width}:${TINY.height}:flags=area,format=rgb24`;
  const input = ['-t', String(MOST_SECONDS), '-skip_loop_filter', 'all', '-i', path];
  const bytes = await ffmpeg([...input, '-map', '0:v:0', '-vf', filter, '-f', 'rawvideo', 'pipe:1'], {
    ...run,
    timeoutMs: 600_000,
  });
  return Array.from({ length: Math.floor(bytes.length / TINY_BYTES) }, (_, i) =>
    bytes.subarray(i * TINY_BYTES, (i + 1) * TINY_BYTES),
  );
}

/** Which of these frames, each 32 × 32 RGB, to look at; rising. */
export function tellingIndices(small: readonly Uint8Array[]): number[] {
  if (small.length === 0) return [];
  const shots = shotsOf(small);
  const groups = shots.length > 1 ? shots : halvesOf(small);
  const typical = groups.map((group) => nearestToMean(small, group));
  return leastAlike(small, typical).toSorted((a, b) => a - b);
}

/** Runs of frames between cuts. */
function shotsOf(small: readonly Uint8Array[]): number[][] {
  const steps = small.slice(1).map((frame, i) => changed(small[i] ?? frame, frame));
  const shots: number[][] = [[0]];
  for (const [i, step] of steps.entries()) {
    const around = steps.slice(Math.max(0, i - AROUND), i + AROUND + 1).toSorted((a, b) => a - b);
    const usual = around[around.length >> 1] ?? 0;
    if (step >= Math.max(CUT_LEAST, CUT_TIMES * usual)) shots.push([]);
    shots.at(-1)?.push(i + 1);
  }
  return shots;
}

/** By how much the twenty-fifth part of the picture that changed most has changed at least, 0 to 255. */
function changed(a: Uint8Array, b: Uint8Array): number {
  const count = new Uint16Array(3 * 255 + 1);
  for (let k = 0; k < TINY_BYTES; k += 3) {
    const at = (c: number) => Math.abs((a[k + c] ?? 0) - (b[k + c] ?? 0));
    const sum = at(0) + at(1) + at(2);
    count[sum] = (count[sum] ?? 0) + 1;
  }
  let left = CUT_SHARE * PLACES;
  for (let sum = 3 * 255; sum > 0; sum -= 1) {
    left -= count[sum] ?? 0;
    if (left <= 0) return sum / 3;
  }
  return 0;
}

/** Frames that are nearer to the one in the middle, and those that are nearer to the one least like it. */
function halvesOf(small: readonly Uint8Array[]): number[][] {
  const middle = small.length >> 1;
  const [seed, other] = leastAlike(small, [...small.keys()], 2, middle);
  const [near, far]: [number[], number[]] = [[], []];
  for (const [index, frame] of small.entries()) {
    const isFar =
      other !== undefined &&
      apart(frame, small[other] ?? frame) < apart(frame, small[seed ?? middle] ?? frame);
    (isFar ? far : near).push(index);
  }
  return [near, far].filter((group) => group.length > 0);
}

function nearestToMean(small: readonly Uint8Array[], group: readonly number[]): number {
  const sums = new Float64Array(TINY_BYTES);
  const frames = group.flatMap((index) => small[index] ?? []);
  for (const frame of frames)
    for (let k = 0; k < TINY_BYTES; k += STEP) sums[k] = (sums[k] ?? 0) + (frame[k] ?? 0);
  const mean = Uint8Array.from(sums, (sum) => Math.round(sum / frames.length));
  let [nearest, least] = [0, Infinity];
  for (const [place, frame] of frames.entries()) {
    const distance = apart(frame, mean);
    if (distance < least) [nearest, least] = [place, distance];
  }
  return group[nearest] ?? 0;
}

/** Up to `most` of them: `first`, then, again and again, that which is farthest from all before (T. Gonzalez, 1985). */
function leastAlike(
  small: readonly Uint8Array[],
  indices: readonly number[],
  most = MOST,
  first = indices[indices.length >> 1] ?? 0,
): number[] {
  const distances = indices.map(() => Infinity);
  const taken: number[] = [];
  for (let next: number | undefined = first; next !== undefined && taken.length < most;) {
    taken.push(next);
    const seed = small[next];
    for (const [i, index] of indices.entries()) {
      const frame = small[index];
      if (frame !== undefined && seed !== undefined)
        distances[i] = Math.min(distances[i] ?? 0, apart(frame, seed));
    }
    const farthest = distances.reduce(
      (best, distance, i) => (distance > (distances[best] ?? 0) ? i : best),
      0,
    );
    next = (distances[farthest] ?? 0) > 0 ? indices[farthest] : undefined;
  }
  return taken;
}

/** Prime to three, so that every channel has its say. */
const STEP = 5;

/** Mean difference of two frames, of 255, over every fifth value. */
function apart(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let k = 0; k < TINY_BYTES; k += STEP) sum += Math.abs((a[k] ?? 0) - (b[k] ?? 0));
  return (sum * STEP) / TINY_BYTES;
}
