import { type Camera, eyeOf, lensOfFieldOfView, orbit, type World } from '../camera.ts';
import type { Size } from '../picture.ts';
import { type Bounds, centreOf, cornersOf, diagonalOf } from './bounds.ts';

/** Where the camera stands around a model: before it, 35° to either side, behind it. */
export type ViewName = 'front' | 'left' | 'right' | 'back';
export const VIEW_NAMES: readonly ViewName[] = ['front', 'left', 'right', 'back'];

const YAW: Readonly<Record<ViewName, number>> = { front: 0, left: -35, right: 35, back: 180 };
const FIELD_OF_VIEW = 30;

/** Cameras at one distance that all have the whole frame in view, a twentieth of the picture left free on each side. */
export function camerasAround(frame: Bounds, world: World, views: readonly ViewName[], size: Size): Camera[] {
  const target = centreOf(frame);
  const diagonal = Math.max(diagonalOf(frame), 1e-6);
  const tall = Math.tan((FIELD_OF_VIEW * Math.PI) / 360) * 0.9;
  const wide = tall * (size.width / size.height);
  const lens = lensOfFieldOfView(FIELD_OF_VIEW);
  const at = (yawDeg: number, distance: number, near: number) =>
    orbit({ world, target, distance, yawDeg, pitchDeg: 0, lens: { ...lens, near } });
  let distance = 0;
  for (const name of VIEW_NAMES) {
    const { rotation } = at(YAW[name], 1, 0.01);
    for (const corner of cornersOf(frame)) {
      const [x, y, z] = rotation.map((axis) =>
        axis.reduce((sum, part, i) => sum + part * ((corner[i] ?? 0) - (target[i] ?? 0)), 0),
      );
      distance = Math.max(distance, Math.abs(x ?? 0) / wide - (z ?? 0), Math.abs(y ?? 0) / tall - (z ?? 0));
    }
  }
  distance = Math.max(distance, diagonal * 0.1);
  const near = Math.max(distance - diagonal, distance * 0.01);
  return views.map((name) => at(YAW[name], distance, near));
}

/** Behind everything that the frame holds. */
export function farOf(camera: Camera, frame: Bounds): number {
  const [eye, centre] = [eyeOf(camera), centreOf(frame)];
  return (
    Math.hypot(eye[0] - centre[0], eye[1] - centre[1], eye[2] - centre[2]) + 2 * diagonalOf(frame) + 1e-6
  );
}
