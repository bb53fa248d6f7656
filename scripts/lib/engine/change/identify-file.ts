import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IdentityReport } from '#core/identity.ts';
import type { Medium } from '#core/names.ts';
import { examineFrames } from '#media/identity/frames.ts';
import type { Examination } from '#media/identity/identify.ts';
import { momentsOf } from '#media/identity/moments.ts';
import { swatchesOf } from '#media/identity/swatches.ts';
import type { Picture } from '#media/picture.ts';
import { readPicture } from '#media/picture-file.ts';
import { BIT_EXACT, runFfmpeg } from '../backends/ffmpeg.ts';
import { videoFacts } from '../backends/outputs-video.ts';
import { frontView } from './front-view.ts';

/** Small pictures of a film, so many a second and so large, tell where its shots begin. */
const SAMPLES = { perSecond: 8, side: 48 } as const;

export interface FileOfHer {
  readonly medium: Medium;
  readonly path: string;
  /** She speaks in it: mouth and jaw may move. */
  readonly speaking: boolean;
}

/** A report, and the examinations that it was made from: one, or one for each frame that was looked at. */
export interface Looks {
  readonly report: IdentityReport;
  readonly examinations: readonly Examination[];
}

/**
 * Whether a file still shows the character: a picture as it is, a mesh or splat by its front view, a video by frames of it.
 * `undefined` for media that show nobody.
 *
 * @throws {UserError} what reading, drawing and identifying throw
 */
export async function identifyFile(
  file: FileOfHer,
  canonical: Picture,
  signal: AbortSignal,
): Promise<IdentityReport | undefined> {
  return (await examineFile(file, canonical, signal))?.report;
}

/**
 * As `identifyFile`, with what the report was made from.
 *
 * @throws {UserError} as `identifyFile`
 */
export async function examineFile(
  { medium, path, speaking }: FileOfHer,
  canonical: Picture,
  signal: AbortSignal,
): Promise<Looks | undefined> {
  const pictures = await picturesOf(medium, path, signal);
  if (pictures.length === 0) return undefined;
  const kind = medium === 'video' ? 'frames' : 'views';
  const { report, examinations } = await examineFrames(pictures, canonical, { kind, speaking });
  const [first] = examinations;
  const middle = examinations[examinations.length >> 1] ?? first;
  return {
    report: {
      ...(examinations.length === 1 && first !== undefined ? first.report : report),
      of: lookedAt(medium, examinations.length),
      swatches: middle === undefined ? [] : swatchesOf(middle),
    },
    examinations,
  };
}

const lookedAt = (medium: Medium, count: number): string => {
  if (medium === 'video') return `${count} frames`;
  return medium === 'picture' ? 'the whole picture' : 'front view';
};

async function picturesOf(medium: Medium, path: string, signal: AbortSignal): Promise<Picture[]> {
  if (medium === 'picture') return [await readPicture(path)];
  if (medium === 'mesh' || medium === 'splat') return [await frontView(medium, path)];
  return medium === 'video' ? framesOf(path, signal) : [];
}

async function framesOf(path: string, signal: AbortSignal): Promise<Picture[]> {
  const folder = await mkdtemp(join(tmpdir(), 'alpha-frames-'));
  const run = { signal, log: () => undefined };
  try {
    const { seconds } = await videoFacts('the video', path, signal);
    const frames: Picture[] = [];
    const { perSecond, side } = SAMPLES;
    // Without what only smooths or foretells: the outline of a shot needs neither.
    const small = await runFfmpeg(
      [
        ...'-skip_frame noref -skip_loop_filter all -i'.split(' '),
        path,
        ...`-vf fps=${perSecond},scale=${side}:${side}:flags=area -f rawvideo -pix_fmt rgb24 pipe:1`.split(
          ' ',
        ),
      ],
      run,
    );
    const size = side * side * 3;
    const samples = Array.from({ length: Math.floor(small.length / size) }, (_, index) =>
      small.subarray(index * size, (index + 1) * size),
    );
    for (const [index, share] of momentsOf(samples).entries()) {
      const file = join(folder, `${index}.png`);
      await runFfmpeg(
        ['-ss', (seconds * share).toFixed(3), '-i', path, '-frames:v', '1', ...BIT_EXACT, file],
        run,
      );
      frames.push(await readPicture(file));
    }
    return frames;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
