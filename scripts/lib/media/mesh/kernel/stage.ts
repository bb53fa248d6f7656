import type { Camera } from '../../camera.ts';
import { Layout } from '../../compare/kernel/layout.ts';
import type { Size } from '../../picture.ts';
import type { PaintedMesh } from '../mesh.ts';
import { KERNEL } from './kernel.wasm.ts';

/** Pixels a side that a pixel is made of. */
export const FINER = 2;
/** What is kept of a triangle, bytes. */
const RECORD = 80;
const CAMERA_NUMBERS = 16;
const PAGE = 65_536;

const abort = () => {
  throw new Error('the mesh kernel stopped');
};
let compiled: WebAssembly.Module | undefined;

/** Where the parts of a mesh lie. */
interface Places {
  readonly positions: number;
  readonly projected: number;
  readonly uvs: number;
  readonly indices: number;
  readonly records: number;
  readonly texels: number;
}

/** What of a mesh stays from picture to picture, most often. */
interface Kept extends Pick<PaintedMesh, 'uvs' | 'indices' | 'texture'> {
  /** Numbers of its positions. */
  readonly length: number;
}

/** The memory and the WebAssembly in which meshes are drawn at one size. */
export class Stage {
  readonly #size: Size;
  readonly #memory: WebAssembly.Memory;
  readonly #exports: WebAssembly.Exports;
  readonly #camera: number;
  readonly #place: number;
  readonly #nearness: number;
  readonly #triangles: number;
  readonly #picture: number;
  readonly #start: number;
  #places: Places | undefined;
  #kept: Kept | undefined;

  constructor(size: Size) {
    const { width, height } = size;
    this.#size = size;
    const finer = width * height * FINER * FINER * 4;
    const layout = new Layout(PAGE);
    this.#camera = layout.take(CAMERA_NUMBERS * 8);
    this.#place = layout.take(8);
    this.#nearness = layout.take(finer);
    this.#triangles = layout.take(finer);
    this.#picture = layout.take(width * height * 4);
    this.#start = layout.end;
    compiled ??= new WebAssembly.Module(Buffer.from(KERNEL, 'base64'));
    this.#memory = new WebAssembly.Memory({ initial: Math.ceil(layout.end / PAGE), maximum: PAGE });
    this.#exports = new WebAssembly.Instance(compiled, { env: { memory: this.#memory, abort } }).exports;
  }

  /** @throws {RangeError} when a triangle has a corner that the mesh has not */
  draw(mesh: PaintedMesh, camera: Camera, into: Uint8ClampedArray): void {
    const at = this.#keep(mesh);
    const { width, height } = this.#size;
    const [columns, rows] = [width * FINER, height * FINER];
    new Float32Array(this.#memory.buffer, at.positions, mesh.positions.length).set(mesh.positions);
    new Float64Array(this.#memory.buffer, this.#camera, CAMERA_NUMBERS).set(
      cameraNumbers(camera, columns, rows),
    );
    this.#call('project', [mesh.positions.length / 3, at.positions, this.#camera, at.projected]);
    const seen = [at.records, this.#nearness, this.#triangles];
    this.#call('fill', [mesh.indices.length / 3, at.indices, at.uvs, at.projected, columns, rows, ...seen]);
    const { texture } = mesh;
    this.#call('shade', [width, height, ...seen, at.texels, texture.width, texture.height, this.#picture]);
    into.set(new Uint8ClampedArray(this.#memory.buffer, this.#picture, width * height * 4));
  }

  get nearness(): Float32Array {
    const { width, height } = this.#size;
    return new Float32Array(this.#memory.buffer, this.#nearness, width * height * FINER * FINER);
  }

  get triangles(): Uint32Array {
    const { width, height } = this.#size;
    return new Uint32Array(this.#memory.buffer, this.#triangles, width * height * FINER * FINER);
  }

  /** u and v of what the last picture shows in a finer pixel where it shows something. */
  uvAt(column: number, row: number): readonly [number, number] {
    if (this.#places === undefined) throw new RangeError('nothing was drawn yet');
    this.#call('place', [
      column,
      row,
      this.#size.width * FINER,
      this.#places.records,
      this.#triangles,
      this.#place,
    ]);
    const [u = 0, v = 0] = new Float32Array(this.#memory.buffer, this.#place, 2);
    return [u, v];
  }

  /** Puts into memory what is not there from the last picture. */
  #keep(mesh: PaintedMesh): Places {
    const { positions, uvs, indices, texture } = mesh;
    const before = this.#kept;
    const { length } = positions;
    const same = before?.uvs === uvs && before.indices === indices && before.length === length;
    if (this.#places !== undefined && same && before.texture === texture) return this.#places;
    const sized = same && before.texture.rgba.length === texture.rgba.length;
    const layout = new Layout(this.#start);
    const places = (sized ? this.#places : undefined) ?? {
      positions: layout.take(positions.byteLength),
      projected: layout.take(positions.byteLength),
      uvs: layout.take(uvs.byteLength),
      indices: layout.take(indices.byteLength),
      records: layout.take((indices.length / 3) * RECORD),
      texels: layout.take(texture.rgba.length),
    };
    const missing = Math.ceil((layout.end - this.#memory.buffer.byteLength) / PAGE);
    if (missing > 0) this.#memory.grow(missing);
    if (!same) {
      const vertices = Math.min(length / 3, uvs.length / 2);
      if (indices.some((vertex) => vertex >= vertices))
        throw new RangeError(`a triangle has a corner beyond the ${vertices} of the mesh`);
      new Float32Array(this.#memory.buffer, places.uvs, uvs.length).set(uvs);
      new Uint32Array(this.#memory.buffer, places.indices, indices.length).set(indices);
    }
    new Uint8ClampedArray(this.#memory.buffer, places.texels, texture.rgba.length).set(texture.rgba);
    this.#places = places;
    this.#kept = { uvs, indices, texture, length };
    return places;
  }

  #call(name: string, values: readonly number[]): void {
    const entry = this.#exports[name];
    if (typeof entry !== 'function') throw new Error(`the mesh kernel has no ${name}`);
    Reflect.apply(entry, undefined, values);
  }
}

function cameraNumbers(
  { rotation, translation, focal, centre, near }: Camera,
  columns: number,
  rows: number,
): readonly number[] {
  return [...rotation.flat(), ...translation, focal * rows, centre.x * columns, centre.y * rows, near];
}
