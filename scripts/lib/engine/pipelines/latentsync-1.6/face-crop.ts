import sharp from 'sharp';
import { UserError } from '#core/errors.ts';
import type { Box, Face } from '#media/face/landmarks.ts';
import type { Picture } from '#media/picture.ts';
import { sitterOf } from '#media/sitter.ts';

/** How much of the picture the crop shows, beside the height of the face; and how far above its middle the face stands. */
const CROP = { side: 1.95, above: 0.04 };

/** A face and the square of the picture around it. */
export interface FaceCrop {
  readonly face: Face;
  /** In pixels of the whole picture. */
  readonly box: Box;
  /** `size` pixels a side. */
  readonly crop: Picture;
}

/** @throws {UserError} `face-missing` */
export async function faceCrop(picture: Picture, size: number): Promise<FaceCrop> {
  const face = await sitterOf(picture).face();
  if (face === undefined)
    throw new UserError('face-missing', 'No face is found on the picture', {
      hint: 'Use a picture that shows one face from the front.',
    });
  const box = boxAround(face, picture);
  return { face, box, crop: await cropped(picture, box, size) };
}

const within = (start: number, room: number) => Math.round(Math.min(Math.max(start, 0), room));

/** A square around the face, inside the picture. */
function boxAround({ box }: Face, { width, height }: Picture): Box {
  const side = Math.floor(Math.min(CROP.side * box.height, width, height));
  return {
    x: within(box.x + box.width / 2 - side / 2, width - side),
    y: within(box.y + box.height / 2 - side * (0.5 - CROP.above), height - side),
    width: side,
    height: side,
  };
}

async function cropped({ width, height, rgba }: Picture, box: Box, size: number): Promise<Picture> {
  const { data } = await sharp(rgba, { raw: { width, height, channels: 4 } })
    .extract({ left: box.x, top: box.y, width: box.width, height: box.height })
    .resize(size, size, { kernel: 'lanczos3' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    width: size,
    height: size,
    rgba: new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength),
  };
}
