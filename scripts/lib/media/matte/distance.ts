import type { Size } from '../picture.ts';

/** Farther than any picture is wide; its square is still exact. */
const FAR = 1e6;

/**
 * How far each pixel's centre lies from the nearest marked one, in pixels; 0 on it, very far where nothing is marked.
 * Exact: up and down by counting, then along each row the lower envelope of parabolas (Felzenszwalb and Huttenlocher
 * 2012, "Distance Transforms of Sampled Functions").
 *
 * @param marked not 0 where marked, `width × height`
 */
export function distanceTo(marked: Uint8Array, { width, height }: Size): Float32Array {
  const distances = new Float32Array(width * height);
  for (let at = 0; at < distances.length; at += 1)
    distances[at] = marked[at] !== 0 ? 0 : at < width ? FAR : (distances[at - width] ?? 0) + 1;
  for (let at = distances.length - width - 1; at >= 0; at -= 1)
    distances[at] = Math.min(distances[at] ?? 0, (distances[at + width] ?? 0) + 1);

  const heights = new Float64Array(width);
  const vertices = new Int32Array(width);
  const borders = new Float64Array(width + 1);
  for (let start = 0; start < distances.length; start += width) {
    let top = -1;
    for (let q = 0; q < width; q += 1) {
      const down = distances[start + q] ?? 0;
      const height = down * down;
      heights[q] = height;
      let cross = -Infinity;
      while (top >= 0) {
        const v = vertices[top] ?? 0;
        cross = (height + q * q - (heights[v] ?? 0) - v * v) / (2 * (q - v));
        if (cross > (borders[top] ?? 0)) break;
        top -= 1;
        cross = -Infinity;
      }
      top += 1;
      vertices[top] = q;
      borders[top] = cross;
    }
    borders[top + 1] = Infinity;
    for (let q = 0, at = 0; q < width; q += 1) {
      while ((borders[at + 1] ?? Infinity) < q) at += 1;
      const v = vertices[at] ?? 0;
      distances[start + q] = Math.sqrt((q - v) * (q - v) + (heights[v] ?? 0));
    }
  }
  return distances;
}
