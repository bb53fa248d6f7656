/** A filter of second order: y = b0·x + b1·x₋₁ + b2·x₋₂ − a1·y₋₁ − a2·y₋₂. */
export interface Biquad {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

export type Shape = 'low-pass' | 'high-pass' | 'band-pass' | 'high-shelf' | 'low-shelf';

/** The coefficients as the formulas give them, divided by a0. */
const normal = (b0: number, b1: number, b2: number, a0: number, a1: number, a2: number): Biquad => ({
  b0: b0 / a0,
  b1: b1 / a0,
  b2: b2 / a0,
  a1: a1 / a0,
  a2: a2 / a0,
});

/**
 * Filter of a shape at `hertz` (below half the rate). `q` is the sharpness (0.707 has no peak), `decibels` the lift of a
 * shelf. Formulas: R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients"; the band-pass has
 * 0 dB at its middle.
 */
export function biquad(shape: Shape, rate: number, hertz: number, q = Math.SQRT1_2, decibels = 0): Biquad {
  const angle = (2 * Math.PI * Math.min(hertz, rate * 0.49)) / rate;
  const cos = Math.cos(angle);
  const alpha = Math.sin(angle) / (2 * q);
  switch (shape) {
    case 'low-pass':
      return normal((1 - cos) / 2, 1 - cos, (1 - cos) / 2, 1 + alpha, -2 * cos, 1 - alpha);
    case 'high-pass':
      return normal((1 + cos) / 2, -1 - cos, (1 + cos) / 2, 1 + alpha, -2 * cos, 1 - alpha);
    case 'band-pass':
      return normal(alpha, 0, -alpha, 1 + alpha, -2 * cos, 1 - alpha);
    case 'high-shelf':
    case 'low-shelf': {
      const a = 10 ** (decibels / 40);
      const root = 2 * Math.sqrt(a) * alpha;
      const s = shape === 'high-shelf' ? 1 : -1;
      return normal(
        a * (a + 1 + s * (a - 1) * cos + root),
        -2 * s * a * (a - 1 + s * (a + 1) * cos),
        a * (a + 1 + s * (a - 1) * cos - root),
        a + 1 - s * (a - 1) * cos + root,
        2 * s * (a - 1 - s * (a + 1) * cos),
        a + 1 - s * (a - 1) * cos - root,
      );
    }
    default:
      return shape satisfies never;
  }
}

/** Runs samples through filters, one after another, in place. */
export function filter(samples: Float32Array, ...filters: readonly Biquad[]): Float32Array {
  for (const { b0, b1, b2, a1, a2 } of filters) {
    let x1 = 0;
    let x2 = 0;
    let y1 = 0;
    let y2 = 0;
    for (let at = 0; at < samples.length; at += 1) {
      const x = samples[at] ?? 0;
      const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
      x2 = x1;
      x1 = x;
      y2 = y1;
      y1 = y;
      samples[at] = y;
    }
  }
  return samples;
}
