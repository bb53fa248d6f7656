import type { Light } from './colour.ts';
import { middle } from './light.ts';
import { LABEL, type Regions } from './regions.ts';
import { nth } from './select.ts';
import type { View } from './view.ts';

/** The colour of hair as light tells it. */
export interface HairColour {
  /** Median of each channel, linear. */
  readonly middle: Light;
  /** Median of the third with the most colour in it: gloss adds white, and they have the least gloss. */
  readonly deep: Light;
  /** Pixels of the view that it was taken from. */
  readonly pixels: number;
}

/** The colour of the hair of a view, or nothing where too little hair is seen. */
export function hairColourOf(view: View, regions: Regions): HairColour | undefined {
  return colourOf(view, hairPixels(view, regions));
}

/** Only pixels that surely show her: the border is half background. */
export const SURE = 0.98;

/** Pixels of a view that surely show hair, in their order. */
export function hairPixels(view: View, regions: Regions): number[] {
  const pixels: number[] = [];
  for (let index = 0; index < regions.labels.length; index += 1) {
    if (regions.labels[index] === LABEL.hair && (view.person[index] ?? 0) >= SURE) pixels.push(index);
  }
  return pixels;
}

/** The colour of some pixels of hair, or nothing when they are too few. */
export function colourOf(view: View, pixels: readonly number[]): HairColour | undefined {
  if (pixels.length === 0) return undefined;
  const depths = new Float32Array(pixels.length);
  for (let at = 0; at < depths.length; at += 1) {
    const first = (pixels[at] ?? 0) * 3;
    const [red, green, blue] = [
      view.light[first] ?? 0,
      view.light[first + 1] ?? 0,
      view.light[first + 2] ?? 0,
    ];
    const most = Math.max(red, green, blue);
    depths[at] = most < 0.02 ? 0 : 1 - Math.min(red, green, blue) / most;
  }
  const third = Math.ceil(pixels.length / 3);
  const least = nth(depths.slice(), pixels.length - third);
  const whole = middle(view, pixels);
  const deep = middle(
    view,
    pixels.filter((_, at) => (depths[at] ?? 0) >= least),
  );
  return whole === undefined || deep === undefined
    ? undefined
    : { middle: whole, deep, pixels: pixels.length };
}
