import type { Camera } from '../camera.ts';
import type { Picture, Size } from '../picture.ts';
import type { SplatCloud } from './cloud.ts';

/** Red, green, blue, alpha, 0 to 255 each; or a picture of the same size. */
export type Background = readonly [number, number, number, number] | Picture;

/** Draws frame after frame of one size on the same memory. */
export interface Rasteriser extends Size {
  /**
   * The cloud as the camera sees it, over a background. Colours are blended as they are stored, in sRGB, as 3DGS does.
   *
   * @param into is written over and returned when given; its size must be the rasteriser's
   * @throws {RangeError} when background or `into` has another size
   */
  draw(cloud: SplatCloud, camera: Camera, background: Background, into?: Picture): Picture;
}

/** One frame. For more than one, `rasteriser` keeps its memory. */
export function rasterise(splats: SplatCloud, camera: Camera, size: Size, background: Background): Picture {
  return rasteriser(size).draw(splats, camera, background);
}

/** Variance in pixels² that the pixel itself adds; opacity falls by as much as the ellipse grows ("Mip-Splatting", Yu et al. 2024, equation 9; Spark does so too). */
const PIXEL_VARIANCE = 0.3;
/** What adds less than this to a pixel is not drawn, and a pixel that lets through less than this is done. */
const FAINT = 1 / 255;
/** How far off the picture's edge a direction may lie before its linear approximation is held (3DGS does the same). */
const MARGIN = 1.3;
/** exp(−q/2) for q from 0 to `REACH`, `STEPS` to the unit: an ellipse ends at √8 standard deviations, as Spark's do. */
const REACH = 8;
const STEPS = 256;
const FALLOFF = Float32Array.from({ length: REACH * STEPS + 2 }, (_, at) =>
  Math.exp(-0.5 * ((at + 0.5) / STEPS)),
);
/** Depths are sorted by 22 bits, in two passes of 11. */
const DIGITS = 2048;
/** Numbers that a Gaussian is reduced to before it is drawn: x, y, three of the inverse covariance, reach² , half height, opacity. */
const FIELDS = 8;

/**
 * Splats each Gaussian as an ellipse: its covariance goes through the camera by the first derivative of the projection
 * at its centre (EWA: Zwicker et al. 2001, equations 25 to 31). Front to back, sorted by the depth of the centres.
 *
 * @throws {RangeError} when the size is none
 */
export function rasteriser({ width, height }: Size): Rasteriser {
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0))
    throw new RangeError(`${width} × ${height} is no size of a picture`);
  /** Red, green, blue so far and what still shines through. */
  const canvas = new Float32Array(width * height * 4);
  const counts = new Uint32Array(DIGITS);
  let capacity = 0;
  let ellipses = new Float32Array(0);
  let depths = new Float32Array(0);
  let ids = new Uint32Array(0);
  let order = new Uint32Array(0);
  let spare = new Uint32Array(0);
  let keys = new Uint32Array(0);

  const reserve = (count: number) => {
    if (count <= capacity) return;
    capacity = count;
    ellipses = new Float32Array(count * FIELDS);
    depths = new Float32Array(count);
    ids = new Uint32Array(count);
    order = new Uint32Array(count);
    spare = new Uint32Array(count);
    keys = new Uint32Array(count);
  };

  /** Fills `ellipses`, `depths` and `ids` with what can be seen. Gives how many. */
  const projectAll = (cloud: SplatCloud, camera: Camera): number => {
    const { positions, scales, rotations, opacities } = cloud;
    const [[a0, a1, a2], [b0, b1, b2], [c0, c1, c2]] = camera.rotation;
    const [t0, t1, t2] = camera.translation;
    const focal = camera.focal * height;
    const centreX = camera.centre.x * width;
    const centreY = camera.centre.y * height;
    const { near } = camera;
    const left = (-MARGIN * centreX) / focal;
    const right = (MARGIN * (width - centreX)) / focal;
    const top = (-MARGIN * centreY) / focal;
    const bottom = (MARGIN * (height - centreY)) / focal;
    let seen = 0;
    for (let i = 0; i < cloud.count; i += 1) {
      const px = positions[i * 3] ?? 0;
      const py = positions[i * 3 + 1] ?? 0;
      const pz = positions[i * 3 + 2] ?? 0;
      const z = c0 * px + c1 * py + c2 * pz + t2;
      if (z < near) continue;
      const opacity = opacities[i] ?? 0;
      if (opacity < FAINT) continue;
      const u = (a0 * px + a1 * py + a2 * pz + t0) / z;
      const v = (b0 * px + b1 * py + b2 * pz + t1) / z;

      // The Gaussian's axes in the world, each as long as its standard deviation …
      const qw = rotations[i * 4] ?? 0;
      const qx = rotations[i * 4 + 1] ?? 0;
      const qy = rotations[i * 4 + 2] ?? 0;
      const qz = rotations[i * 4 + 3] ?? 0;
      const s0 = scales[i * 3] ?? 0;
      const s1 = scales[i * 3 + 1] ?? 0;
      const s2 = scales[i * 3 + 2] ?? 0;
      const m00 = (1 - 2 * (qy * qy + qz * qz)) * s0;
      const m10 = 2 * (qx * qy + qw * qz) * s0;
      const m20 = 2 * (qx * qz - qw * qy) * s0;
      const m01 = 2 * (qx * qy - qw * qz) * s1;
      const m11 = (1 - 2 * (qx * qx + qz * qz)) * s1;
      const m21 = 2 * (qy * qz + qw * qx) * s1;
      const m02 = 2 * (qx * qz + qw * qy) * s2;
      const m12 = 2 * (qy * qz - qw * qx) * s2;
      const m22 = (1 - 2 * (qx * qx + qy * qy)) * s2;
      // … then on the picture: rows of derivative · camera, in pixels per metre.
      const f = focal / z;
      const hu = u < left ? left : u > right ? right : u;
      const hv = v < top ? top : v > bottom ? bottom : v;
      const x0 = f * (a0 - hu * c0);
      const x1 = f * (a1 - hu * c1);
      const x2 = f * (a2 - hu * c2);
      const y0 = f * (b0 - hv * c0);
      const y1 = f * (b1 - hv * c1);
      const y2 = f * (b2 - hv * c2);
      const e0 = x0 * m00 + x1 * m10 + x2 * m20;
      const e1 = x0 * m01 + x1 * m11 + x2 * m21;
      const e2 = x0 * m02 + x1 * m12 + x2 * m22;
      const g0 = y0 * m00 + y1 * m10 + y2 * m20;
      const g1 = y0 * m01 + y1 * m11 + y2 * m21;
      const g2 = y0 * m02 + y1 * m12 + y2 * m22;
      const sharpXx = e0 * e0 + e1 * e1 + e2 * e2;
      const xy = e0 * g0 + e1 * g1 + e2 * g2;
      const sharpYy = g0 * g0 + g1 * g1 + g2 * g2;
      const xx = sharpXx + PIXEL_VARIANCE;
      const yy = sharpYy + PIXEL_VARIANCE;
      const det = xx * yy - xy * xy;
      const sharpDet = sharpXx * sharpYy - xy * xy;
      const strength = sharpDet > 0 ? opacity * Math.sqrt(sharpDet / det) : 0;
      if (strength < FAINT) continue;

      const reach = Math.min(2 * Math.log(strength / FAINT), REACH);
      const halfWidth = Math.sqrt(reach * xx);
      const halfHeight = Math.sqrt(reach * yy);
      const x = centreX + focal * u;
      const y = centreY + focal * v;
      if (x + halfWidth < 0 || x - halfWidth > width || y + halfHeight < 0 || y - halfHeight > height)
        continue;

      const at = seen * FIELDS;
      ellipses[at] = x;
      ellipses[at + 1] = y;
      ellipses[at + 2] = yy / det;
      ellipses[at + 3] = -xy / det;
      ellipses[at + 4] = xx / det;
      ellipses[at + 5] = reach;
      ellipses[at + 6] = halfHeight;
      ellipses[at + 7] = strength;
      depths[seen] = z;
      ids[seen] = i;
      seen += 1;
    }
    return seen;
  };

  /** Puts the numbers 0 to seen − 1 into `order`, the nearest first; equal depths keep the order of the file. */
  const sortByDepth = (seen: number) => {
    let min = Infinity;
    let max = 0;
    for (let i = 0; i < seen; i += 1) {
      const depth = depths[i] ?? 0;
      if (depth < min) min = depth;
      if (depth > max) max = depth;
    }
    const scale = max > min ? (DIGITS * DIGITS - 1) / (max - min) : 0;
    counts.fill(0);
    for (let i = 0; i < seen; i += 1) {
      const key = Math.floor(((depths[i] ?? 0) - min) * scale);
      keys[i] = key;
      counts[key % DIGITS] = (counts[key % DIGITS] ?? 0) + 1;
    }
    accumulate(counts);
    for (let i = 0; i < seen; i += 1) {
      const digit = (keys[i] ?? 0) % DIGITS;
      const place = counts[digit] ?? 0;
      counts[digit] = place + 1;
      spare[place] = i;
    }
    counts.fill(0);
    for (let i = 0; i < seen; i += 1) {
      const digit = (keys[i] ?? 0) >>> 11;
      counts[digit] = (counts[digit] ?? 0) + 1;
    }
    accumulate(counts);
    for (let at = 0; at < seen; at += 1) {
      const i = spare[at] ?? 0;
      const digit = (keys[i] ?? 0) >>> 11;
      const place = counts[digit] ?? 0;
      counts[digit] = place + 1;
      order[place] = i;
    }
  };

  const blend = (seen: number, colours: Float32Array) => {
    for (let at = 0; at < canvas.length; at += 4) {
      canvas[at] = 0;
      canvas[at + 1] = 0;
      canvas[at + 2] = 0;
      canvas[at + 3] = 1;
    }
    for (let place = 0; place < seen; place += 1) {
      const i = order[place] ?? 0;
      const at = i * FIELDS;
      // Pixel (column, row) has its centre at (column + ½, row + ½).
      const x = (ellipses[at] ?? 0) - 0.5;
      const y = (ellipses[at + 1] ?? 0) - 0.5;
      const a = ellipses[at + 2] ?? 0;
      const b = ellipses[at + 3] ?? 0;
      const c = ellipses[at + 4] ?? 0;
      const reach = ellipses[at + 5] ?? 0;
      const halfHeight = ellipses[at + 6] ?? 0;
      const strength = ellipses[at + 7] ?? 0;
      const id = (ids[i] ?? 0) * 3;
      const red = colours[id] ?? 0;
      const green = colours[id + 1] ?? 0;
      const blue = colours[id + 2] ?? 0;
      const firstRow = Math.max(Math.ceil(y - halfHeight), 0);
      const lastRow = Math.min(Math.floor(y + halfHeight), height - 1);
      for (let row = firstRow; row <= lastRow; row += 1) {
        const dy = row - y;
        // a·dx² + 2b·dx·dy + c·dy² ≤ reach, solved for dx: the row's share of the ellipse and nothing else.
        const middle = (-b * dy) / a;
        const root = middle * middle + (reach - c * dy * dy) / a;
        if (root < 0) continue;
        const half = Math.sqrt(root);
        const first = Math.max(Math.ceil(x + middle - half), 0);
        const last = Math.min(Math.floor(x + middle + half), width - 1);
        const base = c * dy * dy;
        const slope = 2 * b * dy;
        let pixel = (row * width + first) * 4;
        for (let column = first; column <= last; column += 1, pixel += 4) {
          const through = canvas[pixel + 3] ?? 0;
          if (through < FAINT) continue;
          const dx = column - x;
          const q = (a * dx + slope) * dx + base;
          const weight = strength * (FALLOFF[(q * STEPS) | 0] ?? 0);
          const share = through * weight;
          canvas[pixel] = (canvas[pixel] ?? 0) + share * red;
          canvas[pixel + 1] = (canvas[pixel + 1] ?? 0) + share * green;
          canvas[pixel + 2] = (canvas[pixel + 2] ?? 0) + share * blue;
          canvas[pixel + 3] = through - share;
        }
      }
    }
  };

  const compose = (background: Background, rgba: Uint8ClampedArray) => {
    const picture = 'rgba' in background ? background : undefined;
    const solid = 'rgba' in background ? ([0, 0, 0, 0] as const) : background;
    for (let at = 0; at < canvas.length; at += 4) {
      const through = canvas[at + 3] ?? 0;
      const alpha = (picture ? (picture.rgba[at + 3] ?? 0) : solid[3]) / 255;
      const behind = through * alpha;
      const cover = 1 - through + behind;
      // Straight alpha: what was gathered is divided by how much of the pixel it covers.
      const scale = cover > 0 ? 1 / cover : 0;
      for (let channel = 0; channel < 3; channel += 1) {
        const ground = picture ? (picture.rgba[at + channel] ?? 0) : (solid[channel] ?? 0);
        rgba[at + channel] = ((canvas[at + channel] ?? 0) * 255 + behind * ground) * scale;
      }
      rgba[at + 3] = cover * 255;
    }
  };

  return {
    width,
    height,
    draw(cloud, camera, background, into) {
      for (const picture of [into, 'rgba' in background ? background : undefined])
        if (picture && (picture.width !== width || picture.height !== height))
          throw new RangeError(`${picture.width} × ${picture.height} is not ${width} × ${height}`);
      reserve(cloud.count);
      const seen = projectAll(cloud, camera);
      sortByDepth(seen);
      blend(seen, cloud.colours);
      const picture = into ?? { width, height, rgba: new Uint8ClampedArray(width * height * 4) };
      compose(background, picture.rgba);
      return picture;
    },
  };
}

/** How many have each digit → where the first of each digit goes. */
function accumulate(counts: Uint32Array): void {
  let before = 0;
  for (let digit = 0; digit < counts.length; digit += 1) {
    const count = counts[digit] ?? 0;
    counts[digit] = before;
    before += count;
  }
}
