import { z } from 'zod';
import { unreachable } from './errors.ts';

/** The four things by which a character is recognised; hair has two, for its colour may hold while its shape does not. */
export const Axis = z.enum(['hair-colour', 'hair-shape', 'face-structure', 'outfit', 'body-proportions']);
export type Axis = z.infer<typeof Axis>;

/** `not-measured` is never a pass: a back view has no face to measure. */
export const AxisAnswer = z.enum(['pass', 'look', 'fail', 'not-measured']);
export type AxisAnswer = z.infer<typeof AxisAnswer>;

export const AxisReport = z.strictObject({
  axis: Axis,
  /** `null` when not measured. */
  value: z.number().nullable(),
  unit: z.string(),
  /** Above it the answer is no longer `pass`. */
  limit: z.number(),
  answer: AxisAnswer,
  /** What was seen, in words: "hue turned by 58°", "face partly hidden by hair". */
  note: z.string(),
});
export type AxisReport = z.infer<typeof AxisReport>;

/** The colour of a region on the canonical picture and on the one that was measured, both in the canonical light. */
export const Swatch = z.strictObject({
  /** As in "hair". */
  label: z.string(),
  reference: z.string().regex(/^#[0-9a-f]{6}$/u),
  measured: z.string().regex(/^#[0-9a-f]{6}$/u),
});
export type Swatch = z.infer<typeof Swatch>;

/** Whether a picture still shows the character, measured against the canonical picture; worst axis first. */
export const IdentityReport = z.strictObject({
  /** Name and version of the measures, models and limits: two reports compare only when it is equal. */
  method: z.string(),
  answer: z.enum(['pass', 'look', 'fail']),
  axes: z.array(AxisReport).min(1),
  /** What was looked at, as in "front view" or "3 frames". */
  of: z.string().exactOptional(),
  swatches: z.array(Swatch).exactOptional(),
});
export type IdentityReport = z.infer<typeof IdentityReport>;

/** The worst first: fail, look, not measured, pass. */
export function severity(answer: AxisAnswer): number {
  switch (answer) {
    case 'fail':
      return 3;
    case 'look':
      return 2;
    case 'not-measured':
      return 1;
    case 'pass':
      return 0;
    default:
      return unreachable(answer);
  }
}
