import type { Medium } from '#core/names.ts';

/** What a comparison may take at the most. */
export interface Bound {
  /** Processor time of all processes that take part. */
  readonly cpuSeconds: number;
  /** 10⁶ bytes that they hold at one time, the runtime's own among them. */
  readonly peakMb: number;
}

/** A part that is always there, and one for each unit of what is compared. */
interface Promised {
  readonly seconds: number;
  readonly secondsEach: number;
  readonly mb: number;
  readonly mbEach: number;
}

/**
 * What comparators promise for a pair that differs, a fresh process and its panels included, on a core of a server of 2020 or
 * later. Units are millions: of pixels of both pictures; of bytes of both files (mesh, splat, scene, text, tokens); of pixels of all
 * frames of the longer film; for sound seconds of the longer side. Of a mesh nearly all is Chromium. `scripts/bench/review.ts`
 * holds them.
 */
const PROMISED: Readonly<Record<Medium, Promised>> = {
  picture: { seconds: 0.8, secondsEach: 0.3, mb: 180, mbEach: 30 },
  mesh: { seconds: 8, secondsEach: 0.8, mb: 1100, mbEach: 20 },
  splat: { seconds: 1.5, secondsEach: 0.1, mb: 250, mbEach: 8 },
  scene: { seconds: 1.5, secondsEach: 0.06, mb: 250, mbEach: 8 },
  video: { seconds: 2, secondsEach: 0.02, mb: 450, mbEach: 0.1 },
  sound: { seconds: 1.5, secondsEach: 0.05, mb: 260, mbEach: 2 },
  text: { seconds: 1, secondsEach: 1, mb: 180, mbEach: 50 },
  tokens: { seconds: 1, secondsEach: 1, mb: 180, mbEach: 50 },
};

/** @param amount of the medium's unit, as `PROMISED` names it */
export function boundOf(medium: Medium, amount: number): Bound {
  const { seconds, secondsEach, mb, mbEach } = PROMISED[medium];
  return { cpuSeconds: seconds + secondsEach * amount, peakMb: mb + mbEach * amount };
}
