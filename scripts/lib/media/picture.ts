/** Width and height in pixels, both ≥ 1. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Decoded pixels: straight (not premultiplied) RGBA in sRGB, 8 bits a channel, row by row from the top left, `width × height × 4` bytes. */
export interface Picture extends Size {
  readonly rgba: Uint8ClampedArray;
}
