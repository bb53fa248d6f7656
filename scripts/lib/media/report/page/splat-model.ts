import { SparkRenderer, SplatMesh } from '@sparkjsdev/spark';
import { Box3, Scene, Vector3 } from 'three';
import type { Model } from './space-viewer.ts';

/** Centres looked at to find the bounds. */
const LOOKED_AT = 20_000;
/** Share of centres left out at each end of each axis: a few splats lie far away from what is seen. */
const OUTLIERS = 0.01;

/** A 3D Gaussian splat in PLY. Splats are written with y down and z ahead (OpenCV); here y is up, as in glTF. */
export async function splatModel(bytes: ArrayBuffer | null): Promise<Model | null> {
  if (bytes === null) return null;
  const splat = new SplatMesh({ fileBytes: new Uint8Array(bytes), fileName: 'splat.ply' });
  await splat.initialized;
  splat.quaternion.set(1, 0, 0, 0);
  splat.updateMatrixWorld(true);
  const scene = new Scene();
  scene.add(splat);
  return {
    scene,
    bounds: innerBounds(splat),
    attach: (renderer, redraw) => scene.add(new SparkRenderer({ renderer, onDirty: redraw })),
    dispose: () => splat.dispose(),
  };
}

/** The bounds of nearly all of it, where it stands. */
export function innerBounds(splat: SplatMesh): Box3 {
  const count = splat.packedSplats?.numSplats ?? 0;
  const every = Math.max(1, Math.floor(count / LOOKED_AT));
  const axes: [number[], number[], number[]] = [[], [], []];
  splat.forEachSplat((index: number, center: Vector3) => {
    if (index % every !== 0) return;
    axes[0].push(center.x);
    axes[1].push(center.y);
    axes[2].push(center.z);
  });
  const [x, y, z] = axes.map(innerRange);
  if (x === undefined || y === undefined || z === undefined || axes[0].length === 0) return new Box3();
  return new Box3(new Vector3(x[0], y[0], z[0]), new Vector3(x[1], y[1], z[1])).applyMatrix4(
    splat.matrixWorld,
  );
}

function innerRange(values: readonly number[]): readonly [number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  const cut = Math.floor(sorted.length * OUTLIERS);
  return [sorted[cut] ?? 0, sorted[sorted.length - 1 - cut] ?? 0];
}
