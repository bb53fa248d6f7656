import type { Camera } from '../../camera.ts';
import { Layout } from '../../compare/kernel/layout.ts';
import type { Size } from '../../picture.ts';
import type { SplatCloud } from '../cloud.ts';
import { KERNEL } from './kernel.wasm.ts';

/** Pixels of a row in a cell. */
const CELL = 4;
/** Pixels a side of a tile. */
const TILE = 32;
/** Bytes of a pixel on a tile. */
const CANVAS = 16;
/** What a Gaussian is reduced to before it is drawn, bytes. */
const RECORD = 48;
/** Of both counts of a sort. */
const COUNTS = 2 * 2048 * 4;
const PAGE = 65_536;
const CAMERA_NUMBERS = 20;
/** How far off the picture's edge a direction may lie before its linear approximation is held (3DGS does the same). */
const MARGIN = 1.3;

const abort = () => {
  throw new Error('the splat kernel stopped');
};
let compiled: WebAssembly.Module | undefined;

/** Where the parts of a cloud lie. */
interface Places {
  readonly positions: number;
  readonly colours: number;
  readonly opacities: number;
  readonly scales: number;
  readonly rotations: number;
  readonly shapes: number;
  /** Bytes of one of the six lists of `shapes`. */
  readonly stride: number;
  readonly records: number;
  readonly depths: number;
  /** Which pixels each reaches. */
  readonly boxes: number;
  readonly keys: number;
  readonly order: number;
  readonly spare: number;
  /** The lists of the tiles, up to the end of the memory. */
  readonly lists: number;
}

/** What lies behind a cloud: RGBA of the stage's size, or one colour. */
export type Ground = Uint8ClampedArray | readonly [number, number, number, number];

/** The memory and the WebAssembly in which clouds are drawn at one size. */
export class Stage {
  readonly #size: Size;
  /** Bytes of a row of the picture: whole cells. */
  readonly #row: number;
  readonly #memory: WebAssembly.Memory;
  readonly #exports: WebAssembly.Exports;
  readonly #camera: number;
  readonly #counts: number;
  readonly #tile: number;
  /** Records a tile. */
  readonly #ends: number;
  readonly #picture: number;
  readonly #start: number;
  #capacity = -1;
  #places: Places;
  /** Whose shapes lie in memory. */
  #shaped: Pick<SplatCloud, 'scales' | 'rotations'> | undefined;

  constructor(size: Size) {
    const { width, height } = size;
    this.#size = size;
    this.#row = Math.ceil(width / CELL) * CELL * 4;
    const layout = new Layout(PAGE);
    this.#camera = layout.take(CAMERA_NUMBERS * 4);
    this.#counts = layout.take(COUNTS);
    this.#tile = layout.take(TILE * TILE * CANVAS);
    this.#ends = layout.take(Math.ceil(width / TILE) * Math.ceil(height / TILE) * 4);
    this.#picture = layout.take(this.#row * height);
    this.#start = layout.end;
    compiled ??= new WebAssembly.Module(Buffer.from(KERNEL, 'base64'));
    this.#memory = new WebAssembly.Memory({ initial: Math.ceil(layout.end / PAGE), maximum: PAGE });
    this.#exports = new WebAssembly.Instance(compiled, { env: { memory: this.#memory, abort } }).exports;
    this.#places = this.#reserve(0);
  }

  /** Draws a cloud over what lies behind it, as straight RGBA. */
  draw(cloud: SplatCloud, camera: Camera, ground: Ground, into: Uint8ClampedArray): void {
    this.#paint(cloud, camera, ground);
    const { width, height } = this.#size;
    const bytes = this.#bytes();
    if (this.#row === width * 4) into.set(bytes);
    else
      for (let y = 0; y < height; y += 1)
        into.set(bytes.subarray(y * this.#row, y * this.#row + width * 4), y * width * 4);
  }

  #paint(cloud: SplatCloud, camera: Camera, ground: Ground): void {
    const { count } = cloud;
    const at = this.#reserve(count);
    this.#floats(at.positions, cloud.positions);
    this.#floats(at.colours, cloud.colours);
    this.#floats(at.opacities, cloud.opacities);
    if (this.#shaped?.scales !== cloud.scales || this.#shaped.rotations !== cloud.rotations) {
      this.#floats(at.scales, cloud.scales);
      this.#floats(at.rotations, cloud.rotations);
      this.#call('shape', [count, at.scales, at.rotations, at.shapes, at.stride]);
      this.#shaped = { scales: cloud.scales, rotations: cloud.rotations };
    }
    this.#floats(this.#camera, cameraNumbers(camera, this.#size));
    const { width, height } = this.#size;
    const {
      positions,
      shapes,
      stride,
      colours,
      opacities,
      records,
      depths,
      boxes,
      keys,
      order,
      spare,
      lists,
    } = at;
    const ends = this.#ends;
    const cloudAt = [count, positions, shapes, stride, colours, opacities];
    const seen = this.#call('project', [...cloudAt, this.#camera, width, height, records, depths, boxes]);
    this.#call('sort', [seen, depths, keys, order, spare, this.#counts]);
    const entries = this.#call('count', [seen, boxes, width, height, ends]);
    this.#grow(lists + entries * 4);
    this.#call('deal', [seen, order, boxes, width, height, ends, lists]);
    const picture = ground instanceof Uint8ClampedArray;
    if (picture) this.#place(ground);
    const behind = picture ? [1, 0] : [0, packed(ground)];
    this.#call('paint', [records, boxes, ends, lists, width, height, this.#tile, ...behind, this.#picture]);
  }

  #bytes(): Uint8ClampedArray {
    return new Uint8ClampedArray(this.#memory.buffer, this.#picture, this.#row * this.#size.height);
  }

  #place(ground: Uint8ClampedArray): void {
    const { width, height } = this.#size;
    const bytes = this.#bytes();
    if (this.#row === width * 4) bytes.set(ground);
    else
      for (let y = 0; y < height; y += 1)
        bytes.set(ground.subarray(y * width * 4, (y + 1) * width * 4), y * this.#row);
  }

  /** Room for so many Gaussians; what lay there before is forgotten when there was less. */
  #reserve(count: number): Places {
    if (count <= this.#capacity) return this.#places;
    const layout = new Layout(this.#start);
    const take = (numbers: number) => layout.take(count * numbers * 4);
    const stride = Math.ceil((count * 4) / 16) * 16 + 16;
    this.#places = {
      positions: take(3),
      colours: take(3),
      opacities: take(1),
      scales: take(3),
      rotations: take(4),
      shapes: layout.take(6 * stride),
      stride,
      records: layout.take(count * RECORD),
      depths: take(1),
      boxes: take(2),
      keys: take(1),
      order: take(1),
      spare: take(1),
      lists: layout.end,
    };
    this.#capacity = count;
    this.#shaped = undefined;
    this.#grow(layout.end);
    return this.#places;
  }

  #grow(end: number): void {
    const missing = Math.ceil((end - this.#memory.buffer.byteLength) / PAGE);
    if (missing > 0) this.#memory.grow(missing);
  }

  #floats(at: number, values: Float32Array): void {
    new Float32Array(this.#memory.buffer, at, values.length).set(values);
  }

  #call(name: string, values: readonly number[]): number {
    const entry = this.#exports[name];
    if (typeof entry !== 'function') throw new Error(`the splat kernel has no ${name}`);
    return Number(Reflect.apply(entry, undefined, values));
  }
}

function packed(colour: readonly [number, number, number, number]): number {
  const [red = 0, green = 0, blue = 0, alpha = 0] = Uint8ClampedArray.from(colour);
  return red | (green << 8) | (blue << 16) | (alpha << 24);
}

function cameraNumbers({ rotation, translation, ...lens }: Camera, { width, height }: Size): Float32Array {
  const focal = lens.focal * height;
  const [x, y] = [lens.centre.x * width, lens.centre.y * height];
  return Float32Array.from([
    ...rotation.flat(),
    ...translation,
    focal,
    x,
    y,
    lens.near,
    (-MARGIN * x) / focal,
    (MARGIN * (width - x)) / focal,
    (-MARGIN * y) / focal,
    (MARGIN * (height - y)) / focal,
  ]);
}
