import type { Picture } from '../picture.ts';

/** A background that a smooth surface describes: each channel is a polynomial in x and y. */
export interface BackgroundModel {
  /** What of the sampled edge it explains, 0 to 1. */
  readonly share: number;
  /** Writes red, green and blue, 0 to 255, as the background would be in a row of pixels: three a pixel. */
  row(y: number, into: Float32Array): void;
  /** How far the colours of the background scatter around it, in levels of 0 to 255. */
  readonly spread: number;
}

/** No picture of 8 bits scatters less. */
const LEAST_SPREAD = 0.7;
const ROUNDS = 8;
/** Tukey's biweight: what lies this many spreads off has no say. */
const REJECT = 4.685;
const FEWEST = 64;

/**
 * Fits a polynomial surface to samples, by least squares in which outliers lose their weight round by round (Holland and
 * Welsch 1977): what of the figure touches the edge does not pull at the background.
 *
 * @param samples pixels (`y · width + x`) of which most are background
 * @param degree 3 where only the edge of the picture is known; up to 6 where more is
 */
export function fitBackground(
  picture: Picture,
  samples: Uint32Array,
  degree: number,
): BackgroundModel | undefined {
  if (samples.length < FEWEST) return undefined;
  const count = ((degree + 1) * (degree + 2)) / 2;
  const { width, rgba } = picture;
  const unit = 2 / Math.max(picture.width, picture.height);
  const basis = new Float64Array(samples.length * count);
  samples.forEach((pixel, index) => {
    terms((pixel % width) * unit - 1, Math.floor(pixel / width) * unit - 1, degree, basis, index * count);
  });
  const weights = new Float64Array(samples.length).fill(1);
  const residuals = new Float64Array(samples.length);
  const surfaces = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  let spread = 1;
  for (let round = 0; round < ROUNDS; round += 1) {
    const normal = normalMatrix(basis, weights, count);
    surfaces.forEach((surface, channel) => {
      const right = new Float64Array(count);
      samples.forEach((pixel, index) => {
        const value = (weights[index] ?? 0) * (rgba[pixel * 4 + channel] ?? 0);
        for (let term = 0; term < count; term += 1)
          right[term] = (right[term] ?? 0) + value * (basis[index * count + term] ?? 0);
      });
      surface.set(solve(normal, right, count));
    });
    samples.forEach((pixel, index) => {
      let square = 0;
      surfaces.forEach((surface, channel) => {
        let value = 0;
        for (let term = 0; term < count; term += 1)
          value += (surface[term] ?? 0) * (basis[index * count + term] ?? 0);
        square += (value - (rgba[pixel * 4 + channel] ?? 0)) ** 2;
      });
      residuals[index] = Math.sqrt(square);
    });
    spread = Math.max(LEAST_SPREAD, 1.4826 * median(residuals));
    residuals.forEach((residual, index) => {
      const off = residual / (REJECT * spread);
      weights[index] = off < 1 ? (1 - off * off) ** 2 : 0;
    });
  }
  const explained = residuals.reduce((sum, residual) => sum + (residual < 3 * spread ? 1 : 0), 0);
  const powers = new Float64Array(3 * (degree + 1));
  return {
    share: explained / samples.length,
    spread,
    row(y, into) {
      // In one row, what multiplies each power of x is a number.
      const v = y * unit - 1;
      surfaces.forEach((surface, channel) => {
        let term = 0;
        for (let i = 0; i <= degree; i += 1) {
          let sum = 0;
          for (let j = 0, power = 1; i + j <= degree; j += 1, power *= v, term += 1)
            sum += (surface[term] ?? 0) * power;
          powers[channel * (degree + 1) + i] = sum;
        }
      });
      for (let at = 0; at < into.length; at += 1) {
        const u = Math.floor(at / 3) * unit - 1;
        const first = (at % 3) * (degree + 1);
        let value = 0;
        for (let i = degree; i >= 0; i -= 1) value = value * u + (powers[first + i] ?? 0);
        into[at] = value;
      }
    },
  };
}

/** 1, y, y² …, x, xy …: every product of powers up to the degree. */
function terms(x: number, y: number, degree: number, into: Float64Array, at: number): void {
  let next = at;
  let power = 1;
  for (let i = 0; i <= degree; i += 1, power *= x) {
    let value = power;
    for (let j = 0; i + j <= degree; j += 1, value *= y) {
      into[next] = value;
      next += 1;
    }
  }
}

function normalMatrix(basis: Float64Array, weights: Float64Array, count: number): Float64Array {
  const normal = new Float64Array(count * count);
  for (let index = 0; index < weights.length; index += 1) {
    const weight = weights[index] ?? 0;
    if (weight === 0) continue;
    for (let i = 0; i < count; i += 1) {
      const value = weight * (basis[index * count + i] ?? 0);
      for (let j = 0; j <= i; j += 1)
        normal[i * count + j] = (normal[i * count + j] ?? 0) + value * (basis[index * count + j] ?? 0);
    }
  }
  // A little of nothing on the diagonal: samples along one edge alone cannot tell all terms.
  for (let i = 0; i < count; i += 1) normal[i * count + i] = (normal[i * count + i] ?? 0) + 1e-3;
  return normal;
}

/** Cholesky; the matrix is positive definite, and only its lower half is read. */
function solve(matrix: Float64Array, right: Float64Array, count: number): Float64Array {
  const lower = new Float64Array(count * count);
  const x = Float64Array.from(right);
  for (let i = 0; i < count; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = matrix[i * count + j] ?? 0;
      for (let k = 0; k < j; k += 1) sum -= (lower[i * count + k] ?? 0) * (lower[j * count + k] ?? 0);
      lower[i * count + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / (lower[j * count + j] ?? 1);
    }
  }
  for (let i = 0; i < count; i += 1) {
    for (let k = 0; k < i; k += 1) x[i] = (x[i] ?? 0) - (lower[i * count + k] ?? 0) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / (lower[i * count + i] ?? 1);
  }
  for (let i = count - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < count; k += 1) x[i] = (x[i] ?? 0) - (lower[k * count + i] ?? 0) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / (lower[i * count + i] ?? 1);
  }
  return x;
}

function median(values: Float64Array): number {
  return Float64Array.from(values).toSorted()[values.length >> 1] ?? 0;
}

const COLOURS = 8;
const SETTLED = 12;

/**
 * The few colours that an edge is made of, by k-means, begun with those farthest from each other: for rooms, streets and
 * whatever is no plain backdrop.
 */
export interface Palette {
  /** Red, green, blue of each. */
  readonly colours: Float32Array;
  /** How far off a colour is from the nearest of them, in levels. */
  distance(red: number, green: number, blue: number): number;
  /** As of `BackgroundModel`. */
  readonly spread: number;
}

export function paletteOf({ rgba }: Picture, samples: Uint32Array): Palette {
  const colours = new Float32Array(COLOURS * 3);
  const nearest = new Float64Array(samples.length).fill(Infinity);
  const colourOf = (index: number, channel: number) => rgba[(samples[index] ?? 0) * 4 + channel] ?? 0;
  let farthest = 0;
  for (let colour = 0; colour < COLOURS; colour += 1) {
    for (let channel = 0; channel < 3; channel += 1)
      colours[colour * 3 + channel] = colourOf(farthest, channel);
    let most = -1;
    for (let index = 0; index < samples.length; index += 1) {
      let square = 0;
      for (let channel = 0; channel < 3; channel += 1)
        square += (colourOf(index, channel) - (colours[colour * 3 + channel] ?? 0)) ** 2;
      nearest[index] = Math.min(nearest[index] ?? 0, square);
      if ((nearest[index] ?? 0) > most) {
        most = nearest[index] ?? 0;
        farthest = index;
      }
    }
  }
  const pick = (red: number, green: number, blue: number): [number, number] => {
    let best = 0;
    let least = Infinity;
    for (let colour = 0; colour < COLOURS; colour += 1) {
      const square =
        (red - (colours[colour * 3] ?? 0)) ** 2 +
        (green - (colours[colour * 3 + 1] ?? 0)) ** 2 +
        (blue - (colours[colour * 3 + 2] ?? 0)) ** 2;
      if (square < least) {
        least = square;
        best = colour;
      }
    }
    return [best, least];
  };
  for (let round = 0; round < SETTLED; round += 1) {
    const sums = new Float64Array(COLOURS * 4);
    for (let index = 0; index < samples.length; index += 1) {
      const [best, least] = pick(colourOf(index, 0), colourOf(index, 1), colourOf(index, 2));
      nearest[index] = least;
      for (let channel = 0; channel < 3; channel += 1)
        sums[best * 4 + channel] = (sums[best * 4 + channel] ?? 0) + colourOf(index, channel);
      sums[best * 4 + 3] = (sums[best * 4 + 3] ?? 0) + 1;
    }
    for (let colour = 0; colour < COLOURS; colour += 1)
      for (let channel = 0; channel < 3; channel += 1) {
        const count = sums[colour * 4 + 3] ?? 0;
        if (count > 0) colours[colour * 3 + channel] = (sums[colour * 4 + channel] ?? 0) / count;
      }
  }
  return {
    colours,
    distance: (red, green, blue) => Math.sqrt(pick(red, green, blue)[1]),
    spread: Math.max(1, 1.4826 * Math.sqrt(median(nearest))),
  };
}
