import type { Vector3 } from '../camera.ts';
import type { SplatCloud } from './cloud.ts';

/** Light on a figure that has been lit already: a portrait's colours are multiplied, never made anew. */
export interface Light {
  /** Where it comes from, in the cloud's axes, any length: −z is before the figure, −y above it. */
  readonly from: Vector3;
  /** What faces it is multiplied by `1 + key · colour`; what turns away, by `1 − shade`. */
  readonly key: number;
  readonly shade: number;
  /** Red, green, blue; about 1 each. */
  readonly colour: Vector3;
  /** Light from behind along the outline: what is added there, 0 to 1, in which colour. */
  readonly rim?: { readonly strength: number; readonly colour: Vector3 };
}

/** Along the outline surfaces turn away as this power says: the higher, the thinner the line of light. */
const RIM_POWER = 4;

/**
 * The same cloud under another light. A Gaussian's shortest axis is the normal of the surface that it lies on, towards
 * the camera at the origin.
 */
export function relit(cloud: SplatCloud, { from, key, shade, colour, rim }: Light): SplatCloud {
  const { count, positions, rotations } = cloud;
  const colours = new Float32Array(cloud.colours.length);
  const length = Math.hypot(...from);
  const [lx, ly, lz] = [from[0] / length, from[1] / length, from[2] / length];
  for (let i = 0; i < count; i += 1) {
    const w = rotations[i * 4] ?? 0;
    const x = rotations[i * 4 + 1] ?? 0;
    const y = rotations[i * 4 + 2] ?? 0;
    const z = rotations[i * 4 + 3] ?? 0;
    // Third column of the rotation.
    const nx = 2 * (x * z + w * y);
    const ny = 2 * (y * z - w * x);
    const nz = 1 - 2 * (x * x + y * y);
    const px = positions[i * 3] ?? 0;
    const py = positions[i * 3 + 1] ?? 0;
    const pz = positions[i * 3 + 2] ?? 0;
    const facing = (nx * px + ny * py + nz * pz) / Math.sqrt(px * px + py * py + pz * pz);
    const side = facing > 0 ? -1 : 1;
    const towards = side * (nx * lx + ny * ly + nz * lz);
    const gain = towards > 0 ? key * towards : 0;
    const loss = 1 + shade * Math.min(towards, 0);
    const edge = rim ? rim.strength * (1 - Math.min(Math.abs(facing), 1)) ** RIM_POWER : 0;
    for (let channel = 0; channel < 3; channel += 1) {
      const own = cloud.colours[i * 3 + channel] ?? 0;
      const lit = own * (loss + gain * (colour[channel] ?? 1)) + edge * (rim?.colour[channel] ?? 0);
      // Bright parts are compressed, so that nothing burns out that was not burnt out before.
      colours[i * 3 + channel] = lit > 0.85 ? 0.85 + 0.15 * Math.tanh((lit - 0.85) / 0.15) : lit;
    }
  }
  return { ...cloud, colours };
}
