import type { Camera } from '../camera.ts';
import type { Picture, Size } from '../picture.ts';
import type { SplatCloud } from './cloud.ts';
import { Stage } from './kernel/stage.ts';

/** Red, green, blue, alpha, 0 to 255 each; or a picture of the same size. */
export type Background = readonly [number, number, number, number] | Picture;

/** Draws frame after frame of one size on the same memory. */
export interface Rasteriser extends Size {
  /**
   * The cloud as the camera sees it, over a background. Colours are blended as they are stored, in sRGB, as 3DGS does.
   *
   * @param cloud its `scales` and `rotations` are read once for as long as they are the same arrays: another shape needs another array
   * @param into is written over and returned when given; its size must be the rasteriser's
   * @throws {RangeError} when background or `into` has another size
   */
  draw(cloud: SplatCloud, camera: Camera, background: Background, into?: Picture): Picture;
}

/** One frame. For more than one, `rasteriser` keeps its memory. */
export function rasterise(splats: SplatCloud, camera: Camera, size: Size, background: Background): Picture {
  return rasteriser(size).draw(splats, camera, background);
}

/**
 * Splats each Gaussian as an ellipse, front to back, sorted by the depth of the centres; the arithmetic, in single
 * precision, is the same on every machine: see kernel/kernel.as.
 *
 * @throws {RangeError} when the size is none
 */
export function rasteriser({ width, height }: Size): Rasteriser {
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0))
    throw new RangeError(`${width} × ${height} is no size of a picture`);
  const stage = new Stage({ width, height });
  return {
    width,
    height,
    draw(cloud, camera, background, into) {
      for (const picture of [into, 'rgba' in background ? background : undefined])
        if (picture && (picture.width !== width || picture.height !== height))
          throw new RangeError(`${picture.width} × ${picture.height} is not ${width} × ${height}`);
      const picture = into ?? { width, height, rgba: new Uint8ClampedArray(width * height * 4) };
      stage.draw(cloud, camera, 'rgba' in background ? background.rgba : background, picture.rgba);
      return picture;
    },
  };
}
