import sharp from 'sharp';
import { runFfmpeg } from './ffmpeg.ts';
import { named, outputFault } from './outputs.ts';

/** Both are looked at as small as this: what is compared is the picture, not its grain. */
const SIDE = 32;
/** Of its own first frame a picture is at least so like; another subject's seldom reaches half of it. */
const LIKE = 0.6;

/**
 * Whether a video that should go on from a picture begins with it: a program that was not given the picture, or lost it, makes
 * another clip and ends well.
 *
 * @throws {UserError} `output-other-picture`
 */
export async function checkFirstFrame(
  artifact: string,
  file: string,
  picture: Uint8Array,
  signal: AbortSignal,
): Promise<void> {
  const frame = await runFfmpeg(
    [
      '-i',
      file,
      '-vf',
      `scale=${SIDE}:${SIDE}:flags=area,format=rgb24`,
      '-frames:v',
      '1',
      '-f',
      'rawvideo',
      'pipe:1',
    ],
    { signal, log: () => undefined },
  );
  const wanted = await sharp(picture)
    .removeAlpha()
    .toColourspace('srgb')
    .resize(SIDE, SIDE, { fit: 'fill' })
    .raw()
    .toBuffer();
  const like = likeness(frame, wanted);
  if (like >= LIKE) return;
  throw outputFault(
    'output-other-picture',
    named(artifact, file),
    `does not begin with the picture that was given: they are alike to ${like.toFixed(2)} of 1`,
  );
}

/** Correlation of two pictures of one size, −1 to 1; 0 where one of them is plain. Pearson 1896. */
export function likeness(one: Uint8Array, two: Uint8Array): number {
  const count = Math.min(one.length, two.length);
  let [sumOne, sumTwo] = [0, 0];
  for (let at = 0; at < count; at += 1) {
    sumOne += one[at] ?? 0;
    sumTwo += two[at] ?? 0;
  }
  let [product, spreadOne, spreadTwo] = [0, 0, 0];
  for (let at = 0; at < count; at += 1) {
    const a = (one[at] ?? 0) - sumOne / count;
    const b = (two[at] ?? 0) - sumTwo / count;
    product += a * b;
    spreadOne += a * a;
    spreadTwo += b * b;
  }
  const spread = Math.sqrt(spreadOne * spreadTwo);
  return spread === 0 ? 0 : product / spread;
}
