import type { Camera } from '../camera.ts';
import type { Picture, Size } from '../picture.ts';
import { FINER, Stage } from './kernel/stage.ts';
import type { PaintedMesh } from './mesh.ts';

/** Draws meshes frame after frame on the same memory. */
export interface MeshRasteriser extends Size {
  /**
   * The mesh as the camera sees it, with the colours of its texture as they are (no light is added), its edges soft over
   * a clear background: straight RGBA. Triangles are seen from outside only.
   *
   * @param mesh its `uvs`, `indices` and `texture` are read once for as long as they are the same objects: others need others
   * @throws {RangeError} when `into` has another size, or a triangle has a corner that the mesh has not
   */
  draw(mesh: PaintedMesh, camera: Camera, into?: Picture): Picture;
  /** What the last picture shows is told for its finer pixels, `finer` times as many a side. */
  readonly finer: number;
  /** 1 / depth along the optical axis in each finer pixel, 0 where nothing is; `draw` writes over it. */
  readonly nearness: Float32Array;
  /** The triangle in each finer pixel where something is; `draw` writes over it. */
  readonly triangles: Uint32Array;
  /** u and v in a finer pixel where something is. */
  uvAt(column: number, row: number): readonly [number, number];
}

/**
 * Draws triangles with a depth buffer; colours are read between four texels, each pixel is the mean of four finer ones. What
 * reaches behind the camera's near plane is left out. The arithmetic is the same on every machine: see kernel/kernel.as.
 *
 * @throws {RangeError} when the size is none
 */
export function meshRasteriser({ width, height }: Size): MeshRasteriser {
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0))
    throw new RangeError(`${width} × ${height} is no size of a picture`);
  const stage = new Stage({ width, height });
  return {
    width,
    height,
    finer: FINER,
    get nearness() {
      return stage.nearness;
    },
    get triangles() {
      return stage.triangles;
    },
    uvAt: (column, row) => stage.uvAt(column, row),
    draw(mesh, camera, into = { width, height, rgba: new Uint8ClampedArray(width * height * 4) }) {
      if (into.width !== width || into.height !== height)
        throw new RangeError(`${into.width} × ${into.height} is not ${width} × ${height}`);
      stage.draw(mesh, camera, into.rgba);
      return into;
    },
  };
}

/** One picture. For more than one, `meshRasteriser` keeps its memory. */
export const rasteriseMesh = (mesh: PaintedMesh, camera: Camera, size: Size): Picture =>
  meshRasteriser(size).draw(mesh, camera);
