/** Where a body stands: from its lowest to its highest point, +y up. */
export interface Stand {
  readonly bottom: number;
  readonly top: number;
}

/**
 * Moves points by one moment of an idle motion: she breathes, sways a little from the hips and turns her head. The
 * motion is smooth, comes back after one round, and runs backwards through its second half.
 *
 * @param phase of the round, 0 to 1
 * @param amount 1 is the usual, 0 stands still
 */
export function idle(
  rest: Float32Array,
  { bottom, top }: Stand,
  phase: number,
  amount: number,
  into = new Float32Array(rest.length),
): Float32Array {
  const height = top - bottom;
  // Even functions of the phase, so that the way back is the way there.
  const breath = amount * 0.5 * (1 - Math.cos(2 * Math.PI * phase));
  const sway = amount * Math.cos(2 * Math.PI * phase);
  const nod = amount * Math.cos(4 * Math.PI * phase);
  for (let at = 0; at < rest.length; at += 3) {
    const x = rest[at] ?? 0;
    const y = rest[at + 1] ?? 0;
    const z = rest[at + 2] ?? 0;
    const level = (y - bottom) / height;
    // The chest is fullest a quarter up; shoulders and head ride on it.
    const chest = Math.exp(-(((level - 0.24) / 0.2) ** 2));
    const head = smooth((level - 0.42) / 0.2);
    const yaw = sway * (0.006 * smooth(level / 0.5) + 0.034 * head);
    const lift = breath * height * (0.0035 * smooth(level / 0.45) + 0.002 * chest);
    const tilt = sway * 0.012 * head;
    const pitch = nod * 0.008 * head;
    const cos = Math.cos(yaw);
    const sin = Math.sin(yaw);
    const full = 1 + breath * 0.022 * chest;
    const turnedX = (x * cos + z * sin) * (1 + breath * 0.006 * chest);
    const turnedZ = (z * cos - x * sin) * full;
    // The neck is where the head bends.
    const above = y - (bottom + 0.45 * height);
    into[at] = turnedX + height * 0.004 * sway * level * level - tilt * above * head;
    into[at + 1] = y + lift + tilt * turnedX * head - pitch * turnedZ * head;
    into[at + 2] = turnedZ + pitch * above * head;
  }
  return into;
}

/** How far the eyes are closed at a phase, 0 to 1: once a round, in its middle, for a moment. */
export const blink = (phase: number): number => Math.max(0, 1 - Math.abs(phase - 0.5) / 0.036);

const smooth = (share: number): number => {
  const t = Math.min(Math.max(share, 0), 1);
  return t * t * (3 - 2 * t);
};

/** From the lowest to the highest vertex. */
export function standOf(positions: Float32Array): Stand {
  let bottom = Infinity;
  let top = -Infinity;
  for (let at = 1; at < positions.length; at += 3) {
    const y = positions[at] ?? 0;
    if (y < bottom) bottom = y;
    if (y > top) top = y;
  }
  return { bottom, top };
}
