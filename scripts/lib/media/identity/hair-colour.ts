import { deltaE, encoded, lab, oklch, turned, wheelHue, type Light } from './colour.ts';
import { lit, middle } from './light.ts';
import { LABEL, type Regions } from './regions.ts';
import { SIDE, type View } from './view.ts';

/** The colour of hair as light tells it. */
export interface HairColour {
  /** Median of each channel, linear. */
  readonly middle: Light;
  /** Median of the third with the most colour in it: gloss adds white, and they have the least gloss. */
  readonly deep: Light;
  /** Pixels of the view that it was taken from. */
  readonly pixels: number;
}

/** How the colour of hair moved. */
export interface HairColourChange {
  /** CIEDE2000 between the medians, both in the light of the canonical picture. */
  readonly difference: number;
  /** Degrees on the wheel of HSV by which the colour of the hair itself turned, above −180 to 180. */
  readonly hue: number;
  /** Degrees in OKLCH. */
  readonly hueSeen: number;
  /** CIELAB lightness, later minus canonical. */
  readonly lightness: number;
  /** OKLCH chroma, later minus canonical. */
  readonly chroma: number;
}

/** The colour of the hair of a view, or nothing where too little hair is seen. */
export function hairColourOf(view: View, regions: Regions): HairColour | undefined {
  const pixels: { readonly index: number; readonly depth: number }[] = [];
  for (let index = 0; index < SIDE * SIDE; index += 1) {
    if (regions.labels[index] !== LABEL.hair || (view.person[index] ?? 0) < 0.98) continue;
    const [red, green, blue] = [
      view.light[index * 3] ?? 0,
      view.light[index * 3 + 1] ?? 0,
      view.light[index * 3 + 2] ?? 0,
    ];
    const most = Math.max(red, green, blue);
    pixels.push({ index, depth: most < 0.02 ? 0 : 1 - Math.min(red, green, blue) / most });
  }
  const whole = middle(
    view,
    pixels.map(({ index }) => index),
  );
  const sorted = pixels.toSorted((a, b) => b.depth - a.depth || a.index - b.index);
  const deep = middle(
    view,
    sorted.slice(0, Math.ceil(sorted.length / 3)).map(({ index }) => index),
  );
  return whole === undefined || deep === undefined
    ? undefined
    : { middle: whole, deep, pixels: pixels.length };
}

/** @param light the factors that carry `now` into the light of `canonical` */
export function hairColourChange(canonical: HairColour, now: HairColour, light: Light): HairColourChange {
  const there = lit(now.middle, light);
  const [before, after] = [lab(canonical.middle), lab(there)];
  const [seenBefore, seenAfter] = [oklch(canonical.middle), oklch(there)];
  return {
    difference: deltaE(before, after),
    hue: turned(ownHue(canonical, [1, 1, 1]), ownHue(now, light)),
    hueSeen: turned(seenBefore.hue, seenAfter.hue),
    lightness: after[0] - before[0],
    chroma: seenAfter.chroma - seenBefore.chroma,
  };
}

/**
 * The hue of the hair itself on the wheel of HSV, which is defined on coded values. Gloss adds the same to each
 * channel, which leaves the hue of *linear* light as it is; so the hue comes from there, how much of the least
 * channel is in it from the deep third, and both together are coded again.
 */
function ownHue(hair: HairColour, light: Light): number {
  const whole = lit(hair.middle, light);
  const deep = lit(hair.deep, light);
  const most = Math.max(...whole);
  const span = most - Math.min(...whole);
  const least = most * (Math.min(...deep) / Math.max(...deep));
  if (span === 0) return 0;
  const own = (value: number) => encoded(least + ((value - most + span) / span) * (most - least));
  return wheelHue(own(whole[0]), own(whole[1]), own(whole[2]));
}
