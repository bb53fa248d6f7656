/**
 * 3D Gaussians, each a blurred ellipsoid (Kerbl et al. 2023, "3D Gaussian Splatting"), as parallel arrays. Values are
 * plain: neither logits nor logarithms nor spherical harmonics, which only the file has.
 */
export interface SplatCloud {
  /** How many; every array holds this many times its shape. */
  readonly count: number;
  /** x, y, z: metres in the file's own axes (SHARP: OpenCV's, x right, y down, z away from the camera). */
  readonly positions: Float32Array;
  /** Standard deviations along the Gaussian's own three axes, metres, > 0. */
  readonly scales: Float32Array;
  /** Unit quaternions w, x, y, z: from the Gaussian's own axes to the world's. */
  readonly rotations: Float32Array;
  /** Red, green, blue in sRGB, 0 to 1; a trained cloud may exceed that a little. */
  readonly colours: Float32Array;
  /** At the centre, 0 to 1. */
  readonly opacities: Float32Array;
}

/** A cloud of `count` Gaussians with nothing in it yet: all zero, without rotation. */
export function emptyCloud(count: number): SplatCloud {
  const rotations = new Float32Array(count * 4);
  for (let at = 0; at < rotations.length; at += 4) rotations[at] = 1;
  return {
    count,
    positions: new Float32Array(count * 3),
    scales: new Float32Array(count * 3),
    rotations,
    colours: new Float32Array(count * 3),
    opacities: new Float32Array(count),
  };
}
