import { z } from 'zod';

/** What changes a scene: the pictures that the mesh is rendered to, and the training on them (4DGaussians' own names). */
export const FourDGaussiansParams = z.strictObject({
  /** Pictures to train on, each from its own side at its own time. */
  trainViews: z.int().min(8).max(400).default(28),
  /** Pictures to choose by. */
  valViews: z.int().min(1).max(100).default(4),
  /** Pictures held back for measuring: never trained on. */
  testViews: z.int().min(1).max(100).default(4),
  /** Times in one round of the idle motion: so many splats has the sequence. */
  times: z.int().min(4).max(120).default(24),
  /** Seconds of one round. */
  periodSeconds: z.number().min(1).max(60).default(6),
  /** How far she moves beside the usual: 0 stands still. */
  motion: z.number().min(0).max(3).default(1),
  /** At most so many gaussians in each splat. */
  gaussians: z.int().min(1000).max(2_000_000).default(30_000),
  iterations: z.int().min(1).max(100_000).default(14_000),
  coarseIterations: z.int().min(0).max(100_000).default(3000),
  shDegree: z.int().min(0).max(3).default(3),
});
export type FourDGaussiansParams = z.infer<typeof FourDGaussiansParams>;
