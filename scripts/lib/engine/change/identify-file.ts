import pLimit from 'p-limit';
import type { IdentityReport } from '#core/identity.ts';
import type { Medium } from '#core/names.ts';
import { pixelDigest } from '#media/canon/reference.ts';
import { tellingFrames } from '#media/compare/telling-frames.ts';
import { merged } from '#media/identity/frames.ts';
import { examine } from '#media/identity/identify.ts';
import type { Examination } from '#media/identity/identify.ts';
import { swatchesOf } from '#media/identity/swatches.ts';
import type { Picture } from '#media/picture.ts';
import { readPicture } from '#media/picture-file.ts';
import { frontView } from './front-view.ts';

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
  const ready = () => picturesOf(medium, path, signal);
  const pictures = medium === 'picture' ? await ready() : await drawing(ready);
  const examinations: Examination[] = [];
  for (const picture of pictures)
    examinations.push(await examinedOnce(picture, canonical, { speaking, moving: medium === 'video' }));
  const middle = examinations[examinations.length >> 1];
  if (middle === undefined) return undefined;
  const reports = examinations.map(({ report }) => report);
  return {
    report: {
      ...(reports.length === 1 ? middle.report : merged(reports, 'frames')),
      of: lookedAt(medium, examinations.length),
      swatches: swatchesOf(middle),
    },
    examinations,
  };
}

/** Models are drawn and films read while a picture is examined, but no crowd of them; a picture itself waits for none of them. */
const drawing = pLimit(2);

/** What this process has looked at: episodes share moments of a scene, and a canon is the reference. The oldest go first. */
const examined = new Map<string, Promise<Examination>>();
const MOST_KEPT = 24;
const digests = new WeakMap<Picture, string>();

function examinedOnce(
  picture: Picture,
  canonical: Picture,
  how: { readonly speaking: boolean; readonly moving: boolean },
): Promise<Examination> {
  const [shown, against] = [pixelDigest(picture), digests.get(canonical) ?? pixelDigest(canonical)];
  digests.set(canonical, against);
  const key = JSON.stringify([shown, against, how]);
  const known = examined.get(key);
  if (known !== undefined) return known;
  // What is found on the canonical picture is kept with it, so that it is looked at once.
  const asked = examine(shown === against ? canonical : picture, canonical, how);
  examined.set(key, asked);
  const [oldest] = examined.keys();
  if (examined.size > MOST_KEPT && oldest !== undefined) examined.delete(oldest);
  return asked;
}

const lookedAt = (medium: Medium, count: number): string => {
  if (medium === 'video') return `${count} frames`;
  return medium === 'picture' ? 'the whole picture' : 'front view';
};

async function picturesOf(medium: Medium, path: string, signal: AbortSignal): Promise<Picture[]> {
  if (medium === 'picture') return [await readPicture(path)];
  if (medium === 'mesh' || medium === 'splat') return [await frontView(medium, path)];
  return medium === 'video' ? tellingFrames(path, { signal }) : [];
}
