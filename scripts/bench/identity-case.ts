/** Pictures whose truth is known and that set no limit: what a bench of the identity report is told of them. */
import type { Axis } from '#core/identity.ts';
import type { Portrait } from '#media/identity/registration.ts';
import type { Picture } from '#media/picture.ts';

/** A picture and what is true of it. */
export interface Case {
  readonly kind: string;
  readonly amount: number;
  /** What changed, or nothing. */
  readonly axis: Axis | undefined;
  /** Less than anyone must see: neither required nor forbidden, but it counts for the order of the amounts. */
  readonly faint: boolean;
  /** Degrees by which the material of the hair turned. */
  readonly hue: number | undefined;
  readonly picture: () => Picture | Promise<Picture>;
}

/** The reference and renders of it: the same, with another face, and in another outfit. */
export interface Studio {
  readonly reference: Portrait;
  /** Other renders of the unchanged character. */
  readonly same: readonly Portrait[];
  /** Renders whose faces were built otherwise, the whole way. */
  readonly faces: readonly Portrait[];
  /** Renders that differ from the reference in one axis and can be mixed with it, pixel by pixel. */
  readonly mixable: readonly { readonly axis: Axis; readonly portrait: Portrait }[];
}
