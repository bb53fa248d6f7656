import type { Box } from '../face/landmarks.ts';
import type { Picture, Size } from '../picture.ts';
import { Stage } from './kernel/stage.ts';

/**
 * A picture as video has it, 4:2:0 in BT.709's limited range: light, then blue and red difference at half the width and
 * height, one after another, `width × height × 3 / 2` bytes. Width and height are even.
 */
export interface Planes extends Size {
  readonly bytes: Uint8Array;
}

/** Where a plane lies, and how many pixels of the picture one of its own is wide. */
interface Plane {
  readonly start: number;
  readonly shrunk: 1 | 2;
}

const planesIn = ({ width, height }: Size): readonly Plane[] => [
  { start: 0, shrunk: 1 },
  { start: width * height, shrunk: 2 },
  { start: (width * height * 5) / 4, shrunk: 2 },
];

/** BT.709: the parts of red, green and blue in the light; ranges 16 to 235 and 16 to 240; all in 65 536ths. */
const [RED, GREEN, BLUE] = [0.2126, 0.7152, 0.0722] as const;
const fixed = (share: number) => Math.round(share * 65_536);
const LIGHT = 219 / 255;
const TO_BLUE = 224 / 255 / (2 * (1 - BLUE));
const TO_RED = 224 / 255 / (2 * (1 - RED));
const Y = [fixed(RED * LIGHT), fixed(GREEN * LIGHT), fixed(BLUE * LIGHT)] as const;
const CB = [fixed(-RED * TO_BLUE), fixed(-GREEN * TO_BLUE), fixed((1 - BLUE) * TO_BLUE)] as const;
const CR = [fixed((1 - RED) * TO_RED), fixed(-GREEN * TO_RED), fixed(-BLUE * TO_RED)] as const;

/** Bytes of the planes of a picture. */
const lengthOf = ({ width, height }: Size): number => (width * height * 3) / 2;

/**
 * Turns opaque pictures of one size into planes: RGBA in, bytes of `Planes` out, each time others. Differences are the means of
 * four pixels.
 *
 * @throws {RangeError} when width or height are odd
 */
export function planesDrawer({ width, height }: Size): (rgba: Uint8ClampedArray) => Uint8Array {
  if (width % 2 !== 0 || height % 2 !== 0) throw new RangeError(`${width} × ${height} is not even`);
  const parts = Int32Array.from([...Y, ...CB, ...CR]);
  const sizes = [parts.byteLength, width * height * 4, lengthOf({ width, height })] as const;
  const stage = new Stage(sizes);
  const shares = stage.integers(parts.length);
  shares.set(parts);
  const rgba = stage.bytes(sizes[1]);
  const drawn = stage.bytes(sizes[2]);
  return (picture) => {
    rgba.set(picture);
    stage.call('planes', [rgba, width, height, shares, drawn]);
    return drawn.slice();
  };
}

/** For pictures of one size after another. */
let drawer: (Size & { readonly draw: ReturnType<typeof planesDrawer> }) | undefined;

/**
 * An opaque picture as planes.
 *
 * @throws {RangeError} when width or height are odd
 */
export function planesOf({ width, height, rgba }: Picture): Planes {
  if (drawer?.width !== width || drawer.height !== height)
    drawer = { width, height, draw: planesDrawer({ width, height }) };
  return { width, height, bytes: drawer.draw(rgba) };
}

/** Puts a smaller picture's planes into those of a larger one; x and y are even. */
export function paste(into: Planes, patch: Planes, x: number, y: number): void {
  const from = planesIn(patch);
  planesIn(into).forEach(({ start, shrunk }, number) => {
    const source = from[number]?.start ?? 0;
    const across = patch.width / shrunk;
    for (let row = 0; row < patch.height / shrunk; row += 1)
      into.bytes.set(
        patch.bytes.subarray(source + row * across, source + (row + 1) * across),
        start + ((y / shrunk + row) * into.width) / shrunk + x / shrunk,
      );
  });
}

/** A movement from one plane to another: where in the planes, how far, and what of it each pixel makes. */
export interface Mover {
  /** Planes between which can be moved, as many as were asked for, all black at first. They stay where they are. */
  readonly planes: readonly Planes[];
  /**
   * Writes the pixels of a box, each read from where a movement brings it from: between four pixels of the source, in 256ths.
   * Up to three columns beside the box are written as well, with what the source shows there when it is moved.
   *
   * @param move pixels to the right and down, for what gives all
   * @throws {RangeError} when source or into are none of `planes`
   */
  readonly move: (
    source: Planes,
    into: Planes,
    box: Box,
    move: { readonly x: number; readonly y: number },
  ) => void;
}

/**
 * @param size its width and height are even, at least 8
 * @param many how many planes there shall be
 * @param give the share of a movement that is made at a place of the picture, in pixels from its top left corner
 */
export function moverOf(size: Size, many: number, give: (x: number, y: number) => number): Mover {
  const { width, height } = size;
  const stage = new Stage([
    width * height * 4,
    width * height,
    ...Array.from({ length: many }, () => lengthOf(size)),
  ]);
  const giveOf = (shrunk: 1 | 2): Float32Array => {
    const [across, down] = [width / shrunk, height / shrunk];
    const values = stage.floats(across * down);
    for (let y = 0, place = 0; y < down; y += 1)
      for (let x = 0; x < across; x += 1, place += 1)
        values[place] = give((x + 0.5) * shrunk, (y + 0.5) * shrunk);
    return values;
  };
  const gives = { 1: giveOf(1), 2: giveOf(2) };
  return {
    planes: Array.from({ length: many }, () => ({ ...size, bytes: stage.bytes(lengthOf(size)) })),
    move(source, into, box, move) {
      for (const { start, shrunk } of planesIn(size)) {
        const across = width / shrunk;
        const down = height / shrunk;
        stage.call('move', [
          source.bytes.subarray(start),
          into.bytes.subarray(start),
          gives[shrunk],
          across,
          down,
          Math.max(0, Math.floor(box.x / shrunk)),
          Math.min(across, Math.ceil((box.x + box.width) / shrunk)),
          Math.max(0, Math.floor(box.y / shrunk)),
          Math.min(down, Math.ceil((box.y + box.height) / shrunk)),
          (move.x / shrunk) * 256,
          (move.y / shrunk) * 256,
        ]);
      }
    },
  };
}
