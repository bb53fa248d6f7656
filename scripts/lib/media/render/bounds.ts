import { readFile } from 'node:fs/promises';
import { getBounds, NodeIO } from '@gltf-transform/core';
import { messageOf, UserError } from '#core/errors.ts';
import type { Vector3 } from '../camera.ts';
import type { SplatCloud } from '../splat/cloud.ts';
import { readSplat } from '../splat/ply.ts';

/** The box around a model, along its own axes and in its own units. */
export interface Bounds {
  readonly min: Vector3;
  readonly max: Vector3;
}

/**
 * @throws {UserError} `model-unreadable` (a mesh), `splat-unreadable` (a splat)
 */
export async function boundsOf(medium: 'mesh' | 'splat', file: string): Promise<Bounds> {
  const bytes = await readFile(file);
  return medium === 'mesh' ? meshBounds(bytes, file) : cloudBounds(readSplat(bytes, file));
}

async function meshBounds(bytes: Uint8Array, file: string): Promise<Bounds> {
  try {
    const document = await new NodeIO().readBinary(bytes);
    const root = document.getRoot();
    const scene = root.getDefaultScene() ?? root.listScenes()[0];
    if (scene === undefined) throw new RangeError('it has no scene');
    const { min, max } = getBounds(scene);
    return ofBox(min, max);
  } catch (cause) {
    throw new UserError('model-unreadable', `${file} cannot be read as a mesh: ${messageOf(cause)}`, {
      hint: 'It must be a glTF 2.0 binary (.glb) with a scene; build it again.',
      cause,
    });
  }
}

/** Of the Gaussians that can be seen, without the farthest half per cent on each side: stray ones are no part of a figure. */
export function cloudBounds({ count, positions, opacities }: SplatCloud): Bounds {
  const seen: number[] = [];
  for (let i = 0; i < count; i += 1) if ((opacities[i] ?? 0) > 0.05) seen.push(i);
  const of = seen.length > 0 ? seen : Array.from({ length: count }, (_, i) => i);
  const range = (axis: number): readonly [number, number] => {
    const sorted = Float32Array.from(of, (i) => positions[i * 3 + axis] ?? 0).toSorted();
    const cut = Math.floor(sorted.length * 0.005);
    return [sorted[cut] ?? 0, sorted[sorted.length - 1 - cut] ?? 0];
  };
  const [x, y, z] = [range(0), range(1), range(2)];
  return ofBox([x[0], y[0], z[0]], [x[1], y[1], z[1]]);
}

function ofBox(min: readonly number[], max: readonly number[]): Bounds {
  if (![...min, ...max].every((value) => Number.isFinite(value))) throw new RangeError('it has no extent');
  return { min: vectorOf(min), max: vectorOf(max) };
}

const vectorOf = ([x = Number.NaN, y = Number.NaN, z = Number.NaN]: readonly number[]): Vector3 => [x, y, z];

/** The smallest box around both. */
export function unionBounds(a: Bounds, b: Bounds): Bounds {
  const least = (i: 0 | 1 | 2) => Math.min(a.min[i], b.min[i]);
  const most = (i: 0 | 1 | 2) => Math.max(a.max[i], b.max[i]);
  return { min: [least(0), least(1), least(2)], max: [most(0), most(1), most(2)] };
}

export const centreOf = ({ min, max }: Bounds): Vector3 => [
  (min[0] + max[0]) / 2,
  (min[1] + max[1]) / 2,
  (min[2] + max[2]) / 2,
];

/** From corner to corner. */
export const diagonalOf = ({ min, max }: Bounds): number =>
  Math.hypot(max[0] - min[0], max[1] - min[1], max[2] - min[2]);

/** The eight corners. */
export function cornersOf({ min, max }: Bounds): Vector3[] {
  return [0, 1, 2, 3, 4, 5, 6, 7].map((k) => [
    (k & 1) === 0 ? min[0] : max[0],
    (k & 2) === 0 ? min[1] : max[1],
    (k & 4) === 0 ? min[2] : max[2],
  ]);
}
