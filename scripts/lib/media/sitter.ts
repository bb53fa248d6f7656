import { createHash } from 'node:crypto';
import { faceLandmarks } from './face/landmarks.ts';
import type { Face } from './face/landmarks.ts';
import { matteOf } from './matte/matte.ts';
import type { Matte } from './matte/matte.ts';
import { pictureBytes, readPicture } from './picture-file.ts';
import type { Picture } from './picture.ts';
import { halved } from './video/halved.ts';

/**
 * Somebody on a picture: what is found there is found once, when it is first asked for, however many things are made of it in
 * this process. Nobody writes into what it gives.
 */
export interface Sitter {
  readonly picture: Picture;
  /** The largest face; `undefined` where there is none. */
  face(): Promise<Face | undefined>;
  matte(): Matte;
  /** On the picture at half its width and height; the face is where it is on the whole one. */
  halved(): Sitter;
}

const sitters = new WeakMap<Picture, Sitter>();

/** Who is on a picture; the same object gives the same sitter. */
export function sitterOf(picture: Picture): Sitter {
  const known = sitters.get(picture);
  if (known !== undefined) return known;
  return seated(picture, () => faceLandmarks(picture));
}

function seated(picture: Picture, look: Sitter['face']): Sitter {
  let face: Promise<Face | undefined> | undefined;
  let matte: Matte | undefined;
  let half: Sitter | undefined;
  const found = (): Promise<Face | undefined> => (face ??= look());
  const sitter: Sitter = {
    picture,
    face: found,
    matte: () => (matte ??= matteOf(picture)),
    halved: () => (half ??= seated(halved(picture), async () => scaled(await found(), 0.5))),
  };
  sitters.set(picture, sitter);
  return sitter;
}

/** A face on a picture that is larger or smaller by a factor. */
function scaled(face: Face | undefined, factor: number): Face | undefined {
  return (
    face && {
      ...face,
      box: {
        x: face.box.x * factor,
        y: face.box.y * factor,
        width: face.box.width * factor,
        height: face.box.height * factor,
      },
      landmarks: face.landmarks.map(({ x, y }) => ({ x: x * factor, y: y * factor })),
      mesh: face.mesh.map(({ x, y, z }) => ({ x: x * factor, y: y * factor, z: z * factor })),
    }
  );
}

/** Pictures that files of the last bytes gave; two, for a change has a picture before and one after it. */
const read = new Map<string, Promise<Picture>>();
const KEPT = 2;

/**
 * Who is on the picture of a file. Files of equal bytes give the same sitter, whatever their names, for as long as no two others
 * came between.
 *
 * @throws {UserError} as of `readPicture`
 */
export async function sitterIn(file: string): Promise<Sitter> {
  const bytes = await pictureBytes(file);
  const digest = createHash('sha256').update(bytes).digest('hex');
  const picture = read.get(digest) ?? readPicture(bytes);
  read.delete(digest);
  read.set(digest, picture);
  for (const old of read.keys()) if (read.size > KEPT) read.delete(old);
  return sitterOf(await picture);
}
