/** A camera that looks at a point from all around. Angles in radians, distance in the scene's own units. */
export interface Orbit {
  /** 0 looks at the front (along −z), positive walks to the right of it. */
  readonly yaw: number;
  /** Above 0 looks from above. */
  readonly pitch: number;
  readonly distance: number;
}

export interface Vector {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** Just short of the poles, where left and right change places. */
const STEEPEST = (85 / 180) * Math.PI;

/** Turned by a drag of so many CSS pixels: a drag over 400 px is half a turn. */
export const turned = (orbit: Orbit, dx: number, dy: number): Orbit => ({
  ...orbit,
  yaw: orbit.yaw - (dx / 400) * Math.PI,
  pitch: Math.min(STEEPEST, Math.max(-STEEPEST, orbit.pitch + (dy / 400) * Math.PI)),
});

/** Nearer by `factor`; `home` is the distance from which all is seen. */
export const nearer = (orbit: Orbit, factor: number, home: number): Orbit => ({
  ...orbit,
  distance: Math.min(home * 4, Math.max(home / 40, orbit.distance / factor)),
});

/** Where the camera stands. */
export function position({ yaw, pitch, distance }: Orbit, target: Vector): Vector {
  return {
    x: target.x + distance * Math.sin(yaw) * Math.cos(pitch),
    y: target.y + distance * Math.sin(pitch),
    z: target.z + distance * Math.cos(yaw) * Math.cos(pitch),
  };
}

/** The distance from which a ball of this radius fills the view. `fieldOfView` is the vertical one, in radians. */
export const framing = (radius: number, fieldOfView: number, aspect: number): number =>
  radius / Math.sin(Math.atan(Math.tan(fieldOfView / 2) * Math.min(1, aspect)));
