import { z } from 'zod';

/** What Wan 2.2 takes for each of its tasks that start from a picture; `size` is an area, the picture keeps its own shape. */
export const TASKS = {
  'ti2v-5B': { sizes: ['1280*704', '704*1280'], fps: 24, frames: 121, steps: 50, guidance: 5 },
  'i2v-A14B': {
    sizes: ['832*480', '480*832', '1280*720', '720*1280'],
    fps: 16,
    frames: 81,
    steps: 40,
    guidance: 3.5,
  },
} as const;

/**
 * What changes the clip. What is left out is the task's own: so many frames and steps, such a guidance; they are filled in,
 * so that the key holds them.
 */
export const WanParams = z
  .strictObject({
    /** `ti2v-5B` runs in 24 GB; `i2v-A14B` wants 80. */
    task: z.enum(['ti2v-5B', 'i2v-A14B']).default('ti2v-5B'),
    size: z.enum([...TASKS['ti2v-5B'].sizes, ...TASKS['i2v-A14B'].sizes]).optional(),
    prompt: z
      .string()
      .max(2000)
      .default(
        'A woman with long purple hair in a grey and teal jumpsuit stands still and breathes quietly, soft studio light. The camera drifts slowly from one side to the other.',
      ),
    /** 4n + 1. */
    frames: z
      .int()
      .min(5)
      .max(241)
      .refine((frames) => frames % 4 === 1, 'must be 4n + 1')
      .optional(),
    steps: z.int().min(1).max(200).optional(),
    guidance: z.number().min(1).max(20).optional(),
    shift: z.number().min(0).max(20).default(5),
    solver: z.enum(['unipc', 'dpm++']).default('unipc'),
  })
  .check(({ value: { task, size }, issues }) => {
    const sizes: readonly string[] = TASKS[task].sizes;
    if (size !== undefined && !sizes.includes(size))
      issues.push({
        code: 'custom',
        message: `must be ${sizes.join(' or ')} for ${task}`,
        input: size,
        path: ['size'],
      });
  })
  .transform(({ size, frames, steps, guidance, ...given }) => ({
    ...given,
    size: size ?? TASKS[given.task].sizes[0],
    frames: frames ?? TASKS[given.task].frames,
    steps: steps ?? TASKS[given.task].steps,
    guidance: guidance ?? TASKS[given.task].guidance,
  }));
export type WanParams = z.infer<typeof WanParams>;
