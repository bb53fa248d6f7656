import { orbit } from '../camera.ts';
import type { Picture } from '../picture.ts';
import { inEyePlane, middleOfFace, portraitOf } from '../splat/portrait.ts';
import { rasteriser } from '../splat/rasterise.ts';

const FOCAL_MM = 30;
const FRONT = 45_000;
const SIDE = 480;
const GREY = [176, 176, 178, 255] as const;

/**
 * Frames of a camera that goes round the figure of a portrait, made in the way of the preview of a clip, for tests whose
 * truth is known.
 *
 * @param yaws where the camera stands at each frame: degrees to the viewer's right
 */
export async function filmed(picture: Picture, yaws: readonly number[]): Promise<Picture[]> {
  const portrait = await portraitOf(picture, FOCAL_MM, FRONT);
  const size = { width: SIDE, height: SIDE };
  const canvas = rasteriser(size);
  const [aside] = inEyePlane(portrait, middleOfFace(portrait).x, 0);
  return yaws.map((yawDeg) => {
    const camera = orbit({
      world: 'y-down',
      target: [aside, 0, portrait.distance],
      distance: portrait.distance,
      yawDeg,
      pitchDeg: 1,
      lens: { ...portrait.lens, focal: portrait.lens.focal * 1.05 },
    });
    const { rgba } = canvas.draw(portrait.cloud, camera, GREY);
    return { ...size, rgba: new Uint8ClampedArray(rgba) };
  });
}
