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
  /** u and v in each finer pixel, two numbers each; NaN where nothing is. Filled by `draw`, written over by the next. */
  readonly uvs: Float32Array;
}

/** Pixels a side that a pixel is made of: edges have nine shades, and fine stripes of a texture do not flicker. */
const FINER = 2;
/** Rounding must not open a gap between two triangles: each reaches by this share of itself into the next. */
const ROUNDING = 1e-4;

/**
 * Draws triangles with a depth buffer. Coordinates are those of perspective-correct interpolation (Blinn 1992, "Hyperbolic
 * interpolation"), colours are read between four texels; each pixel is the mean of `FINER`² of its kind. What reaches
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
    const share = 1 / (FINER * FINER);
    for (let row = 0; row < height; row += 1)
      for (let column = 0; column < width; column += 1) {
        let red = 0;
        let green = 0;
        let blue = 0;
        let hits = 0;
        for (let sub = 0; sub < FINER * FINER; sub += 1) {
          const pixel = (row * FINER + (sub >> 1)) * columns + column * FINER + (sub & 1);
          if ((nearness[pixel] ?? 0) === 0) continue;
          hits += 1;
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
          const wa = (1 - fx) * (1 - fy);
          const wb = fx * (1 - fy);
          const wc = (1 - fx) * fy;
          const wd = fx * fy;
          red +=
            (texels[a] ?? 0) * wa +
            (texels[a + 4] ?? 0) * wb +
            (texels[b] ?? 0) * wc +
            (texels[b + 4] ?? 0) * wd;
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
        }
        const to = (row * width + column) * 4;
        const per = hits === 0 ? 0 : 1 / hits;
        rgba[to] = red * per;
        rgba[to + 1] = green * per;
        rgba[to + 2] = blue * per;
        rgba[to + 3] = hits * share * 255;
      }
  };

  return {
    width,
    height,
    finer: FINER,
    uvs,
    draw(mesh, camera, into = { width, height, rgba: new Uint8ClampedArray(width * height * 4) }) {
      if (into.width !== width || into.height !== height)
        throw new RangeError(`${into.width} × ${into.height} is not ${width} × ${height}`);
      uvs.fill(Number.NaN);
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
