import type { Portrait, Registration } from './registration.ts';

/** How the body stands to the head, as against the canonical picture; shares are positive for more. */
export interface ProportionChange {
  /** Width of shoulders and arms in heads. */
  readonly shoulders: number;
  /** Way from the chin to the line of the shoulders, in heights of the face. */
  readonly neck: number;
  /** Size of the head in bodies, if all of the body tells the same; else 0. */
  readonly head: number;
  /** Share of the body's outline that the picture has room for, and of that the share that found its like, 0 to 1. */
  readonly shown: number;
  readonly found: number;
  /** What is left between the outlines, in heights of the face. */
  readonly rest: number;
}

/** Where the line of the shoulders lies below the chin, in heights of the face (brow bone to chin). */
const SHOULDERS = 0.45;

export function proportionChange(canonical: Portrait, { bodyFit }: Registration): ProportionChange {
  const { mesh } = canonical.head;
  const [top, chin] = [mesh[10], mesh[152]];
  const face = top === undefined || chin === undefined ? 1 : Math.hypot(chin.x - top.x, chin.y - top.y);
  const even = Math.abs(bodyFit.width - bodyFit.height) < 0.25 * Math.abs(bodyFit.width - 1);
  return {
    shoulders: bodyFit.width - 1,
    neck: bodyFit.dy / face + SHOULDERS * (bodyFit.height - 1),
    head: even ? 1 / bodyFit.width - 1 : 0,
    shown: bodyFit.seen,
    found: bodyFit.found,
    rest: bodyFit.rest / face,
  };
}
