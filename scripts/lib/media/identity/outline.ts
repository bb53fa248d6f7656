import type { Measure } from '#core/verdict.ts';
import { besideCutout, type Cutout } from '../compare/front-beside-canon.ts';
import { sampled } from '../face/sample.ts';
import type { Examination } from './identify.ts';
import { LABEL } from './regions.ts';
import type { Sight } from './sight.ts';
import { SIDE } from './view.ts';

/**
 * How near the figure of a picture is to the canonical one, whatever lies behind either: silhouette in common once they are laid
 * upon each other, and inside of it colours and structure. None where no face was found.
 */
export function outlineBesideCanonical({ sight, canonical }: Examination): readonly Measure[] {
  const [own, hers] = [cutoutOf(sight), cutoutOf(canonical)];
  return own === undefined || hers === undefined
    ? []
    : besideCutout(own, hers, 'figure beside the canonical one');
}

/** Hair, skin and garment, in the square in which she was measured. */
function cutoutOf({ picture, view, head }: Sight): Cutout | undefined {
  if (head === undefined) return undefined;
  const { rgb } = sampled(picture, view.square, SIDE);
  const rgba = new Uint8ClampedArray(SIDE * SIDE * 4).fill(255);
  for (let at = 0; at < SIDE * SIDE; at += 1) rgba.set(rgb.subarray(at * 3, at * 3 + 3), at * 4);
  const mask = head.regions.labels.map((label) => (label === LABEL.background ? 0 : 1));
  return { width: SIDE, height: SIDE, rgba, mask, inside: view.inside };
}
