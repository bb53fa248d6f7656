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

/** What the picture is one of: on a still nothing may move. */
export interface Occasion {
  /** She speaks: mouth and jaw may move. */
  readonly speaking?: boolean;
  /** The camera or she moves. */
  readonly moving?: boolean;
}

/** How much further from the canonical face a speaking one may lie: its cheeks and nose move with the mouth. */
const SPEECH = 1.5;
/** How much the body may stretch on film: a camera that comes nearer, or looks from aside, shows the head larger and the shoulders narrower. */
const MOTION = 1.5;

function widened(limit: Limit, factor: number): Limit {
  return { ...limit, pass: Number((limit.pass * factor).toPrecision(3)), fail: limit.fail * factor };
}

/** The limits for an occasion: those of the face are wider where she speaks, that of the body where something moves. */
export function limitsFor({ speaking = false, moving = false }: Occasion): Limits {
  const { limits } = LIMITS;
  const face = speaking ? SPEECH : 1;
  return {
    ...LIMITS,
    limits: {
      ...limits,
      'face-structure.embedding': widened(limits['face-structure.embedding'], face),
      'face-structure.geometry': widened(limits['face-structure.geometry'], face),
      'face-structure.features': widened(limits['face-structure.features'], face),
      'body-proportions.change': widened(limits['body-proportions.change'], moving ? MOTION : 1),
    },
  };
}
