import type { SplatCloud } from '../splat/cloud.ts';
import type { SplatSequence } from './sequence.ts';

/**
 * Gives the splat of any moment of a sequence's round, 0 to 1. Between two times of one training each Gaussian goes
 * straight from where it was to where it will be; splats of unequal sizes have no Gaussians in common, so the nearest one
 * is given. The cloud is written over by the next call.
 */
export function momentOf({ clouds }: SplatSequence): (phase: number) => SplatCloud {
  let between: { positions: Float32Array; colours: Float32Array } | undefined;
  const at = (index: number): SplatCloud => {
    const cloud = clouds[index % clouds.length];
    if (cloud === undefined) throw new RangeError('a sequence has a cloud for each time');
    return cloud;
  };
  return (phase) => {
    const place = (phase - Math.floor(phase)) * clouds.length;
    const before = at(Math.floor(place));
    const after = at(Math.floor(place) + 1);
    const share = place - Math.floor(place);
    if (share < 1e-6 || before === after) return before;
    if (before.count !== after.count) return share < 0.5 ? before : after;
    if (between?.positions.length !== before.count * 3)
      between = {
        positions: new Float32Array(before.count * 3),
        colours: new Float32Array(before.count * 3),
      };
    const { positions, colours } = between;
    mix(before.positions, after.positions, share, positions);
    mix(before.colours, after.colours, share, colours);
    return { ...before, positions, colours };
  };
}

function mix(from: Float32Array, to: Float32Array, share: number, into: Float32Array): void {
  for (let at = 0; at < into.length; at += 1) {
    const value = from[at] ?? 0;
    into[at] = value + ((to[at] ?? 0) - value) * share;
  }
}

/** Whether the second half of a round is the first one backwards, so that it need not be drawn again. */
export const runsBack = ({ clouds }: SplatSequence): boolean =>
  clouds.every((cloud, index) => cloud === clouds[(clouds.length - index) % clouds.length]);
