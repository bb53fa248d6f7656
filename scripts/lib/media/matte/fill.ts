import type { Size } from '../picture.ts';

/** A few numbers a pixel, `channels` in a row, `width × height × channels`. */
export interface Field extends Size {
  readonly channels: number;
  readonly values: Float32Array;
}

/**
 * Carries known values on into the unknown, smoothly: means over ever larger squares on the way down, and on the way up
 * whatever is missing from the coarser level ("push-pull": Gortler et al. 1996, "The Lumigraph"). Known values stay.
 *
 * @param weights how well each pixel is known, 0 to 1
 */
export function filledIn({ width, height, channels, values }: Field, weights: Float32Array): Field {
  const known = new Float32Array(weights.length);
  const sums = new Float32Array(values.length);
  for (let pixel = 0; pixel < weights.length; pixel += 1) {
    const weight = weights[pixel] ?? 0;
    if (weight === 0) continue;
    known[pixel] = weight;
    for (let c = 0; c < channels; c += 1)
      sums[pixel * channels + c] = (values[pixel * channels + c] ?? 0) * weight;
  }
  return { width, height, channels, values: pulled(sums, known, { width, height }, channels) };
}

/** Sums and weights of a level → its values, all known. */
function pulled(
  sums: Float32Array,
  weights: Float32Array,
  { width, height }: Size,
  channels: number,
): Float32Array {
  const values = new Float32Array(sums.length);
  if (width === 1 && height === 1) {
    const weight = weights[0] ?? 0;
    for (let c = 0; c < channels; c += 1) values[c] = weight > 0 ? (sums[c] ?? 0) / weight : 0;
    return values;
  }
  const half = { width: (width + 1) >> 1, height: (height + 1) >> 1 };
  const coarseSums = new Float32Array(half.width * half.height * channels);
  const coarseWeights = new Float32Array(half.width * half.height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const from = y * width + x;
      const weight = weights[from] ?? 0;
      if (weight === 0) continue;
      const to = (y >> 1) * half.width + (x >> 1);
      coarseWeights[to] = (coarseWeights[to] ?? 0) + weight;
      for (let c = 0; c < channels; c += 1)
        coarseSums[to * channels + c] =
          (coarseSums[to * channels + c] ?? 0) + (sums[from * channels + c] ?? 0);
    }
  // One known pixel is enough to know its square; more of them must not outvote its neighbours.
  for (let pixel = 0; pixel < coarseWeights.length; pixel += 1) {
    const weight = coarseWeights[pixel] ?? 0;
    if (weight <= 1) continue;
    coarseWeights[pixel] = 1;
    for (let c = 0; c < channels; c += 1)
      coarseSums[pixel * channels + c] = (coarseSums[pixel * channels + c] ?? 0) / weight;
  }
  const coarse = pulled(coarseSums, coarseWeights, half, channels);
  for (let y = 0; y < height; y += 1) {
    const v = Math.min(Math.max((y - 0.5) / 2, 0), half.height - 1);
    const top = Math.floor(v);
    const bottom = Math.min(top + 1, half.height - 1);
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const weight = weights[at] ?? 0;
      if (weight >= 1) {
        for (let c = 0; c < channels; c += 1) values[at * channels + c] = sums[at * channels + c] ?? 0;
        continue;
      }
      const u = Math.min(Math.max((x - 0.5) / 2, 0), half.width - 1);
      const left = Math.floor(u);
      const right = Math.min(left + 1, half.width - 1);
      const leftTop = (top * half.width + left) * channels;
      const rightTop = (top * half.width + right) * channels;
      const leftBottom = (bottom * half.width + left) * channels;
      const rightBottom = (bottom * half.width + right) * channels;
      const fx = u - left;
      const fy = v - top;
      for (let c = 0; c < channels; c += 1) {
        const above = (coarse[leftTop + c] ?? 0) * (1 - fx) + (coarse[rightTop + c] ?? 0) * fx;
        const below = (coarse[leftBottom + c] ?? 0) * (1 - fx) + (coarse[rightBottom + c] ?? 0) * fx;
        values[at * channels + c] =
          (sums[at * channels + c] ?? 0) + (1 - weight) * (above + (below - above) * fy);
      }
    }
  }
  return values;
}
