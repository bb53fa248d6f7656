import { UserError } from '#core/errors.ts';
import { lensOf35mm } from '../camera.ts';
import type { Lens, Vector3 } from '../camera.ts';
import { reliefOf } from '../depth/relief.ts';
import type { Relief } from '../depth/relief.ts';
import type { Face } from '../face/landmarks.ts';
import type { Matte } from '../matte/matte.ts';
import type { Picture } from '../picture.ts';
import { sitterOf } from '../sitter.ts';
import type { SplatCloud } from './cloud.ts';
import { splatOf } from './from-picture.ts';
import { distanceOf } from './surface.ts';

/** All that one picture of a person tells about the space behind it. */
export interface Portrait {
  readonly matte: Matte;
  /** Absent where none was found; depth then comes from the outline alone. */
  readonly face: Face | undefined;
  readonly relief: Relief;
  readonly lens: Lens;
  /** From the camera at the origin to the plane of the eyes, metres. */
  readonly distance: number;
  readonly cloud: SplatCloud;
}

/**
 * Takes a portrait apart and makes a body of it.
 *
 * @param focalMm as quoted for 24 × 36 mm film; 30 is what SHARP takes for a picture that does not say
 * @param front how many Gaussians carry the detail of the front: see `splatOf`
 * @throws {UserError} `figure-missing` when there is nobody on the picture
 */
export async function portraitOf(picture: Picture, focalMm: number, front: number): Promise<Portrait> {
  const sitter = sitterOf(picture);
  const matte = sitter.matte();
  const face = await sitter.face();
  const relief = reliefOf(matte.figure, face);
  const lens = lensOf35mm(focalMm, picture);
  const cloud = splatOf(picture, matte, relief, lens, front);
  if (cloud.count === 0)
    throw new UserError(
      'figure-missing',
      'Nothing of the picture is opaque, so that there is no figure on it',
      {
        hint: 'Give a picture with somebody on it.',
      },
    );
  return { matte, face, relief, lens, distance: distanceOf(relief, lens), cloud };
}

/** Where in space a pixel of the portrait lies, were it in the plane of the eyes. */
export function inEyePlane({ lens, distance, relief }: Portrait, x: number, y: number): Vector3 {
  const metres = distance / (lens.focal * relief.height);
  return [
    (x - lens.centre.x * relief.width) * metres,
    (y - lens.centre.y * relief.height) * metres,
    distance,
  ];
}

/** Where the middle of a face lies on a portrait on which none was found: shares of width and height. */
const USUAL = { x: 0.5, y: 0.4 };

/** The middle of the face on the portrait, in pixels. */
export function middleOfFace({ face, relief }: Portrait): { readonly x: number; readonly y: number } {
  return face === undefined
    ? { x: USUAL.x * relief.width, y: USUAL.y * relief.height }
    : { x: face.box.x + face.box.width / 2, y: face.box.y + face.box.height / 2 };
}
