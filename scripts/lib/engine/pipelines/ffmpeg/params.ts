import { z } from 'zod';

const even = (size: number) => size % 2 === 0;

/** How an episode's video is put together. */
export const FfmpegParams = z.strictObject({
  width: z.int().min(128).max(1920).refine(even, 'must be even').default(720),
  height: z.int().min(128).max(1920).refine(even, 'must be even').default(720),
  fps: z.int().min(10).max(60).default(25),
  /** x264's constant quality: smaller is better and larger. */
  crf: z.int().min(10).max(40).default(21),
  /** How far the camera swings to each side, in degrees. */
  swingDeg: z.number().min(0).max(30).default(9),
  /** Seconds of one round of camera and scene; rounds are repeated. */
  roundSeconds: z.number().min(2).max(60).default(6),
  /** Seconds before the voice and after it. */
  leadSeconds: z.number().min(0).max(10).default(0.5),
  tailSeconds: z.number().min(0).max(10).default(1),
  /** Loudness of the whole, LUFS (EBU R 128). */
  loudness: z.number().min(-31).max(-9).default(-16),
  /** dBTP. */
  truePeak: z.number().min(-9).max(-1).default(-1.5),
  /** Ambience beside the voice, in decibels, where nobody speaks; below speech it goes down by `duck` more. */
  ambientGain: z.number().min(-60).max(12).default(-2),
  duck: z.number().min(0).max(30).default(6),
});
export type FfmpegParams = z.infer<typeof FfmpegParams>;
