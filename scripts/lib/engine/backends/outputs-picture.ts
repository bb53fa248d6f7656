import { readPicture } from '#media/picture-file.ts';
import type { Picture, Size } from '#media/picture.ts';
import { headOf, named, outputFault, shownHead } from './outputs.ts';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Of 255: what a held-back picture is filled with is 0; the darkest night scene of a model is well above. */
const BLACK = 2;
/** Of 255: a picture of one colour has none. */
const FLAT = 0.5;

/**
 * A picture that a model made: a PNG of the size asked for that shows something.
 *
 * @throws {UserError} `output-missing`, `output-unreadable`, `output-size`, `output-black` (also for one plain colour)
 */
export async function checkPicture(artifact: string, file: string, size: Size): Promise<Picture> {
  const what = named(artifact, file);
  const head = await headOf(artifact, file, 32);
  if (!head.subarray(0, 8).equals(PNG))
    throw outputFault('output-unreadable', what, `is no PNG: it begins with ${shownHead(head)}`);
  const picture = await readPicture(file).catch((cause: unknown) => {
    throw outputFault('output-unreadable', what, 'cannot be decoded', cause);
  });
  if (picture.width !== size.width || picture.height !== size.height) {
    throw outputFault(
      'output-size',
      what,
      `is ${picture.width} × ${picture.height}, not ${size.width} × ${size.height}`,
    );
  }
  const { mean, deviation } = lightOf(picture);
  if (mean < BLACK) throw outputFault('output-black', what, 'is black');
  if (deviation < FLAT) throw outputFault('output-black', what, 'is one plain colour');
  return picture;
}

/** Mean and standard deviation of (R + G + B) / 3 over every pixel, 0 to 255. */
export function lightOf({ rgba }: Picture): { readonly mean: number; readonly deviation: number } {
  let [sum, squares] = [0, 0];
  for (let at = 0; at < rgba.length; at += 4) {
    const light = ((rgba[at] ?? 0) + (rgba[at + 1] ?? 0) + (rgba[at + 2] ?? 0)) / 3;
    sum += light;
    squares += light * light;
  }
  const count = rgba.length / 4;
  const mean = sum / count;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / count - mean * mean)) };
}
