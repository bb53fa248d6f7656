import { z } from 'zod';

/** What changes a mesh of Hunyuan3D 2.1; defaults as its own pipelines have them. */
export const Hunyuan3dParams = z.strictObject({
  steps: z.int().min(1).max(200).default(50),
  guidanceScale: z.number().min(0.1).max(20).default(5),
  /** Cells a side of the grid that the surface is taken from. */
  octreeResolution: z.int().min(64).max(512).default(384),
  /** At most so many triangles. */
  faces: z.int().min(1000).max(100_000).default(40_000),
  /** From how many sides it is painted. */
  views: z.int().min(6).max(9).default(6),
  /** Pixels a side of each of these paintings. */
  textureResolution: z.union([z.literal(512), z.literal(768)]).default(512),
});
export type Hunyuan3dParams = z.infer<typeof Hunyuan3dParams>;
