import type { Size } from './picture.ts';

/** x, y, z. */
export type Vector3 = readonly [number, number, number];

/** Row by row. */
export type Matrix3 = readonly [Vector3, Vector3, Vector3];

/** What of a camera does not depend on where it stands. */
export interface Lens {
  /** Focal length in heights of the picture, > 0; pixels are square, so that it holds for any size. */
  readonly focal: number;
  /** Where the optical axis meets the picture, in shares of its width and height from the top left; the middle is 0.5, 0.5. */
  readonly centre: { readonly x: number; readonly y: number };
  /** What is nearer than this is not drawn; in units of the world, > 0. */
  readonly near: number;
}

/**
 * A pinhole camera, in OpenCV's convention: it looks along its own +z, +x is right and +y is down on the picture.
 * `point in camera = rotation · point in world + translation`; the rows of `rotation` are the camera's right, down and
 * forward directions in the world. Every renderer here takes it, whichever way up its world is; `glMatrices` says the
 * same to OpenGL and three.js.
 */
export interface Camera extends Lens {
  readonly rotation: Matrix3;
  readonly translation: Vector3;
}

/**
 * Which way is up, and where the front of the character faces:
 * `y-down` is OpenCV's, as SHARP writes splats (up is −y, the front faces −z),
 * `y-up` is glTF's (up is +y, the front faces +z).
 */
export type World = 'y-down' | 'y-up';

const UP: Readonly<Record<World, Vector3>> = { 'y-down': [0, -1, 0], 'y-up': [0, 1, 0] };
const FRONT: Readonly<Record<World, Vector3>> = { 'y-down': [0, 0, -1], 'y-up': [0, 0, 1] };

const dot = (a: Vector3, b: Vector3) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const minus = (a: Vector3, b: Vector3): Vector3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const cross = (a: Vector3, b: Vector3): Vector3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const unit = (a: Vector3, what: string): Vector3 => {
  const length = Math.hypot(...a);
  if (!(length > 1e-9)) throw new RangeError(`${what} has no direction`);
  return [a[0] / length, a[1] / length, a[2] / length];
};

/** A lens with its axis in the middle of the picture. */
export const lens = (focal: number, near = 0.01): Lens => ({ focal, centre: { x: 0.5, y: 0.5 }, near });

/** Diagonal of the 24 × 36 mm film that focal lengths are quoted for. */
const FILM_DIAGONAL_MM = Math.hypot(24, 36);

/** The lens of a focal length as it is quoted for 24 × 36 mm film, the diagonals taken as equal (SHARP does the same). */
export const lensOf35mm = (mm: number, { width, height }: Size): Lens =>
  lens((mm * Math.hypot(width, height)) / FILM_DIAGONAL_MM / height);

/** The lens that shows `degrees` from the top to the bottom of the picture; three.js calls them `fov`. */
export const lensOfFieldOfView = (degrees: number): Lens => lens(0.5 / Math.tan((degrees * Math.PI) / 360));

/**
 * A camera at `eye` that has `target` on its optical axis and `up` upwards on the picture.
 *
 * @throws {RangeError} when eye and target are one point, or `up` points along the line between them
 */
export function lookAt(eye: Vector3, target: Vector3, up: Vector3, { focal, centre, near }: Lens): Camera {
  const forward = unit(minus(target, eye), 'the line from eye to target');
  const right = unit(cross(forward, up), 'up beside the line of sight');
  const down = cross(forward, right);
  return {
    rotation: [right, down, forward],
    translation: [-dot(right, eye), -dot(down, eye), -dot(forward, eye)],
    focal,
    centre,
    near,
  };
}

/** Where on a sphere around a target a camera stands. */
export interface Orbit {
  readonly world: World;
  readonly target: Vector3;
  /** From the target, in units of the world, > 0. */
  readonly distance: number;
  /** 0 looks at the front; positive moves the camera to its own right, so that it sees the character's left side. */
  readonly yawDeg: number;
  /** Between −90 and 90, both excluded; positive raises the camera. */
  readonly pitchDeg: number;
  readonly lens: Lens;
}

/**
 * A camera on a sphere around a target, looking at it.
 *
 * @throws {RangeError} at the poles, where no direction is up
 */
export function orbit({ world, target, distance, yawDeg, pitchDeg, lens }: Orbit): Camera {
  const yaw = (yawDeg * Math.PI) / 180;
  const pitch = (pitchDeg * Math.PI) / 180;
  const front = FRONT[world];
  const up = UP[world];
  // The right of a camera that looks at the front.
  const right = cross(up, front);
  const level = Math.cos(pitch) * distance;
  const ahead = level * Math.cos(yaw);
  const aside = level * Math.sin(yaw);
  const above = Math.sin(pitch) * distance;
  const along = (axis: 0 | 1 | 2) =>
    target[axis] + front[axis] * ahead + right[axis] * aside + up[axis] * above;
  return lookAt([along(0), along(1), along(2)], target, up, lens);
}

/** Where a camera stands, in the world. */
export function eyeOf({ rotation, translation }: Camera): Vector3 {
  const along = (axis: 0 | 1 | 2) =>
    -(
      rotation[0][axis] * translation[0] +
      rotation[1][axis] * translation[1] +
      rotation[2][axis] * translation[2]
    );
  return [along(0), along(1), along(2)];
}

/**
 * Where a point of the world falls on a picture: pixels from its top left corner (the centre of the first pixel is
 * 0.5, 0.5) and its depth along the optical axis. Behind the camera, where depth ≤ 0, x and y mean nothing.
 */
export function project(
  camera: Camera,
  point: Vector3,
  { width, height }: Size,
): { x: number; y: number; depth: number } {
  const { rotation, translation, centre } = camera;
  const depth = dot(rotation[2], point) + translation[2];
  const scale = (camera.focal * height) / depth;
  return {
    x: centre.x * width + (dot(rotation[0], point) + translation[0]) * scale,
    y: centre.y * height + (dot(rotation[1], point) + translation[1]) * scale,
    depth,
  };
}

/**
 * The camera as OpenGL and three.js want it, column by column: `view` turns the world so that the camera looks along
 * −z with +y up, `projection` maps what lies between `near` and `far` to the cube from −1 to 1.
 */
export function glMatrices(
  camera: Camera,
  { width, height }: Size,
  far: number,
): { readonly view: readonly number[]; readonly projection: readonly number[] } {
  const [right, down, forward] = camera.rotation;
  const [x, y, z] = camera.translation;
  const { focal, near, centre } = camera;
  const view = [
    [right[0], -down[0], -forward[0], 0],
    [right[1], -down[1], -forward[1], 0],
    [right[2], -down[2], -forward[2], 0],
    [x, -y, -z, 1],
  ];
  const projection = [
    [(2 * focal * height) / width, 0, 0, 0],
    [0, 2 * focal, 0, 0],
    [1 - 2 * centre.x, 2 * centre.y - 1, (near + far) / (near - far), -1],
    [0, 0, (2 * near * far) / (near - far), 0],
  ];
  return { view: view.flat(), projection: projection.flat() };
}
