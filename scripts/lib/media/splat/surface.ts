import type { Lens } from '../camera.ts';
import type { Relief } from '../depth/relief.ts';
import type { SplatCloud } from './cloud.ts';

/** Metres between the outer corners of an adult's eyes, about. */
const EYES = 0.09;
/** Thickness across the surface to the width along it. */
const THICKNESS = 0.3;

/** How far from the camera of the picture the eyes of a figure are, in metres, so that they are as far apart as an adult's. */
export const distanceOf = (relief: Relief, { focal }: Lens): number =>
  (EYES * focal * relief.height) / relief.eyes;

/** How Gaussians are laid on a surface. */
export interface Laying {
  /** Standard deviation in sides of the square that one stands for. */
  readonly spread: number;
  /** Where the surface turns away, one is drawn no deeper than this many times its width on the picture. */
  readonly stretch: number;
}

/**
 * Puts Gaussians on a surface: flat on it, and drawn out along it where it turns away, so that from the front each covers
 * its square and from the side no gap opens between two.
 *
 * @returns places Gaussian `index` of the cloud: middle and side of its square in pixels, and the depth of the surface
 */
export function placer(
  { positions, scales, rotations }: SplatCloud,
  relief: Relief,
  lens: Lens,
  { spread, stretch }: Laying,
): (index: number, x: number, y: number, side: number, depth: (x: number, y: number) => number) => void {
  const { width, height } = relief;
  const focal = lens.focal * height;
  const distance = distanceOf(relief, lens);
  const metres = distance / focal;
  const [cx, cy] = [lens.centre.x * width, lens.centre.y * height];
  return (index, x, y, side, depth) => {
    const z = distance + metres * depth(x, y);
    const [u, v] = [(x - cx) / focal, (y - cy) / focal];
    positions[index * 3] = u * z;
    positions[index * 3 + 1] = v * z;
    positions[index * 3 + 2] = z;

    // How the point moves in space when it moves by a pixel to the right, and down.
    const step = Math.max(side / 2, 1);
    const steep = (rise: number) => Math.min(Math.max(rise / (2 * step), -stretch), stretch) * metres;
    const right = steep(depth(x + step, y) - depth(x - step, y));
    const down = steep(depth(x, y + step) - depth(x, y - step));
    const width0 = z / focal;
    const [ax, ay, az] = [u * right + width0, v * right, right];
    const [bx, by, bz] = [u * down, v * down + width0, down];
    const deviation = spread * side;

    // The ellipse that these two span, in an orthonormal frame of the surface; its axes are those of the Gaussian.
    const a = Math.sqrt(ax * ax + ay * ay + az * az);
    const [ex, ey, ez] = [ax / a, ay / a, az / a];
    const along = bx * ex + by * ey + bz * ez;
    const [px, py, pz] = [bx - along * ex, by - along * ey, bz - along * ez];
    const across = Math.sqrt(px * px + py * py + pz * pz);
    const [fx, fy, fz] = [px / across, py / across, pz / across];
    const c11 = a * a + along * along;
    const c12 = along * across;
    const c22 = across * across;
    const angle = Math.atan2(2 * c12, c11 - c22) / 2;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const middle = (c11 + c22) / 2;
    const off = Math.sqrt(((c11 - c22) / 2) ** 2 + c12 * c12);
    scales[index * 3] = deviation * Math.sqrt(middle + off);
    scales[index * 3 + 1] = deviation * Math.sqrt(Math.max(middle - off, 0));
    scales[index * 3 + 2] = deviation * THICKNESS * width0;
    const [m00, m10, m20] = [cos * ex + sin * fx, cos * ey + sin * fy, cos * ez + sin * fz];
    const [m01, m11, m21] = [cos * fx - sin * ex, cos * fy - sin * ey, cos * fz - sin * ez];
    turn(rotations, index * 4, m00, m10, m20, m01, m11, m21);
  };
}

/** The unit quaternion of the rotation whose first two columns are given; the third is their cross product. */
function turn(
  into: Float32Array,
  at: number,
  m00: number,
  m10: number,
  m20: number,
  m01: number,
  m11: number,
  m21: number,
): void {
  const m02 = m10 * m21 - m20 * m11;
  const m12 = m20 * m01 - m00 * m21;
  const m22 = m00 * m11 - m10 * m01;
  // The largest of the four squares first, so that nothing is divided by almost zero.
  const squares = [1 + m00 + m11 + m22, 1 + m00 - m11 - m22, 1 - m00 + m11 - m22, 1 - m00 - m11 + m22];
  const largest = squares.indexOf(Math.max(...squares));
  const [w, x, y, z] =
    largest === 0
      ? [squares[0] ?? 0, m21 - m12, m02 - m20, m10 - m01]
      : largest === 1
        ? [m21 - m12, squares[1] ?? 0, m10 + m01, m02 + m20]
        : largest === 2
          ? [m02 - m20, m10 + m01, squares[2] ?? 0, m21 + m12]
          : [m10 - m01, m02 + m20, m21 + m12, squares[3] ?? 0];
  const length = Math.sqrt(w * w + x * x + y * y + z * z);
  into[at] = w / length;
  into[at + 1] = x / length;
  into[at + 2] = y / length;
  into[at + 3] = z / length;
}
