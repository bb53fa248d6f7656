import type { Camera } from '../camera.ts';
import type { Picture, Size } from '../picture.ts';
import type { PaintedMesh } from './mesh.ts';

/** Draws meshes frame after frame on the same memory. */
export interface MeshRasteriser extends Size {
  /**
   * The mesh as the camera sees it, with the colours of its texture as they are (no light is added), its edges soft over
   * a clear background: straight RGBA. Triangles are seen from outside only.
   */
  draw(mesh: PaintedMesh, camera: Camera, into?: Picture): Picture;
  /** What the last picture shows in each of its finer pixels, `finer` times as many a side. */
  readonly finer: number;
  /** u and v in each finer pixel, two numbers each. Only where `nearness` is not 0; `draw` writes over all three. */
  readonly uvs: Float32Array;
  /** 1 / depth along the optical axis in each finer pixel; 0 where nothing is. */
  readonly nearness: Float32Array;
  /** The triangle in each finer pixel. */
  readonly triangles: Uint32Array;
}

/** Pixels a side that a pixel is made of: edges have nine shades, and fine stripes of a texture do not flicker. */
const FINER = 2;
/** Rounding must not open a gap between two triangles: each reaches by this share of itself into the next. */
const ROUNDING = 1e-4;
/** Texels between two reads that still see one surface. */
const NEAR = 3;

/**
 * Draws triangles with a depth buffer. Coordinates are those of perspective-correct interpolation (Blinn 1992, "Hyperbolic
 * interpolation"), colours are read between four texels; each pixel is the mean of four finer ones. What reaches
 * behind the camera's near plane is left out.
 *
 * @throws {RangeError} when the size is none
 */
export function meshRasteriser({ width, height }: Size): MeshRasteriser {
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0))
    throw new RangeError(`${width} × ${height} is no size of a picture`);
  const columns = width * FINER;
  const rows = height * FINER;
  const nearness = new Float32Array(columns * rows);
  const uvs = new Float32Array(columns * rows * 2);
  const triangles = new Uint32Array(columns * rows);
  let projected = new Float32Array(0);

  const projectAll = ({ positions }: PaintedMesh, camera: Camera): void => {
    const count = positions.length / 3;
    if (projected.length < count * 3) projected = new Float32Array(count * 3);
    const [[a0, a1, a2], [b0, b1, b2], [c0, c1, c2]] = camera.rotation;
    const [t0, t1, t2] = camera.translation;
    const focal = camera.focal * rows;
    const centreX = camera.centre.x * columns;
    const centreY = camera.centre.y * rows;
    for (let at = 0; at < count * 3; at += 3) {
      const x = positions[at] ?? 0;
      const y = positions[at + 1] ?? 0;
      const z = positions[at + 2] ?? 0;
      const depth = c0 * x + c1 * y + c2 * z + t2;
      const near = depth > camera.near ? 1 / depth : 0;
      projected[at] = centreX + focal * near * (a0 * x + a1 * y + a2 * z + t0);
      projected[at + 1] = centreY + focal * near * (b0 * x + b1 * y + b2 * z + t1);
      projected[at + 2] = near;
    }
  };

  /** Depths and texture coordinates of whatever is nearest. */
  const fill = ({ indices, uvs: given }: PaintedMesh): void => {
    nearness.fill(0);
    for (let at = 0; at < indices.length; at += 3) {
      const ia = indices[at] ?? 0;
      const ib = indices[at + 1] ?? 0;
      const ic = indices[at + 2] ?? 0;
      const wa = projected[ia * 3 + 2] ?? 0;
      const wb = projected[ib * 3 + 2] ?? 0;
      const wc = projected[ic * 3 + 2] ?? 0;
      if (wa === 0 || wb === 0 || wc === 0) continue;
      const ax = projected[ia * 3] ?? 0;
      const ay = projected[ia * 3 + 1] ?? 0;
      const bx = projected[ib * 3] ?? 0;
      const by = projected[ib * 3 + 1] ?? 0;
      const cx = projected[ic * 3] ?? 0;
      const cy = projected[ic * 3 + 1] ?? 0;
      // Counter-clockwise from outside; y grows downwards here.
      const area = (cx - ax) * (by - ay) - (bx - ax) * (cy - ay);
      if (!(area > 0)) continue;
      const firstRow = Math.max(0, Math.ceil(Math.min(ay, by, cy) - 0.5));
      const lastRow = Math.min(rows - 1, Math.ceil(Math.max(ay, by, cy) - 0.5) - 1);
      const firstColumn = Math.max(0, Math.ceil(Math.min(ax, bx, cx) - 0.5));
      const lastColumn = Math.min(columns - 1, Math.ceil(Math.max(ax, bx, cx) - 0.5) - 1);
      if (firstRow > lastRow || firstColumn > lastColumn) continue;
      const inverse = 1 / area;
      // Shares of b and c grow by these a pixel to the right and a pixel down.
      const bRight = (cy - ay) * -inverse;
      const bDown = (cx - ax) * inverse;
      const cRight = (by - ay) * inverse;
      const cDown = (bx - ax) * -inverse;
      const ua = (given[ia * 2] ?? 0) * wa;
      const va = (given[ia * 2 + 1] ?? 0) * wa;
      const ub = (given[ib * 2] ?? 0) * wb - ua;
      const vb = (given[ib * 2 + 1] ?? 0) * wb - va;
      const uc = (given[ic * 2] ?? 0) * wc - ua;
      const vc = (given[ic * 2 + 1] ?? 0) * wc - va;
      const dwb = wb - wa;
      const dwc = wc - wa;
      for (let row = firstRow; row <= lastRow; row += 1) {
        const py = row + 0.5 - ay;
        const px = firstColumn + 0.5 - ax;
        let b = bRight * px + bDown * py;
        let c = cRight * px + cDown * py;
        for (let pixel = row * columns + firstColumn; pixel <= row * columns + lastColumn; pixel += 1) {
          if (b >= -ROUNDING && c >= -ROUNDING && b + c <= 1 + ROUNDING) {
            const near = wa + dwb * b + dwc * c;
            if (near > (nearness[pixel] ?? 0)) {
              nearness[pixel] = near;
              triangles[pixel] = at / 3;
              const depth = 1 / near;
              uvs[pixel * 2] = (ua + ub * b + uc * c) * depth;
              uvs[pixel * 2 + 1] = (va + vb * b + vc * c) * depth;
            }
          }
          b += bRight;
          c += cRight;
        }
      }
    }
  };

  const shade = ({ texture }: PaintedMesh, into: Picture): void => {
    const { rgba: texels, width: across, height: down } = texture;
    const { rgba } = into;
    rgba.fill(0);
    let red = 0;
    let green = 0;
    let blue = 0;
    /** Adds the colour between four texels. */
    const read = (pixel: number) => {
      let x = (uvs[pixel * 2] ?? 0) * across - 0.5;
      let y = (uvs[pixel * 2 + 1] ?? 0) * down - 0.5;
      x = x < 0 ? 0 : x > across - 1.001 ? across - 1.001 : x;
      y = y < 0 ? 0 : y > down - 1.001 ? down - 1.001 : y;
      const left = x | 0;
      const top = y | 0;
      const fx = x - left;
      const fy = y - top;
      const a = (top * across + left) * 4;
      const b = a + across * 4;
      const wd = fx * fy;
      const wb = fx - wd;
      const wc = fy - wd;
      const wa = 1 - fx - wc;
      red +=
        (texels[a] ?? 0) * wa + (texels[a + 4] ?? 0) * wb + (texels[b] ?? 0) * wc + (texels[b + 4] ?? 0) * wd;
      green +=
        (texels[a + 1] ?? 0) * wa +
        (texels[a + 5] ?? 0) * wb +
        (texels[b + 1] ?? 0) * wc +
        (texels[b + 5] ?? 0) * wd;
      blue +=
        (texels[a + 2] ?? 0) * wa +
        (texels[a + 6] ?? 0) * wb +
        (texels[b + 2] ?? 0) * wc +
        (texels[b + 6] ?? 0) * wd;
    };
    for (let row = 0; row < height; row += 1) {
      let a = row * FINER * columns;
      for (let column = 0; column < width; column += 1, a += FINER) {
        // The four finer pixels of this one.
        const b = a + 1;
        const c = a + columns;
        const d = c + 1;
        const inA = (nearness[a] ?? 0) !== 0;
        const inB = (nearness[b] ?? 0) !== 0;
        const inC = (nearness[c] ?? 0) !== 0;
        const inD = (nearness[d] ?? 0) !== 0;
        if (!(inA || inB || inC || inD)) continue;
        red = 0;
        green = 0;
        blue = 0;
        let hits = 4;
        let share = 0.5;
        if (
          inA &&
          inB &&
          inC &&
          inD &&
          Math.abs((uvs[a * 2] ?? 0) - (uvs[d * 2] ?? 0)) * across < NEAR &&
          Math.abs((uvs[a * 2 + 1] ?? 0) - (uvs[d * 2 + 1] ?? 0)) * down < NEAR
        ) {
          // Within one surface two reads across the pixel tell as much as four.
          read(a);
          read(d);
        } else {
          hits = 0;
          if (inA) {
            read(a);
            hits += 1;
          }
          if (inB) {
            read(b);
            hits += 1;
          }
          if (inC) {
            read(c);
            hits += 1;
          }
          if (inD) {
            read(d);
            hits += 1;
          }
          share = 1 / hits;
        }
        const to = (row * width + column) * 4;
        rgba[to] = red * share;
        rgba[to + 1] = green * share;
        rgba[to + 2] = blue * share;
        rgba[to + 3] = hits * 63.75;
      }
    }
  };

  return {
    width,
    height,
    finer: FINER,
    uvs,
    nearness,
    triangles,
    draw(mesh, camera, into = { width, height, rgba: new Uint8ClampedArray(width * height * 4) }) {
      if (into.width !== width || into.height !== height)
        throw new RangeError(`${into.width} × ${into.height} is not ${width} × ${height}`);
      projectAll(mesh, camera);
      fill(mesh);
      shade(mesh, into);
      return into;
    },
  };
}

/** One picture. For more than one, `meshRasteriser` keeps its memory. */
export const rasteriseMesh = (mesh: PaintedMesh, camera: Camera, size: Size): Picture =>
  meshRasteriser(size).draw(mesh, camera);
