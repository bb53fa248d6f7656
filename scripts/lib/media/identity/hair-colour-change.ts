import { deltaE, encoded, lab, oklch, turned, wheelHue, type Light } from './colour.ts';
import { colourOf, hairPixels, SURE, type HairColour } from './hair-colour.ts';
import { lit } from './light.ts';
import { LABEL, labelAt } from './regions.ts';
import type { Portrait, Registration } from './registration.ts';
import { SIDE } from './view.ts';

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
  /** OKLCH chroma of the later one; below about 0.03 it is grey and has no hue to speak of. */
  readonly vividness: number;
}

/** Less of the hair than this lies where hair lay, and only all of it speaks. */
const SHARED = 0.3;

/**
 * How the colour of the hair moved. Tips are darker than the crown, so another cut alone would seem to be another
 * colour: all of the hair is compared, then what lies at the same place on both heads, and the smaller of the two
 * differences is told. Dyed hair differs in both.
 *
 * @param light the factors that carry `other` into the light of `canonical`
 * @returns nothing when either shows too little hair
 */
export function hairColourChange(
  canonical: Portrait,
  other: Portrait,
  { byHead }: Registration,
  light: Light,
): HairColourChange | undefined {
  const all = hairPixels(canonical.view, canonical.head.regions);
  const [here, there]: [number[], number[]] = [[], []];
  for (const index of all) {
    const place = byHead({ x: (index % SIDE) + 0.5, y: Math.floor(index / SIDE) + 0.5 });
    const to = Math.floor(place.y) * SIDE + Math.floor(place.x);
    if (labelAt(other.head.regions, place.x, place.y) !== LABEL.hair || (other.view.person[to] ?? 0) < SURE)
      continue;
    here.push(index);
    there.push(to);
  }
  const [whole, shared] = [
    between(canonical.head.hair, other.head.hair, light),
    here.length > all.length * SHARED
      ? between(colourOf(canonical.view, here), colourOf(other.view, there), light)
      : undefined,
  ];
  return whole !== undefined && shared !== undefined && shared.difference < whole.difference ? shared : whole;
}

function between(
  canonical: HairColour | undefined,
  now: HairColour | undefined,
  light: Light,
): HairColourChange | undefined {
  if (canonical === undefined || now === undefined) return undefined;
  const there = lit(now.middle, light);
  const [before, after] = [lab(canonical.middle), lab(there)];
  const [seenBefore, seenAfter] = [oklch(canonical.middle), oklch(there)];
  return {
    difference: deltaE(before, after),
    hue: turned(ownHue(canonical, [1, 1, 1]), ownHue(now, light)),
    hueSeen: turned(seenBefore.hue, seenAfter.hue),
    lightness: after[0] - before[0],
    chroma: seenAfter.chroma - seenBefore.chroma,
    vividness: seenAfter.chroma,
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
