import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Picture, Size } from '../picture.ts';
import { lagOf } from './lag.ts';
import { ffmpeg, type ToolRun } from './media-tool.ts';

/** What is behind this is not compared. */
export const MOST_SECONDS = 1200;
/** A frame as it is recognised when two videos are shifted against each other. */
const TINY: Size = { width: 32, height: 18 };
const LIMIT = ['-t', String(MOST_SECONDS)];

/** SHA-256 of every stream as it is packed, without the container around it. */
export async function streamHashes(path: string, run: ToolRun): Promise<string> {
  const hashes = await ffmpeg(
    ['-i', path, '-map', '0', '-c', 'copy', '-f', 'streamhash', '-hash', 'sha256', 'pipe:1'],
    run,
  );
  return hashes.toString('latin1').trim();
}

/** The frames in 32 × 18 grey, `fps` a second: enough to find them again. */
export async function tinyFrames(path: string, fps: number, run: ToolRun): Promise<Buffer> {
  const filter = `fps=${fps},scale=${TINY.width}:${TINY.height}:flags=area,format=gray`;
  return ffmpeg([...LIMIT, '-i', path, '-map', '0:v:0', '-vf', filter, '-f', 'rawvideo', 'pipe:1'], run);
}

export const tinyCount = (frames: Buffer): number => Math.floor(frames.length / (TINY.width * TINY.height));

/** By how many frames the second video runs late (> 0) or early, up to `reach`. */
export function frameLag(before: Buffer, after: Buffer, reach: number): number {
  const bytes = TINY.width * TINY.height;
  const distance = (i: number, j: number) => {
    let sum = 0;
    for (let k = 0; k < bytes; k += 1)
      sum += Math.abs((before[i * bytes + k] ?? 0) - (after[j * bytes + k] ?? 0));
    return sum;
  };
  return lagOf({ before: tinyCount(before), after: tinyCount(after), distance }, reach);
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

const chain = ({ fps, lag, size }: Alignment, side: 'before' | 'after') => {
  const skip = side === 'after' ? Math.max(0, lag) : Math.max(0, -lag);
  return `fps=${fps},trim=start_frame=${skip},setpts=N/(${fps}*TB),scale=${size.width}:${size.height}:flags=bicubic,setsar=1`;
};

/** SSIM and PSNR of every pair of frames, in their order. */
export async function frameFigures(
  before: string,
  after: string,
  alignment: Alignment,
  run: ToolRun,
): Promise<FrameFigures[]> {
  const folder = await mkdtemp(join(tmpdir(), 'alpha-frames-'));
  const [ssims, psnrs] = [join(folder, 'ssim'), join(folder, 'psnr')];
  const graph = [
    `[0:v:0]${chain(alignment, 'before')},format=yuv420p,split[a][b]`,
    `[1:v:0]${chain(alignment, 'after')},format=yuv420p,split[c][d]`,
    `[a][c]ssim=shortest=1:stats_file=${ssims}[x]`,
    `[b][d]psnr=shortest=1:stats_file=${psnrs}[y]`,
  ].join(';');
  const sinks = ['-map', '[x]', '-f', 'null', '-', '-map', '[y]', '-f', 'null', '-'];
  try {
    await ffmpeg([...LIMIT, '-i', before, ...LIMIT, '-i', after, '-filter_complex', graph, ...sinks], {
      ...run,
      timeoutMs: 600_000,
    });
    const [similar, noise] = [await readFile(ssims, 'latin1'), await readFile(psnrs, 'latin1')];
    const peaks = [...noise.matchAll(/psnr_avg:(\S+)/gu)].map(([, value = '']) =>
      value === 'inf' ? Infinity : Number(value),
    );
    return [...similar.matchAll(/All:(\S+)/gu)].map(([, value], i) => ({
      ssim: Number(value),
      psnr: peaks[i] ?? 0,
    }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Some frames (indices, rising) as pictures. */
export async function framesAt(
  path: string,
  indices: readonly number[],
  alignment: Alignment,
  side: 'before' | 'after',
  run: ToolRun,
): Promise<Picture[]> {
  if (indices.length === 0) return [];
  const pick = indices.map((index) => `eq(n\\,${index})`).join('+');
  const filter = `${chain(alignment, side)},select='${pick}',format=rgba`;
  const last = (Math.max(...indices) + Math.abs(alignment.lag) + 2) / alignment.fps;
  const bytes = await ffmpeg(
    [
      '-t',
      last.toFixed(3),
      '-i',
      path,
      '-map',
      '0:v:0',
      '-vf',
      filter,
      '-fps_mode',
      'passthrough',
      '-f',
      'rawvideo',
      'pipe:1',
    ],
    run,
  );
  const { width, height } = alignment.size;
  const one = width * height * 4;
  return Array.from({ length: Math.floor(bytes.length / one) }, (_, i) => ({
    width,
    height,
    rgba: new Uint8ClampedArray(bytes.subarray(i * one, (i + 1) * one)),
  }));
}
