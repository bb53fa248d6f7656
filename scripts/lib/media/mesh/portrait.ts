import { lensOf35mm, orbit } from '../camera.ts';
import type { Camera, Vector3 } from '../camera.ts';
import type { Size } from '../picture.ts';

/** A portrait is taken to be made with this lens: it flattens a face little. */
const PORTRAIT_MM = 85;
/** The picture is so many units high where the depth is 0. */
const HEIGHT = 2;

/**
 * How a portrait stands in glTF's world: its middle at the origin, two units high, seen by a portrait lens from +z. What
 * is raised from a picture along the lines of sight shows the picture again to this camera.
 */
export interface PortraitFrame extends Size {
  readonly camera: Camera;
  /** From the camera to the origin. */
  readonly distance: number;
  /** Units of the world a pixel, at depth 0. */
  readonly unit: number;
}

export function portraitFrame(size: Size): PortraitFrame {
  const lens = lensOf35mm(PORTRAIT_MM, { width: 1, height: 1 });
  const distance = HEIGHT * lens.focal;
  return {
    ...size,
    camera: orbit({ world: 'y-up', target: [0, 0, 0], distance, yawDeg: 0, pitchDeg: 0, lens }),
    distance,
    unit: HEIGHT / size.height,
  };
}

/** The point on the line of sight of a pixel that lies `depth` pixels in front of the middle (negative: behind it). */
export function raised(
  { width, height, distance, unit }: PortraitFrame,
  x: number,
  y: number,
  depth: number,
): Vector3 {
  const z = depth * unit;
  const nearer = (distance - z) / distance;
  return [(x - width / 2) * unit * nearer, (height / 2 - y) * unit * nearer, z];
}
