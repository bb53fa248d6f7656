import type { Light } from './colour.ts';
import { LABEL, type Regions } from './regions.ts';
import { channelOf, nth } from './select.ts';
import { SIDE, type View } from './view.ts';

/** What tells the light of a picture: the colour of her skin and that of the background, both linear. */
export interface Lighting {
  readonly skin: Light | undefined;
  readonly background: Light | undefined;
}

/** Fewer pixels than this tell nothing about the light. */
const ENOUGH = 200;
/** Skin and background that differ by less than this (natural logarithm of the ratio) tell of one light. */
const AGREED = 0.12;
/** A light further from that of the canonical picture than this factor is not believed. */
const BOUNDS = [0.4, 2.5] as const;

/** The skin of the face and the background of a view. */
export function lightingOf(view: View, regions: Regions): Lighting {
  const skin: number[] = [];
  const background: number[] = [];
  for (let index = 0; index < SIDE * SIDE; index += 1) {
    const person = view.person[index] ?? 0;
    if (regions.labels[index] === LABEL.skin && regions.oval[index] === 1 && person > 0.98) skin.push(index);
    else if (view.inside[index] === 1 && person < 0.02) background.push(index);
  }
  return { skin: middle(view, skin), background: middle(view, background) };
}

/** The middle colour (median of each channel) of some pixels, or nothing when they are too few. */
export function middle(view: View, pixels: readonly number[]): Light | undefined {
  if (pixels.length < ENOUGH) return undefined;
  const of = (channel: number) => nth(channelOf(view.light, pixels, channel), pixels.length >> 1);
  return [of(0), of(1), of(2)];
}

/**
 * The factors that carry a picture into the light of the canonical one. Where skin and background agree, the mean of
 * both; where they do not (another scene, a face in the shadow of hair), the one that changes less.
 */
export function relight(canonical: Lighting, { skin, background }: Lighting): Light {
  const bySkin = ratio(canonical.skin, skin);
  const byBackground = ratio(canonical.background, background);
  if (bySkin === undefined || byBackground === undefined) return bySkin ?? byBackground ?? [1, 1, 1];
  const apart = Math.max(
    ...([0, 1, 2] as const).map((channel) => Math.abs(Math.log(bySkin[channel] / byBackground[channel]))),
  );
  if (apart < AGREED) {
    const both = (channel: 0 | 1 | 2) => Math.sqrt(bySkin[channel] * byBackground[channel]);
    return [both(0), both(1), both(2)];
  }
  return strength(bySkin) < strength(byBackground) ? bySkin : byBackground;
}

function ratio(to: Light | undefined, from: Light | undefined): Light | undefined {
  return to === undefined || from === undefined
    ? undefined
    : [bounded(to[0] / from[0]), bounded(to[1] / from[1]), bounded(to[2] / from[2])];
}

/** A colour in another light. */
export function lit([red, green, blue]: Light, [r, g, b]: Light): Light {
  return [red * r, green * g, blue * b];
}

function bounded(ratio: number): number {
  return Number.isFinite(ratio) ? Math.min(Math.max(ratio, BOUNDS[0]), BOUNDS[1]) : 1;
}

function strength(factors: Light): number {
  return Math.max(...factors.map((factor) => Math.abs(Math.log(factor))));
}
