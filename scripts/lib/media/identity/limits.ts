import { z } from 'zod';
import file from './limits.json' with { type: 'json' };

/** Where the answers change: at most `pass` passes, above `fail` fails, between them a person looks. */
export const Limit = z.strictObject({
  pass: z.number().positive(),
  fail: z.number().positive(),
  /** The pictures behind the figures. */
  reason: z.string(),
});
export type Limit = z.infer<typeof Limit>;

/** Limits of every measure, as scripts/calibrate-identity.ts writes them. */
export const Limits = z.strictObject({
  version: z.int().positive(),
  limits: z.strictObject({
    'hair-colour.difference': Limit,
    'hair-shape.apart': Limit,
    'face-structure.embedding': Limit,
    'face-structure.geometry': Limit,
    'face-structure.features': Limit,
    'outfit.difference': Limit,
    'body-proportions.change': Limit,
  }),
});
export type Limits = z.infer<typeof Limits>;

export const LIMITS: Limits = Limits.parse(file);

/** How much further from the canonical face a speaking one may lie: its cheeks and nose move with the mouth. */
const SPEECH = 1.5;

function widened(limit: Limit): Limit {
  return { ...limit, pass: limit.pass * SPEECH, fail: limit.fail * SPEECH };
}

/** The limits for pictures of her speaking: those of the face are wider. */
export const SPEAKING: Limits = {
  ...LIMITS,
  limits: {
    ...LIMITS.limits,
    'face-structure.embedding': widened(LIMITS.limits['face-structure.embedding']),
    'face-structure.geometry': widened(LIMITS.limits['face-structure.geometry']),
    'face-structure.features': widened(LIMITS.limits['face-structure.features']),
  },
};
