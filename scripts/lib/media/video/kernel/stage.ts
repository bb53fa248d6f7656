import { Layout } from '../../compare/kernel/layout.ts';
import { KERNEL } from './kernel.wasm.ts';

const PAGE = 65_536;

const abort = () => {
  throw new Error('the video kernel stopped');
};
let compiled: WebAssembly.Module | undefined;

/** Memory that never grows, so that what lies in it stays where it is, and the WebAssembly that works on it. */
export class Stage {
  readonly #memory: WebAssembly.Memory;
  readonly #exports: WebAssembly.Exports;
  readonly #layout = new Layout(PAGE);

  /** @param pieces bytes of everything that will be taken */
  constructor(pieces: readonly number[]) {
    const all = new Layout(PAGE);
    for (const bytes of pieces) all.take(bytes);
    const pages = Math.ceil(all.end / PAGE);
    compiled ??= new WebAssembly.Module(Buffer.from(KERNEL, 'base64'));
    this.#memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    this.#exports = new WebAssembly.Instance(compiled, { env: { memory: this.#memory, abort } }).exports;
  }

  bytes(length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, this.#layout.take(length), length);
  }

  floats(length: number): Float32Array {
    return new Float32Array(this.#memory.buffer, this.#layout.take(length * 4), length);
  }

  integers(length: number): Int32Array {
    return new Int32Array(this.#memory.buffer, this.#layout.take(length * 4), length);
  }

  /** @throws {RangeError} when an array does not lie in this memory */
  call(name: string, values: readonly (number | Uint8Array | Float32Array | Int32Array)[]): void {
    const entry = this.#exports[name];
    if (typeof entry !== 'function') throw new Error(`the video kernel has no ${name}`);
    const numbers = values.map((value) => {
      if (typeof value === 'number') return value;
      if (value.buffer !== this.#memory.buffer) throw new RangeError('that lies in another memory');
      return value.byteOffset;
    });
    Reflect.apply(entry, undefined, numbers);
  }
}
