/**
 * Colour distance for the eye: ΔEOK, the Euclidean distance in OKLab times 100. CSS Color 4 ("Comparing colors: deltaEOK")
 * takes 2 on this scale as just noticeable; black to white is 100.
 */
export const JUST_NOTICEABLE = 2;

/** Distances are kept in steps of 1/256. */
export const STEPS = 256;

const LINEAR = Float64Array.from({ length: 256 }, (_, index) => {
  const value = index / 255;
  return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

const linear = (channel: number): number => LINEAR[channel] ?? 0;

/** sRGB, 0 to 255 a channel, to OKLab as Ottosson 2020 has it ("A perceptual color space for image processing"). */
export function okLab(red: number, green: number, blue: number): readonly [number, number, number] {
  const r = linear(red);
  const g = linear(green);
  const b = linear(blue);
  const l = Math.cbrt(0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b);
  const m = Math.cbrt(0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b);
  const s = Math.cbrt(0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b);
  return [
    0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s,
    1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s,
    0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s,
  ];
}

/** The distance of two opaque colours, each red, green, blue from 0 to 255. */
export function colourDistance(
  a: readonly [number, number, number],
  b: readonly [number, number, number],
): number {
  const [l1, a1, b1] = okLab(...a);
  const [l2, a2, b2] = okLab(...b);
  return 100 * Math.hypot(l1 - l2, a1 - a2, b1 - b2);
}

/**
 * Distances of the pixels `from` to `to` (exclusive) of two RGBA pictures of one size, written to `out` in steps of 1/256.
 * A pixel that is not opaque counts by the larger of its distances on black and on white.
 */
export function measureRows(
  before: Uint8ClampedArray,
  after: Uint8ClampedArray,
  out: Uint16Array,
  from: number,
  to: number,
): void {
  for (let pixel = from; pixel < to; pixel += 1) {
    const at = pixel * 4;
    const r1 = before[at] ?? 0;
    const g1 = before[at + 1] ?? 0;
    const b1 = before[at + 2] ?? 0;
    const a1 = before[at + 3] ?? 0;
    const r2 = after[at] ?? 0;
    const g2 = after[at + 1] ?? 0;
    const b2 = after[at + 2] ?? 0;
    const a2 = after[at + 3] ?? 0;
    if (r1 === r2 && g1 === g2 && b1 === b2 && a1 === a2) {
      out[pixel] = 0;
    } else if (a1 === 255 && a2 === 255) {
      out[pixel] = Math.round(STEPS * colourDistance([r1, g1, b1], [r2, g2, b2]));
    } else {
      const over = (ground: number): number =>
        colourDistance(
          [laid(r1, a1, ground), laid(g1, a1, ground), laid(b1, a1, ground)],
          [laid(r2, a2, ground), laid(g2, a2, ground), laid(b2, a2, ground)],
        );
      out[pixel] = Math.round(STEPS * Math.max(over(0), over(255)));
    }
  }
}

const laid = (channel: number, alpha: number, ground: number): number =>
  Math.round((channel * alpha + ground * (255 - alpha)) / 255);

/** How many distances lie above a threshold: a cumulative count, so that a slider answers at once. */
export function countsAbove(distances: Uint16Array): (threshold: number) => number {
  const at = new Uint32Array(65_537);
  for (const distance of distances) at[distance] = (at[distance] ?? 0) + 1;
  for (let step = 65_535; step >= 0; step -= 1) at[step] = (at[step] ?? 0) + (at[step + 1] ?? 0);
  return (threshold) => at[Math.min(65_536, Math.max(0, Math.floor(threshold * STEPS) + 1))] ?? 0;
}
