import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IdentityReport } from '#core/identity.ts';
import type { Medium } from '#core/names.ts';
import { merged } from '#media/identity/frames.ts';
import { examine } from '#media/identity/identify.ts';
import type { Examination } from '#media/identity/identify.ts';
import { swatchesOf } from '#media/identity/swatches.ts';
import type { Picture } from '#media/picture.ts';
import { readPicture } from '#media/picture-file.ts';
import { BIT_EXACT, runFfmpeg } from '../backends/ffmpeg.ts';
import { videoFacts } from '../backends/outputs-video.ts';
import { frontView } from './front-view.ts';

/** Where in a video she is looked at, as shares of its length. */
const MOMENTS = [0.15, 0.5, 0.85];

export interface FileOfHer {
  readonly medium: Medium;
  readonly path: string;
  /** She speaks in it: mouth and jaw may move. */
  readonly speaking: boolean;
}

/**
 * Whether a file still shows the character: a picture as it is, a mesh or splat by its front view, a video by frames of it.
 * `undefined` for media that show nobody.
 *
 * @throws {UserError} what reading, drawing and identifying throw
 */
export async function identifyFile(
  { medium, path, speaking }: FileOfHer,
  canonical: Picture,
  signal: AbortSignal,
): Promise<IdentityReport | undefined> {
  const examinations: Examination[] = [];
  for (const picture of await picturesOf(medium, path, signal))
    examinations.push(await examine(picture, canonical, { speaking }));
  const middle = examinations[examinations.length >> 1];
  if (middle === undefined) return undefined;
  const report =
    medium === 'video'
      ? merged(
          examinations.map((examination) => examination.report),
          'frames',
        )
      : middle.report;
  return { ...report, of: lookedAt(medium, examinations.length), swatches: swatchesOf(middle) };
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
    for (const [index, share] of MOMENTS.entries()) {
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
