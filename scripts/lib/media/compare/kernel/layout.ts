/** Offsets one after the other, 16-byte aligned, with spare bytes behind each: the kernel reads in sixteens. */
export class Layout {
  #end: number;

  constructor(start: number) {
    this.#end = start;
  }

  /** The offset of so many bytes. */
  take(bytes: number): number {
    const start = this.#end;
    this.#end += Math.ceil(bytes / 16) * 16 + 32;
    return start;
  }

  get end(): number {
    return this.#end;
  }
}
