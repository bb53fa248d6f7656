// AssemblyScript, compiled by build.ts to kernel.wasm.ts. Everything works on memory that the caller lays out: pointers are
// byte offsets, a multiple of 16 each, with spare bytes behind what lies there.

const HALF = 32_768;

/** Four numbers of 0 to 255 as four bytes. */
// @ts-ignore: decorator
@inline
function bytesOf(values: v128): u32 {
  const halves = i16x8.narrow_i32x4_u(values, values);
  return i32x4.extract_lane(i8x16.narrow_i16x8_u(halves, halves), 0);
}

/** Light of four pixels: each part of red, green and blue in 65 536ths. */
// @ts-ignore: decorator
@inline
function lightOf(red: v128, green: v128, blue: v128, parts: usize): v128 {
  const sum = i32x4.add(
    i32x4.add(i32x4.mul(red, v128.load32_splat(parts)), i32x4.mul(green, v128.load32_splat(parts, 4))),
    i32x4.add(i32x4.mul(blue, v128.load32_splat(parts, 8)), i32x4.splat(HALF)),
  );
  return i32x4.add(i32x4.splat(16), i32x4.shr_s(sum, 16));
}

/** A difference of four pixels' sums, as `lightOf`. */
// @ts-ignore: decorator
@inline
function differenceOf(red: v128, green: v128, blue: v128, parts: usize): v128 {
  const sum = i32x4.add(
    i32x4.add(i32x4.mul(red, v128.load32_splat(parts)), i32x4.mul(green, v128.load32_splat(parts, 4))),
    i32x4.add(i32x4.mul(blue, v128.load32_splat(parts, 8)), i32x4.splat(4 * HALF)),
  );
  return i32x4.add(i32x4.splat(128), i32x4.shr_s(sum, 18));
}

// @ts-ignore: decorator
@inline
function channel(pixels: v128, shift: i32): v128 {
  return v128.and(i32x4.shr_u(pixels, shift), i32x4.splat(255));
}

/** Neighbours added: lanes 0 and 1 have the sums. */
// @ts-ignore: decorator
@inline
function paired(values: v128): v128 {
  return i32x4.add(i32x4.shuffle(values, values, 0, 2, 0, 2), i32x4.shuffle(values, values, 1, 3, 1, 3));
}

/**
 * RGBA as planes: light, then blue and red difference at half the width and height. Four pixels of two rows at a time; where the
 * width is no multiple of four, what is written too far is written over by the next rows, and the last is written last.
 *
 * @param parts nine numbers: what red, green and blue have in each of the three planes
 */
export function planes(rgba: usize, width: i32, height: i32, parts: usize, out: usize): void {
  const blueAt = out + <usize>(width * height);
  const redAt = blueAt + <usize>((width * height) >> 2);
  for (let y = 0; y < height; y += 2) {
    const above = rgba + <usize>(y * width * 4);
    const below = above + <usize>(width * 4);
    const line = out + <usize>(y * width);
    const half = <usize>((y >> 1) * (width >> 1));
    for (let x = 0; x < width; x += 4) {
      // The last four may begin two earlier.
      const from = <usize>(x + 4 > width && width >= 4 ? width - 4 : x);
      const upper = v128.load(above + (from << 2));
      const lower = v128.load(below + (from << 2));
      const red = channel(upper, 0);
      const green = channel(upper, 8);
      const blue = channel(upper, 16);
      const red2 = channel(lower, 0);
      const green2 = channel(lower, 8);
      const blue2 = channel(lower, 16);
      const light = bytesOf(lightOf(red, green, blue, parts));
      const light2 = bytesOf(lightOf(red2, green2, blue2, parts));
      const reds = paired(i32x4.add(red, red2));
      const greens = paired(i32x4.add(green, green2));
      const blues = paired(i32x4.add(blue, blue2));
      const cb = bytesOf(differenceOf(reds, greens, blues, parts + 12));
      const cr = bytesOf(differenceOf(reds, greens, blues, parts + 24));
      const to = half + (from >> 1);
      if (width >= 4) {
        store<u32>(line + from, light);
        store<u32>(line + <usize>width + from, light2);
        store<u16>(blueAt + to, <u16>cb);
        store<u16>(redAt + to, <u16>cr);
      } else {
        store<u16>(line + from, <u16>light);
        store<u16>(line + <usize>width + from, <u16>light2);
        store<u8>(blueAt + to, <u8>cb);
        store<u8>(redAt + to, <u8>cr);
      }
    }
  }
}

/** Two neighbouring bytes at each of four places. */
// @ts-ignore: decorator
@inline
function pairsAt(plane: usize, places: v128): v128 {
  const pairs = i32x4.splat(load<u16>(plane + <usize>i32x4.extract_lane(places, 0)));
  return i32x4.replace_lane(
    i32x4.replace_lane(
      i32x4.replace_lane(pairs, 1, load<u16>(plane + <usize>i32x4.extract_lane(places, 1))),
      2,
      load<u16>(plane + <usize>i32x4.extract_lane(places, 2)),
    ),
    3,
    load<u16>(plane + <usize>i32x4.extract_lane(places, 3)),
  );
}

/** Between two neighbours, in 256ths, times 256. */
// @ts-ignore: decorator
@inline
function between(pairs: v128, part: v128): v128 {
  const left = v128.and(pairs, i32x4.splat(255));
  return i32x4.add(i32x4.shl(left, 8), i32x4.mul(i32x4.sub(i32x4.shr_u(pairs, 8), left), part));
}

/**
 * Writes the pixels of a box of one plane, each read from where a movement brings it from: between four pixels of the source,
 * in 256ths. Columns before `left` and after `right` may be written, too, with what they show when moved, up to fours.
 *
 * @param gives how much of the movement each pixel of the plane makes
 * @param moveX 256ths of the plane's pixels
 */
export function move(
  source: usize,
  into: usize,
  gives: usize,
  across: i32,
  down: i32,
  left: i32,
  right: i32,
  top: i32,
  bottom: i32,
  moveX: f32,
  moveY: f32,
): void {
  const steps = i32x4(0, 256, 512, 768);
  const none = i32x4.splat(0);
  const mostX = i32x4.splat((across - 1) * 256 - 1);
  const mostY = i32x4.splat((down - 1) * 256 - 1);
  const half = f32x4.splat(0.5);
  const low = i32x4.splat(255);
  for (let y = top; y < bottom; y += 1)
    for (let first = left; first < right; first += 4) {
      // The last four begin earlier, so that none is written beyond the row.
      const x = max(0, min(first, across - 4));
      const at = y * across + x;
      const share = v128.load(gives + (<usize>at << 2));
      const shiftX = i32x4.trunc_sat_f32x4_s(f32x4.floor(f32x4.sub(half, f32x4.mul(share, f32x4.splat(moveX)))));
      const shiftY = i32x4.trunc_sat_f32x4_s(f32x4.floor(f32x4.sub(half, f32x4.mul(share, f32x4.splat(moveY)))));
      const u = i32x4.min_s(i32x4.max_s(i32x4.add(i32x4.add(i32x4.splat(x << 8), steps), shiftX), none), mostX);
      const v = i32x4.min_s(i32x4.max_s(i32x4.add(i32x4.splat(y << 8), shiftY), none), mostY);
      const places = i32x4.add(i32x4.mul(i32x4.shr_s(v, 8), i32x4.splat(across)), i32x4.shr_s(u, 8));
      const partX = v128.and(u, low);
      const upper = between(pairsAt(source, places), partX);
      const lower = between(pairsAt(source + <usize>across, places), partX);
      const sum = i32x4.add(
        i32x4.shl(upper, 8),
        i32x4.add(i32x4.mul(i32x4.sub(lower, upper), v128.and(v, low)), i32x4.splat(HALF)),
      );
      store<u32>(into + <usize>at, bytesOf(i32x4.shr_s(sum, 16)));
    }
}

/** A pixel's channels as whole numbers. */
// @ts-ignore: decorator
@inline
function pixelAt(at: usize): v128 {
  return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(at)));
}

/**
 * Reads a picture between its lines: for each column and row three whole numbers, two lines and 256ths from the first to the
 * second. Opaque RGBA.
 *
 * @param mixed room for one row of the picture, 16 bytes a pixel
 */
export function shifted(
  from: usize,
  span: i32,
  columns: usize,
  rows: usize,
  width: i32,
  height: i32,
  mixed: usize,
  out: usize,
): void {
  const half = i32x4.splat(HALF);
  for (let y = 0; y < height; y += 1, rows += 12) {
    const above = from + <usize>(load<i32>(rows) * span * 4);
    const below = from + <usize>(load<i32>(rows, 4) * span * 4);
    const down = v128.load32_splat(rows, 8);
    for (let x = 0; x < span; x += 1) {
      const first = pixelAt(above + (<usize>x << 2));
      const second = pixelAt(below + (<usize>x << 2));
      v128.store(
        mixed + (<usize>x << 4),
        i32x4.add(i32x4.shl(first, 8), i32x4.mul(i32x4.sub(second, first), down)),
      );
    }
    let column = columns;
    for (let x = 0; x < width; x += 1, column += 12, out += 4) {
      const first = v128.load(mixed + <usize>(load<i32>(column) << 4));
      const second = v128.load(mixed + <usize>(load<i32>(column, 4) << 4));
      const sum = i32x4.add(
        i32x4.add(i32x4.shl(first, 8), half),
        i32x4.mul(i32x4.sub(second, first), v128.load32_splat(column, 8)),
      );
      store<u32>(out, bytesOf(i32x4.shr_s(sum, 16)) | 0xff00_0000);
    }
  }
}
