// AssemblyScript, compiled by build.ts to kernel.wasm.ts. Everything works on memory that the caller lays out: pointers
// are byte offsets, pictures are RGBA rows without gaps, buffers that are read 16 bytes at a time end in 16 spare bytes.

// ---------------------------------------------------------------------------------------------------------------------
// PNG scanlines to RGBA (PNG specification, third edition, clause 9)

const ZERO: v128 = i32x4.splat(0);

// @ts-ignore: decorator
@inline
function opaque(alpha: u32): v128 {
  return i32x4.splat(alpha);
}

/** Four pixels of `channels` bytes from `src`; three channels get a zero as fourth. Reads 16 bytes. */
// @ts-ignore: decorator
@inline
function four(src: usize, channels: i32): v128 {
  const bytes = v128.load(src);
  if (channels == 4) return bytes;
  return i8x16.shuffle(bytes, ZERO, 0, 1, 2, 16, 3, 4, 5, 16, 6, 7, 8, 16, 9, 10, 11, 16);
}

/** One pixel as 32 bits. Reads four bytes. */
// @ts-ignore: decorator
@inline
function one(src: usize, channels: i32): u32 {
  const word = load<u32>(src);
  return channels == 4 ? word : word & 0xffffff;
}

// @ts-ignore: decorator
@inline
function lanes(word: u32): v128 {
  return i16x8.extend_low_i8x16_u(i32x4.replace_lane(ZERO, 0, word));
}

// @ts-ignore: decorator
@inline
function packed(values: v128): u32 {
  return i32x4.extract_lane(i8x16.narrow_i16x8_u(values, values), 0);
}

/** One pixel in the lower half, another in the upper: the Paeth predictor (clause 9.4) plus what was stored. */
// @ts-ignore: decorator
@inline
function paeth(left: v128, above: v128, corner: v128, stored: v128): v128 {
  const fromLeft = i16x8.sub(above, corner);
  const fromAbove = i16x8.sub(left, corner);
  const pa = i16x8.abs(fromLeft);
  const pb = i16x8.abs(fromAbove);
  const pc = i16x8.abs(i16x8.add(fromLeft, fromAbove));
  const least = i16x8.min_s(i16x8.min_s(pa, pb), pc);
  const aboveOrCorner = v128.bitselect(above, corner, i16x8.eq(least, pb));
  const predicted = v128.bitselect(left, aboveOrCorner, i16x8.eq(least, pa));
  return v128.and(i16x8.add(predicted, stored), i16x8.splat(0xff));
}

/** The lower half of `a` below, the lower half of `b` above. */
// @ts-ignore: decorator
@inline
function halves(a: v128, b: v128): v128 {
  return i64x2.shuffle(a, b, 0, 2);
}

/**
 * Two Paeth rows at once: each pixel waits for the one to its left, so the second row runs one pixel behind the first
 * in the other half of the same registers.
 */
// @ts-ignore: decorator
@inline
function paethPair(src: usize, next: usize, dst: usize, up: usize, width: i32, channels: i32, alpha: u32): void {
  const below = dst + (<usize>width << 2);
  let above = lanes(load<u32>(up));
  let left = halves(paeth(ZERO, above, ZERO, lanes(one(src, channels))), ZERO);
  store<u32>(dst, packed(left) | alpha);
  let corner = halves(above, ZERO);
  let x = 1;
  for (; x < width; x++) {
    const at = <usize>x << 2;
    const from = <usize>(x * channels);
    above = halves(lanes(load<u32>(up + at)), left);
    const stored = halves(lanes(one(src + from, channels)), lanes(one(next + from - <usize>channels, channels)));
    left = paeth(left, above, corner, stored);
    corner = above;
    const bytes = i8x16.narrow_i16x8_u(left, left);
    store<u32>(dst + at, i32x4.extract_lane(bytes, 0) | alpha);
    store<u32>(below + at - 4, i32x4.extract_lane(bytes, 1) | alpha);
  }
  above = halves(ZERO, left);
  const last = halves(ZERO, lanes(one(next + <usize>((width - 1) * channels), channels)));
  const end = paeth(left, above, corner, last);
  store<u32>(below + (<usize>width << 2) - 4, i32x4.extract_lane(i8x16.narrow_i16x8_u(end, end), 1) | alpha);
}

/** As `paeth`: the Average predictor (clause 9.3). */
// @ts-ignore: decorator
@inline
function average(left: v128, above: v128, stored: v128): v128 {
  const mean = i16x8.shr_u(i16x8.add(left, above), 1);
  return v128.and(i16x8.add(mean, stored), i16x8.splat(0xff));
}

/** All bits for the rows of a register that have begun at step `t`: the lower half's row begins at step `row`, the other after it. */
// @ts-ignore: decorator
@inline
function begun(t: i32, row: i32): v128 {
  const low = i64x2.replace_lane(ZERO, 0, t >= row ? -1 : 0);
  return i64x2.replace_lane(low, 1, t >= row + 1 ? -1 : 0);
}

/**
 * Four rows of one filter, Average (3) or Paeth (4), at once, each a pixel behind the one above it, two to a register.
 * Width 4 or more.
 */
// @ts-ignore: decorator
@inline
function fourRows(
  filter: i32,
  src: usize,
  line: usize,
  dst: usize,
  up: usize,
  width: i32,
  channels: i32,
  alpha: u32,
): void {
  const stride = <usize>width << 2;
  const step = <usize>channels;
  const second = src + line - step;
  const third = src + 2 * line - 2 * step;
  const fourth = src + 3 * line - 3 * step;
  let left = ZERO;
  let corner = ZERO;
  let below = ZERO;
  let cornerBelow = ZERO;
  for (let t = 0; t < width + 3; t++) {
    const at = <usize>t << 2;
    const from = <usize>(t * channels);
    const aboveBelow = i64x2.shuffle(left, below, 1, 2);
    const above = halves(lanes(load<u32>(up + at)), left);
    const upper = halves(lanes(one(src + from, channels)), lanes(one(second + from, channels)));
    const lower = halves(lanes(one(third + from, channels)), lanes(one(fourth + from, channels)));
    left = filter == 4 ? paeth(left, above, corner, upper) : average(left, above, upper);
    below = filter == 4 ? paeth(below, aboveBelow, cornerBelow, lower) : average(below, aboveBelow, lower);
    corner = above;
    cornerBelow = aboveBelow;
    const bytes = i8x16.narrow_i16x8_u(left, below);
    const to = dst + at;
    if (t >= 3 && t < width) {
      store<u32>(to, i32x4.extract_lane(bytes, 0) | alpha);
      store<u32>(to + stride - 4, i32x4.extract_lane(bytes, 1) | alpha);
      store<u32>(to + 2 * stride - 8, i32x4.extract_lane(bytes, 2) | alpha);
      store<u32>(to + 3 * stride - 12, i32x4.extract_lane(bytes, 3) | alpha);
      continue;
    }
    if (t < width) store<u32>(to, i32x4.extract_lane(bytes, 0) | alpha);
    if (t >= 1 && t < width + 1) store<u32>(to + stride - 4, i32x4.extract_lane(bytes, 1) | alpha);
    if (t >= 2 && t < width + 2) store<u32>(to + 2 * stride - 8, i32x4.extract_lane(bytes, 2) | alpha);
    if (t >= 3) store<u32>(to + 3 * stride - 12, i32x4.extract_lane(bytes, 3) | alpha);
    if (t < 3) {
      left = v128.and(left, begun(t, 0));
      below = v128.and(below, begun(t, 2));
    }
  }
}

// @ts-ignore: decorator
@inline
function rows(src: usize, dst: usize, zeroRow: usize, width: i32, height: i32, channels: i32, alpha: u32): i32 {
  const stride: usize = <usize>width * 4;
  let up = zeroRow;
  const mask = opaque(alpha);
  const line = <usize>(width * channels) + 1;
  for (let y = 0; y < height; y++) {
    const filter = load<u8>(src);
    src += 1;
    if ((filter == 3 || filter == 4) && width > 3 && y + 3 < height) {
      const next = src + line - 1;
      if (load<u8>(next) == filter && load<u8>(next + line) == filter && load<u8>(next + 2 * line) == filter) {
        if (filter == 4) fourRows(4, src, line, dst, up, width, channels, alpha);
        else fourRows(3, src, line, dst, up, width, channels, alpha);
        y += 3;
        src += 4 * line - 1;
        up = dst + 3 * stride;
        dst += 4 * stride;
        continue;
      }
    }
    let x = 0;
    switch (filter) {
      case 0: {
        for (; x + 4 <= width; x += 4) {
          v128.store(dst + (<usize>x << 2), v128.or(four(src + <usize>(x * channels), channels), mask));
        }
        for (; x < width; x++) store<u32>(dst + (<usize>x << 2), one(src + <usize>(x * channels), channels) | alpha);
        break;
      }
      case 1: {
        let left = ZERO;
        for (; x + 4 <= width; x += 4) {
          let v = four(src + <usize>(x * channels), channels);
          v = i8x16.add(v, i8x16.shuffle(ZERO, v, 0, 1, 2, 3, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27));
          v = i8x16.add(v, i8x16.shuffle(ZERO, v, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23));
          v = v128.or(i8x16.add(v, left), mask);
          v128.store(dst + (<usize>x << 2), v);
          left = i8x16.shuffle(v, v, 12, 13, 14, 15, 12, 13, 14, 15, 12, 13, 14, 15, 12, 13, 14, 15);
        }
        for (; x < width; x++) {
          left = v128.or(i8x16.add(left, i32x4.splat(one(src + <usize>(x * channels), channels))), mask);
          store<u32>(dst + (<usize>x << 2), i32x4.extract_lane(left, 0));
        }
        break;
      }
      case 2: {
        for (; x + 4 <= width; x += 4) {
          const at = <usize>x << 2;
          v128.store(dst + at, v128.or(i8x16.add(four(src + <usize>(x * channels), channels), v128.load(up + at)), mask));
        }
        for (; x < width; x++) {
          const at = <usize>x << 2;
          const sum = i8x16.add(i32x4.splat(one(src + <usize>(x * channels), channels)), i32x4.splat(load<u32>(up + at)));
          store<u32>(dst + at, i32x4.extract_lane(sum, 0) | alpha);
        }
        break;
      }
      case 3: {
        let left: v128 = ZERO;
        for (; x < width; x++) {
          const at = <usize>x << 2;
          left = average(left, lanes(load<u32>(up + at)), lanes(one(src + <usize>(x * channels), channels)));
          store<u32>(dst + at, packed(left) | alpha);
        }
        break;
      }
      case 4: {
        const next = src + line;
        if (y + 1 < height && load<u8>(next - 1) == 4) {
          paethPair(src, next, dst, up, width, channels, alpha);
          y++;
          src = next;
          dst += stride;
          break;
        }
        let left: v128 = ZERO;
        let corner: v128 = ZERO;
        for (; x < width; x++) {
          const at = <usize>x << 2;
          const above = lanes(load<u32>(up + at));
          left = paeth(left, above, corner, lanes(one(src + <usize>(x * channels), channels)));
          corner = above;
          store<u32>(dst + at, packed(left) | alpha);
        }
        break;
      }
      default:
        return -1;
    }
    src += <usize>(width * channels);
    up = dst;
    dst += stride;
  }
  return 0;
}

/**
 * Undoes the filters of 8-bit scanlines (`filter byte, width × channels bytes`, 3 or 4 channels) to RGBA at `dst`.
 * `zeroRow`: width × 4 zero bytes. 0, or -1 for a filter that PNG does not have.
 */
export function unfilter(src: usize, dst: usize, zeroRow: usize, width: i32, height: i32, channels: i32): i32 {
  if (channels == 3) return rows(src, dst, zeroRow, width, height, 3, 0xff000000);
  return rows(src, dst, zeroRow, width, height, 4, 0);
}

/** 1 when every alpha is 255. */
export function isOpaque(rgba: usize, pixels: i32): i32 {
  let all = i32x4.splat(-1);
  let i = 0;
  for (; i + 4 <= pixels; i += 4) all = v128.and(all, v128.load(rgba + (<usize>i << 2)));
  let word: u32 =
    i32x4.extract_lane(all, 0) & i32x4.extract_lane(all, 1) & i32x4.extract_lane(all, 2) & i32x4.extract_lane(all, 3);
  for (; i < pixels; i++) word &= load<u32>(rgba + (<usize>i << 2));
  return word >>> 24 == 0xff ? 1 : 0;
}

// ---------------------------------------------------------------------------------------------------------------------
// The count of pixelmatch 7.2: threshold 0.1, anti-aliased pixels left out, transparency over its checkerboard

const MAX_DELTA: f64 = 35215.0 * 0.1 * 0.1;

let A: usize = 0;
let B: usize = 0;
let W: i32 = 0;
let H: i32 = 0;
let SOLID: bool = false;

/** What pixelmatch puts behind green and blue of the pixel whose first byte is `at`; red always has 48 there. */
// @ts-ignore: decorator
@inline
function ground(at: i32, period: f64): f64 {
  return 48.0 + 159.0 * <f64>(<i32>(<f64>at / period) % 2);
}

/** YIQ distance squared, operation by operation as pixelmatch has it, so that it rounds alike. */
function delta(pixel: i32): f64 {
  const at = <usize>pixel << 2;
  const p = A + at;
  const q = B + at;
  const a1 = <f64>load<u8>(p, 3);
  const a2 = <f64>load<u8>(q, 3);
  let dr = <f64>load<u8>(p, 0) - <f64>load<u8>(q, 0);
  let dg = <f64>load<u8>(p, 1) - <f64>load<u8>(q, 1);
  let db = <f64>load<u8>(p, 2) - <f64>load<u8>(q, 2);
  if (a1 < 255.0 || a2 < 255.0) {
    const da = a1 - a2;
    dr = (<f64>load<u8>(p, 0) * a1 - <f64>load<u8>(q, 0) * a2 - 48.0 * da) / 255.0;
    dg = (<f64>load<u8>(p, 1) * a1 - <f64>load<u8>(q, 1) * a2 - ground(<i32>at, 1.618033988749895) * da) / 255.0;
    db = (<f64>load<u8>(p, 2) * a1 - <f64>load<u8>(q, 2) * a2 - ground(<i32>at, 2.618033988749895) * da) / 255.0;
  }
  const y = dr * 0.29889531 + dg * 0.58662247 + db * 0.11448223;
  const i = dr * 0.59597799 - dg * 0.2741761 - db * 0.32180189;
  const c = dr * 0.21147017 - dg * 0.52261711 + db * 0.31114694;
  return 0.5053 * y * y + 0.299 * i * i + 0.1957 * c * c;
}

/** How much darker (> 0) or brighter the neighbour is, over the checkerboard of the centre, as pixelmatch has it. */
function brightness(img: usize, centre: i32, neighbour: i32): f64 {
  const at = <usize>centre << 2;
  const p = img + at;
  const q = img + (<usize>neighbour << 2);
  if (load<u32>(p) == load<u32>(q)) return 0;
  const a1 = <f64>load<u8>(p, 3);
  const a2 = <f64>load<u8>(q, 3);
  let dr = <f64>load<u8>(p, 0) - <f64>load<u8>(q, 0);
  let dg = <f64>load<u8>(p, 1) - <f64>load<u8>(q, 1);
  let db = <f64>load<u8>(p, 2) - <f64>load<u8>(q, 2);
  if (a1 < 255.0 || a2 < 255.0) {
    const da = a1 - a2;
    dr = (<f64>load<u8>(p, 0) * a1 - <f64>load<u8>(q, 0) * a2 - 48.0 * da) / 255.0;
    dg = (<f64>load<u8>(p, 1) * a1 - <f64>load<u8>(q, 1) * a2 - ground(<i32>at, 1.618033988749895) * da) / 255.0;
    db = (<f64>load<u8>(p, 2) * a1 - <f64>load<u8>(q, 2) * a2 - ground(<i32>at, 2.618033988749895) * da) / 255.0;
  }
  return dr * 0.29889531 + dg * 0.58662247 + db * 0.11448223;
}

/**
 * Luma in units of 1e-8. No two differences of 8-bit colours share one, so order and equality of these integers are
 * those of pixelmatch's floats.
 */
// @ts-ignore: decorator
@inline
function luma(word: u32): i64 {
  return (
    <i64>(word & 0xff) * 29889531 + <i64>((word >> 8) & 0xff) * 58662247 + <i64>((word >> 16) & 0xff) * 11448223
  );
}

/** Whether a pixel has three equal neighbours; the edge of the picture counts as one. */
function many(img: usize, x1: i32, y1: i32): bool {
  const x0 = max(x1 - 1, 0);
  const y0 = max(y1 - 1, 0);
  const x2 = min(x1 + 1, W - 1);
  const y2 = min(y1 + 1, H - 1);
  const value = load<u32>(img + (<usize>(y1 * W + x1) << 2));
  let equal = x1 == x0 || x1 == x2 || y1 == y0 || y1 == y2 ? 1 : 0;
  for (let y = y0; y <= y2; y++) {
    for (let x = x0; x <= x2; x++) {
      if (x == x1 && y == y1) continue;
      equal += <i32>(value == load<u32>(img + (<usize>(y * W + x) << 2)));
    }
  }
  return equal > 2;
}

/**
 * pixelmatch's anti-aliasing test of the pixel in one picture, after V. Vysniauskas 2009: neither flat itself nor the
 * end of a slope, and its darkest or brightest neighbour (the first of equals, column by column) flat in both pictures.
 */
function smoothed(img: usize, x1: i32, y1: i32): bool {
  const x0 = max(x1 - 1, 0);
  const y0 = max(y1 - 1, 0);
  const x2 = min(x1 + 1, W - 1);
  const y2 = min(y1 + 1, H - 1);
  const centre = y1 * W + x1;
  let zeroes = x1 == x0 || x1 == x2 || y1 == y0 || y1 == y2 ? 1 : 0;
  let minX = 0;
  let minY = 0;
  let maxX = 0;
  let maxY = 0;
  if (SOLID) {
    const word = load<u32>(img + (<usize>centre << 2));
    for (let y = y0; y <= y2; y++) {
      for (let x = x0; x <= x2; x++) zeroes += <i32>(word == load<u32>(img + (<usize>(y * W + x) << 2)));
    }
    if (zeroes > 3) return false; // the centre equals itself
    const own = luma(word);
    let least: i64 = 0;
    let most: i64 = 0;
    for (let x = x0; x <= x2; x++) {
      for (let y = y0; y <= y2; y++) {
        const step = own - luma(load<u32>(img + (<usize>(y * W + x) << 2)));
        if (step < least) {
          least = step;
          minX = x;
          minY = y;
        } else if (step > most) {
          most = step;
          maxX = x;
          maxY = y;
        }
      }
    }
    if (least == 0 || most == 0) return false;
  } else {
    let least: f64 = 0;
    let most: f64 = 0;
    for (let x = x0; x <= x2; x++) {
      for (let y = y0; y <= y2; y++) {
        if (x == x1 && y == y1) continue;
        const step = brightness(img, centre, y * W + x);
        if (step == 0) {
          zeroes++;
          if (zeroes > 2) return false;
        } else if (step < least) {
          least = step;
          minX = x;
          minY = y;
        } else if (step > most) {
          most = step;
          maxX = x;
          maxY = y;
        }
      }
    }
    if (least == 0 || most == 0) return false;
  }
  return flat(minX, minY) || flat(maxX, maxY);
}

/** Which neighbour a place in the order stands for: columns from the left, each from the top, the centre left out. */
// @ts-ignore: decorator
@inline
function flatNeighbour(place: i32, above: usize, row: usize, below: usize): bool {
  // Packed pairs of bits: column 0 to 2, row 0 to 2, for the eight places in turn.
  const column: usize = (0xa940 >> (place << 1)) & 3;
  const line = (0x9224 >> (place << 1)) & 3;
  return load<u8>((line == 0 ? above : line == 1 ? row : below) + column - 1) != 0;
}

/** `smoothed` for opaque pictures, away from the edge; the three rows point at the pixel's column of the flat rows. */
// @ts-ignore: decorator
@inline
function smoothedInside(p: usize, down: usize, above: usize, row: usize, below: usize): bool {
  const r0 = v128.load(p - down - 4);
  const r1 = v128.load(p - 4);
  const r2 = v128.load(p + down - 4);
  const word: u32 = i32x4.extract_lane(r1, 1);
  const own = i32x4.splat(word);
  const equal =
    popcnt(i32x4.bitmask(i32x4.eq(own, r0)) & 7) +
    popcnt(i32x4.bitmask(i32x4.eq(own, r1)) & 7) +
    popcnt(i32x4.bitmask(i32x4.eq(own, r2)) & 7);
  if (equal > 3) return false; // the centre equals itself
  // Luma with the place in the order behind it: one minimum finds darkness and the first of equals.
  const centre = luma(word) << 4;
  let least = i64.MAX_VALUE;
  let most = i64.MIN_VALUE;
  const l0 = luma(i32x4.extract_lane(r0, 0)) << 4;
  const l1 = luma(i32x4.extract_lane(r1, 0)) << 4;
  const l2 = luma(i32x4.extract_lane(r2, 0)) << 4;
  const l3 = luma(i32x4.extract_lane(r0, 1)) << 4;
  const l4 = luma(i32x4.extract_lane(r2, 1)) << 4;
  const l5 = luma(i32x4.extract_lane(r0, 2)) << 4;
  const l6 = luma(i32x4.extract_lane(r1, 2)) << 4;
  const l7 = luma(i32x4.extract_lane(r2, 2)) << 4;
  most = max(max(max(l0 | 7, l1 | 6), max(l2 | 5, l3 | 4)), max(max(l4 | 3, l5 | 2), max(l6 | 1, l7)));
  least = min(min(min(l0, l1 | 1), min(l2 | 2, l3 | 3)), min(min(l4 | 4, l5 | 5), min(l6 | 6, l7 | 7)));
  if (least >= centre || most < centre + 16) return false;
  return (
    flatNeighbour(<i32>(least & 7), above, row, below) || flatNeighbour(7 - <i32>(most & 7), above, row, below)
  );
}

/** Bytes of a row of `flat`, 16 spare ones on each side. */
// @ts-ignore: decorator
@inline
function flatStride(): usize {
  return <usize>W + 32;
}

/**
 * Writes 1 for each pixel of row `y` that has three equal neighbours in both pictures, else 0. A pixel is smoothed only
 * beside such a one, which rules the slow test out for nearly every pixel of a photograph.
 */
function flatRow(y: i32, out: usize): void {
  if (y == 0 || y == H - 1 || W < 6) {
    for (let x = 0; x < W; x++) store<u8>(out + <usize>x, many(A, x, y) && many(B, x, y) ? 1 : 0);
    return;
  }
  store<u8>(out, many(A, 0, y) && many(B, 0, y) ? 1 : 0);
  let x = 1;
  const down = <usize>W << 2;
  const rowA = A + (<usize>(y * W) << 2);
  const rowB = B + (<usize>(y * W) << 2);
  const three = i32x4.splat(-3);
  for (; x + 4 < W; x += 4) {
    const at = <usize>x << 2;
    let both = i32x4.le_s(equals(rowA + at, down), three);
    if (v128.any_true(both)) {
      both = v128.and(both, i32x4.le_s(equals(rowB + at, down), three));
      const bytes = i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(both, both), both);
      store<u32>(out + <usize>x, i32x4.extract_lane(bytes, 0) & 0x01010101);
    } else {
      store<u32>(out + <usize>x, 0);
    }
  }
  for (; x < W; x++) store<u8>(out + <usize>x, many(A, x, y) && many(B, x, y) ? 1 : 0);
}

/** Minus the number of equal neighbours, for four pixels. */
// @ts-ignore: decorator
@inline
function equals(p: usize, down: usize): v128 {
  const v = v128.load(p);
  let sum = i32x4.add(i32x4.eq(v, v128.load(p - 4)), i32x4.eq(v, v128.load(p + 4)));
  sum = i32x4.add(sum, i32x4.eq(v, v128.load(p - down)));
  sum = i32x4.add(sum, i32x4.eq(v, v128.load(p - down - 4)));
  sum = i32x4.add(sum, i32x4.eq(v, v128.load(p - down + 4)));
  sum = i32x4.add(sum, i32x4.eq(v, v128.load(p + down)));
  sum = i32x4.add(sum, i32x4.eq(v, v128.load(p + down - 4)));
  return i32x4.add(sum, i32x4.eq(v, v128.load(p + down + 4)));
}

let FLAT: usize = 0;
let HELD0: i32 = -1;
let HELD1: i32 = -1;
let HELD2: i32 = -1;

/** The flat row `y`, kept for as long as two rows below it; rows are asked for from the top down. */
function flatAt(y: i32): usize {
  const slot = y % 3;
  const row = FLAT + <usize>slot * flatStride() + 16;
  const held = slot == 0 ? HELD0 : slot == 1 ? HELD1 : HELD2;
  if (held != y) {
    flatRow(y, row);
    if (slot == 0) HELD0 = y;
    else if (slot == 1) HELD1 = y;
    else HELD2 = y;
  }
  return row;
}

/** Whether flat rows are not worth their making, since few pixels of a row ask. */
let FEW: bool = false;

/** Whether a pixel has three equal neighbours in both pictures. */
function flat(x: i32, y: i32): bool {
  if (FEW) return many(A, x, y) && many(B, x, y);
  return load<u8>(flatAt(y) + <usize>x) != 0;
}

/** Writes to `near` where the row or one beside it has a flat pixel at most one step away. */
function nearRow(y: i32, near: usize): void {
  const middle = flatAt(y);
  const above = y > 0 ? flatAt(y - 1) : middle;
  const below = y < H - 1 ? flatAt(y + 1) : middle;
  for (let x: usize = 0; x < <usize>W; x += 16) {
    let v = v128.or(v128.load(middle + x), v128.or(v128.load(above + x), v128.load(below + x)));
    v = v128.or(v, v128.or(v128.load(middle + x - 1), v128.or(v128.load(above + x - 1), v128.load(below + x - 1))));
    v = v128.or(v, v128.or(v128.load(middle + x + 1), v128.or(v128.load(above + x + 1), v128.load(below + x + 1))));
    v128.store(near + x, v);
  }
}

/** What the mask says of a pixel; equal ones are 0. */
const BELOW: u32 = 1;
const SMOOTHED: u32 = 2;
const COUNTED: u32 = 3;

// @ts-ignore: decorator
@inline
function judged(x: i32, y: i32): u32 {
  if (FEW || !SOLID || x == 0 || y == 0 || x >= W - 2 || y == H - 1) {
    return smoothed(A, x, y) || smoothed(B, x, y) ? SMOOTHED : COUNTED;
  }
  const at = <usize>(y * W + x) << 2;
  const down = <usize>W << 2;
  const above = flatAt(y - 1) + <usize>x;
  const row = flatAt(y) + <usize>x;
  const below = flatAt(y + 1) + <usize>x;
  return smoothedInside(A + at, down, above, row, below) || smoothedInside(B + at, down, above, row, below)
    ? SMOOTHED
    : COUNTED;
}

/** Pixels that differ at all, of the last `count`. */
let ANY: i32 = 0;
export function differing(): i32 {
  return ANY;
}

/** Shift that turns a coordinate into that of its tile. */
const TILE: i32 = 4;

/**
 * pixelmatch's count of two pictures of one size.
 * `mask`: width × height bytes, see above. `counts`, `anys`: 32 bits for each 16 × 16 tile, the caller clears them.
 * `scratch`: 4 × (width + 32) zero bytes. `solid`: 1 when both are opaque all over.
 */
export function count(
  a: usize,
  b: usize,
  width: i32,
  height: i32,
  solid: i32,
  mask: usize,
  counts: usize,
  anys: usize,
  scratch: usize,
): i32 {
  A = a;
  B = b;
  W = width;
  H = height;
  SOLID = solid == 1;
  FLAT = scratch;
  HELD0 = -1;
  HELD1 = -1;
  HELD2 = -1;
  const near = scratch + 3 * flatStride() + 16;
  const across = (width + 15) >> TILE;
  let counted = 0;
  let any = 0;
  for (let y = 0; y < height; y++) {
    const rowA = a + (<usize>(y * width) << 2);
    const rowB = b + (<usize>(y * width) << 2);
    const rowMask = mask + <usize>(y * width);
    const tiles = <usize>((y >> TILE) * across) << 2;
    let nearReady = false;
    // So many pixels are tested one by one before the flat rows of all of them are made.
    let few = width >> 6;
    memory.fill(rowMask, 0, <usize>width);
    let x = 0;
    for (; x + 4 <= width; x += 4) {
      const at = <usize>x << 2;
      const va = v128.load(rowA + at);
      const vb = v128.load(rowB + at);
      const same = i32x4.eq(va, vb);
      if (i32x4.all_true(same)) continue;
      const lanesDiffering = ~i32x4.bitmask(same) & 15;
      const differ = popcnt(lanesDiffering);
      any += differ;
      const tile = tiles + (<usize>(x >> TILE) << 2);
      store<i32>(anys + tile, load<i32>(anys + tile) + differ);
      let over: i32;
      if (SOLID) {
        over = overThreshold(va, vb);
        if (over & 16) over = exactly(y * width + x, lanesDiffering);
      } else {
        over = exactly(y * width + x, lanesDiffering);
      }
      let marks = spread(lanesDiffering) * BELOW;
      if (over != 0) {
        few -= popcnt(over);
        FEW = few >= 0;
        if (!FEW && !nearReady) {
          nearRow(y, near);
          nearReady = true;
        }
        const suspects = FEW ? 0xffffffff : load<u32>(near + <usize>x);
        let here = 0;
        if (suspects == 0) {
          marks |= spread(over) * COUNTED;
          here = popcnt(over);
        } else {
          for (let k = 0; k < 4; k++) {
            if (((over >> k) & 1) == 0) continue;
            const mark = (suspects >> (k << 3)) & 0xff ? judged(x + k, y) : COUNTED;
            if (mark == COUNTED) here++;
            marks = (marks & ~(<u32>0xff << (k << 3))) | (mark << (k << 3));
          }
        }
        counted += here;
        store<i32>(counts + tile, load<i32>(counts + tile) + here);
      }
      store<u32>(rowMask + <usize>x, marks);
    }
    for (; x < width; x++) {
      const at = <usize>x << 2;
      if (load<u32>(rowA + at) == load<u32>(rowB + at)) continue;
      any++;
      const tile = tiles + (<usize>(x >> TILE) << 2);
      store<i32>(anys + tile, load<i32>(anys + tile) + 1);
      let mark = BELOW;
      if (delta(y * width + x) > MAX_DELTA) {
        FEW = true;
        mark = judged(x, y);
        if (mark == COUNTED) {
          counted++;
          store<i32>(counts + tile, load<i32>(counts + tile) + 1);
        }
      }
      store<u8>(rowMask + <usize>x, <u8>mark);
    }
  }
  ANY = any;
  return counted;
}

/** Four bits to four bytes of 0 or 1. */
// @ts-ignore: decorator
@inline
function spread(bits: i32): u32 {
  return ((<u32>bits * 0x00204081) & 0x01010101);
}

/** YIQ distances squared of four opaque pixels, in single precision. */
// @ts-ignore: decorator
@inline
function fourDeltas(va: v128, vb: v128): v128 {
  const byte = i32x4.splat(0xff);
  const dr = f32x4.convert_i32x4_s(i32x4.sub(v128.and(va, byte), v128.and(vb, byte)));
  const dg = f32x4.convert_i32x4_s(
    i32x4.sub(v128.and(i32x4.shr_u(va, 8), byte), v128.and(i32x4.shr_u(vb, 8), byte)),
  );
  const db = f32x4.convert_i32x4_s(
    i32x4.sub(v128.and(i32x4.shr_u(va, 16), byte), v128.and(i32x4.shr_u(vb, 16), byte)),
  );
  const y = f32x4.add(
    f32x4.add(f32x4.mul(dr, f32x4.splat(0.29889531)), f32x4.mul(dg, f32x4.splat(0.58662247))),
    f32x4.mul(db, f32x4.splat(0.11448223)),
  );
  const i = f32x4.sub(
    f32x4.sub(f32x4.mul(dr, f32x4.splat(0.59597799)), f32x4.mul(dg, f32x4.splat(0.2741761))),
    f32x4.mul(db, f32x4.splat(0.32180189)),
  );
  const q = f32x4.add(
    f32x4.sub(f32x4.mul(dr, f32x4.splat(0.21147017)), f32x4.mul(dg, f32x4.splat(0.52261711))),
    f32x4.mul(db, f32x4.splat(0.31114694)),
  );
  return f32x4.add(
    f32x4.add(f32x4.mul(f32x4.mul(y, y), f32x4.splat(0.5053)), f32x4.mul(f32x4.mul(i, i), f32x4.splat(0.299))),
    f32x4.mul(f32x4.mul(q, q), f32x4.splat(0.1957)),
  );
}

/** Which of four opaque pixels are past the threshold; 16 is set when single precision is too near to it to tell. */
// @ts-ignore: decorator
@inline
function overThreshold(va: v128, vb: v128): i32 {
  const d = fourDeltas(va, vb);
  // Rounding moves d by less than 0.01 near the threshold of 352.15.
  const surely = i32x4.bitmask(f32x4.gt(d, f32x4.splat(352.25)));
  const perhaps = i32x4.bitmask(f32x4.gt(d, f32x4.splat(352.05)));
  return surely == perhaps ? surely : 16;
}

/** The same in double precision, pixel by pixel. */
function exactly(pixel: i32, lanesDiffering: i32): i32 {
  let over = 0;
  for (let k = 0; k < 4; k++) {
    if ((lanesDiffering >> k) & 1 && delta(pixel + k) > MAX_DELTA) over |= 1 << k;
  }
  return over;
}

// ---------------------------------------------------------------------------------------------------------------------
// Measures of what differs

/** Writes the index of every `step`-th pixel whose mark is not 0, at most `most` of them; how many were written. */
export function sample(mask: usize, pixels: i32, step: i32, out: usize, most: i32): i32 {
  let wait = 0; // marked pixels to pass over until the next is taken
  let taken = 0;
  let i = 0;
  while (i < pixels && taken < most) {
    if (i + 16 <= pixels) {
      const marked = popcnt(~i8x16.bitmask(i8x16.eq(v128.load(mask + <usize>i), ZERO)) & 0xffff);
      if (marked <= wait) {
        wait -= marked;
        i += 16;
        continue;
      }
    }
    const end = min(i + 16, pixels);
    for (; i < end && taken < most; i++) {
      if (load<u8>(mask + <usize>i) == 0) continue;
      if (wait > 0) {
        wait--;
        continue;
      }
      store<i32>(out + (<usize>taken << 2), i);
      taken++;
      wait = step - 1;
    }
  }
  return taken;
}

/**
 * Means of the luma (BT.601, 0 to 255, transparency over white) of blocks of `factor` × `factor` pixels, as 64-bit floats
 * `across` a row: those of the columns x0 ≤ x < x1 and rows y0 ≤ y < y1.
 */
export function lumaBlocks(
  rgba: usize,
  width: i32,
  across: i32,
  factor: i32,
  out: usize,
  x0: i32,
  y0: i32,
  x1: i32,
  y1: i32,
): void {
  const weights = i16x8(299, 587, 114, 0, 299, 587, 114, 0);
  const inverse = 1.0 / (1000.0 * <f64>(factor * factor));
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      let whole: f64 = 0;
      for (let v = 0; v < factor; v++) {
        let p = rgba + (<usize>((y * factor + v) * width + x * factor) << 2);
        let u = 0;
        let sums = ZERO;
        let solid = true;
        for (; u + 4 <= factor; u += 4) {
          const four = v128.load(p + (<usize>u << 2));
          solid = solid && (i8x16.bitmask(i8x16.eq(four, i32x4.splat(-1))) & 0x8888) == 0x8888;
          sums = i32x4.add(sums, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(four), weights));
          sums = i32x4.add(sums, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(four), weights));
        }
        if (!solid) {
          u = 0;
          sums = ZERO;
        }
        whole += <f64>(
          (i32x4.extract_lane(sums, 0) +
            i32x4.extract_lane(sums, 1) +
            i32x4.extract_lane(sums, 2) +
            i32x4.extract_lane(sums, 3))
        );
        for (; u < factor; u++) {
          const word = load<u32>(p + (<usize>u << 2));
          const grey = <f64>((word & 0xff) * 299 + ((word >> 8) & 0xff) * 587 + ((word >> 16) & 0xff) * 114);
          const alpha = <f64>(word >>> 24);
          whole += alpha == 255.0 ? grey : (grey * alpha) / 255.0 + (255.0 - alpha) * 1000.0;
        }
      }
      store<f64>(out + (<usize>(y * across + x) << 3), whole * inverse);
    }
  }
}

/**
 * Sum of SSIM over the windows whose left upper corners are x0 ≤ x < x1, y0 ≤ y < y1, of two planes of 64-bit floats,
 * `across` wide. `taps`: 11 floats. `scratch`: 5 × 8 × (x1 − x0) × (y1 − y0 + 10) bytes.
 */
export function ssimSum(
  a: usize,
  b: usize,
  across: i32,
  x0: i32,
  y0: i32,
  x1: i32,
  y1: i32,
  taps: usize,
  scratch: usize,
): f64 {
  const wide = x1 - x0;
  const high = y1 - y0 + 10;
  const plane: usize = (<usize>(wide * high)) << 3;
  for (let y = 0; y < high; y++) {
    for (let x = 0; x < wide; x++) {
      const from = <usize>((y0 + y) * across + x0 + x) << 3;
      let ma: f64 = 0;
      let mb: f64 = 0;
      let aa: f64 = 0;
      let bb: f64 = 0;
      let ab: f64 = 0;
      for (let k: usize = 0; k < 88; k += 8) {
        const w = load<f64>(taps + k);
        const va = load<f64>(a + from + k);
        const vb = load<f64>(b + from + k);
        const wa = w * va;
        const wb = w * vb;
        ma += wa;
        mb += wb;
        aa += wa * va;
        bb += wb * vb;
        ab += wa * vb;
      }
      const to = scratch + (<usize>(y * wide + x) << 3);
      store<f64>(to, ma);
      store<f64>(to + plane, mb);
      store<f64>(to + 2 * plane, aa);
      store<f64>(to + 3 * plane, bb);
      store<f64>(to + 4 * plane, ab);
    }
  }
  const c1 = 6.5025;
  const c2 = 58.5225;
  const row = <usize>wide << 3;
  let total: f64 = 0;
  for (let y = 0; y < high - 10; y++) {
    for (let x = 0; x < wide; x++) {
      let p = scratch + (<usize>(y * wide + x) << 3);
      let ma: f64 = 0;
      let mb: f64 = 0;
      let aa: f64 = 0;
      let bb: f64 = 0;
      let ab: f64 = 0;
      for (let k: usize = 0; k < 88; k += 8) {
        const w = load<f64>(taps + k);
        ma += w * load<f64>(p);
        mb += w * load<f64>(p + plane);
        aa += w * load<f64>(p + 2 * plane);
        bb += w * load<f64>(p + 3 * plane);
        ab += w * load<f64>(p + 4 * plane);
        p += row;
      }
      total +=
        ((2.0 * ma * mb + c1) * (2.0 * (ab - ma * mb) + c2)) /
        ((ma * ma + mb * mb + c1) * (aa - ma * ma + (bb - mb * mb) + c2));
    }
  }
  return total;
}

// ---------------------------------------------------------------------------------------------------------------------
// Panels

/** Crops to `out` (RGBA, cw × ch); what is transparent lies over grey squares of 8 pixels, as picture editors show it. */
export function cropOver(rgba: usize, width: i32, cx: i32, cy: i32, cw: i32, ch: i32, out: usize): void {
  for (let y = 0; y < ch; y++) {
    const from = rgba + (<usize>((cy + y) * width + cx) << 2);
    const to = out + (<usize>(y * cw) << 2);
    memory.copy(to, from, <usize>cw << 2);
    for (let x = 0; x < cw; x++) {
      const p = to + (<usize>x << 2);
      const alpha = <i32>load<u8>(p, 3);
      if (alpha == 255) continue;
      const square = (((x >> 3) + (y >> 3)) & 1) == 0 ? 0xf4 : 0xd8;
      for (let c: usize = 0; c < 3; c++) {
        store<u8>(p + c, <u8>((<i32>load<u8>(p + c) * alpha + square * (255 - alpha) + 127) / 255));
      }
      store<u8>(p, 255, 3);
    }
  }
}

// @ts-ignore: decorator
@inline
function pixelF32(p: usize): v128 {
  return f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(p))));
}

/**
 * Scales a crop down to `dw` × `dh` RGBA pixels, each the mean of what it covers. `acc`: 16 × cw bytes.
 */
export function shrink(
  rgba: usize,
  width: i32,
  cx: i32,
  cy: i32,
  cw: i32,
  ch: i32,
  out: usize,
  dw: i32,
  dh: i32,
  acc: usize,
): void {
  const sx = <f32>cw / <f32>dw;
  const sy = <f32>ch / <f32>dh;
  for (let y = 0; y < dh; y++) {
    const top = <f32>y * sy;
    const bottom = min(<f32>ch, <f32>(y + 1) * sy);
    memory.fill(acc, 0, <usize>cw << 4);
    for (let v = <i32>top; v < ch && <f32>v < bottom; v++) {
      const weight = f32x4.splat(min(bottom, <f32>(v + 1)) - max(top, <f32>v));
      const from = rgba + (<usize>((cy + v) * width + cx) << 2);
      for (let x = 0; x < cw; x++) {
        const sum = acc + (<usize>x << 4);
        v128.store(sum, f32x4.add(v128.load(sum), f32x4.mul(weight, pixelF32(from + (<usize>x << 2)))));
      }
    }
    const scale = f32x4.splat(1.0 / ((bottom - top) * sx));
    for (let x = 0; x < dw; x++) {
      const left = <f32>x * sx;
      const right = min(<f32>cw, <f32>(x + 1) * sx);
      let sum = ZERO;
      for (let u = <i32>left; u < cw && <f32>u < right; u++) {
        const weight = min(right, <f32>(u + 1)) - max(left, <f32>u);
        sum = f32x4.add(sum, f32x4.mul(f32x4.splat(weight), v128.load(acc + (<usize>u << 4))));
      }
      const value = i32x4.trunc_sat_f32x4_u(f32x4.add(f32x4.mul(sum, scale), f32x4.splat(0.5)));
      const half = i16x8.narrow_i32x4_u(value, value);
      store<u32>(out + (<usize>(y * dw + x) << 2), i32x4.extract_lane(i8x16.narrow_i16x8_u(half, half), 0));
    }
  }
}

/**
 * `shrink` for cw = factor × dw and ch = factor × dh, factor 2 to 16: sums of whole numbers. `acc`: 8 × cw bytes and 32
 * spare ones.
 */
export function shrinkWhole(
  rgba: usize,
  width: i32,
  cx: i32,
  cy: i32,
  factor: i32,
  out: usize,
  dw: i32,
  dh: i32,
  acc: usize,
): void {
  const cw = dw * factor;
  const area: f32 = <f32>(factor * factor);
  const inverse = f32x4.splat(<f32>1.0 / area);
  for (let y = 0; y < dh; y++) {
    memory.fill(acc, 0, <usize>cw << 3);
    for (let v = 0; v < factor; v++) {
      const from = rgba + (<usize>((cy + y * factor + v) * width + cx) << 2);
      let x = 0;
      for (; x + 4 <= cw; x += 4) {
        const four = v128.load(from + (<usize>x << 2));
        const sum = acc + (<usize>x << 3);
        v128.store(sum, i16x8.add(v128.load(sum), i16x8.extend_low_i8x16_u(four)));
        v128.store(sum, i16x8.add(v128.load(sum, 16), i16x8.extend_high_i8x16_u(four)), 16);
      }
      for (; x < cw; x++) {
        const sum = acc + (<usize>x << 3);
        const one = i16x8.extend_low_i8x16_u(v128.load32_zero(from + (<usize>x << 2)));
        v128.store64_lane(sum, i16x8.add(v128.load64_zero(sum), one), 0);
      }
    }
    for (let x = 0; x < dw; x++) {
      let sum = ZERO;
      const first = acc + (<usize>(x * factor) << 3);
      for (let u = 0; u < factor; u++) {
        sum = i32x4.add(sum, i32x4.extend_low_i16x8_u(v128.load64_zero(first + (<usize>u << 3))));
      }
      const mean = f32x4.add(f32x4.mul(f32x4.convert_i32x4_u(sum), inverse), f32x4.splat(0.5));
      const value = i32x4.trunc_sat_f32x4_u(mean);
      const half = i16x8.narrow_i32x4_u(value, value);
      store<u32>(out + (<usize>(y * dw + x) << 2), i32x4.extract_lane(i8x16.narrow_i16x8_u(half, half), 0));
    }
  }
}

/** RGBA to RGB, each pixel `factor` × `factor` times. `out` has 4 spare bytes. */
export function enlarge(grid: usize, gw: i32, gh: i32, factor: i32, out: usize): void {
  if (factor == 1) {
    const pixels = gw * gh;
    let i = 0;
    for (; i + 4 <= pixels; i += 4) {
      const four = v128.load(grid + (<usize>i << 2));
      v128.store(out, i8x16.shuffle(four, ZERO, 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 16, 16, 16, 16));
      out += 12;
    }
    for (; i < pixels; i++) {
      const word = load<u32>(grid + (<usize>i << 2));
      store<u16>(out, <u16>word);
      store<u8>(out, <u8>(word >> 16), 2);
      out += 3;
    }
    return;
  }
  const stride = <usize>(gw * factor * 3);
  for (let y = 0; y < gh; y++) {
    const first = out;
    for (let x = 0; x < gw; x++) {
      const word = load<u32>(grid + (<usize>(y * gw + x) << 2));
      for (let k = 0; k < factor; k++) {
        store<u16>(out, <u16>word);
        store<u8>(out, <u8>(word >> 16), 2);
        out += 3;
      }
    }
    for (let k = 1; k < factor; k++) {
      memory.copy(out, first, stride);
      out += stride;
    }
  }
}

/**
 * For each of `gw` × `gh` cells (gw ≤ cw, gh ≤ ch) the farthest move of the crop's pixels in it, squared as pixelmatch
 * has it; pixels that are not counted stay below the threshold. The farthest of all. Uses the pictures of the last
 * `count`. `columns`: 4 × cw bytes and 16 spare ones.
 */
export function farthest(
  mask: usize,
  cx: i32,
  cy: i32,
  cw: i32,
  ch: i32,
  gw: i32,
  gh: i32,
  cells: usize,
  columns: usize,
): f32 {
  memory.fill(cells, 0, <usize>(gw * gh) << 2);
  let most: f32 = 0;
  let y = 0;
  for (let row = 0; row < gh; row++) {
    const end = <i32>((<i64>(row + 1) * ch + gh - 1) / gh);
    memory.fill(columns, 0, <usize>cw << 2);
    let some = false;
    for (; y < end && y < ch; y++) some = farthestInRow(mask, (cy + y) * W + cx, cw, columns) || some;
    if (!some) continue;
    let cell = cells + (<usize>(row * gw) << 2);
    let part = 0;
    let best: f32 = 0;
    for (let x = 0; x < cw; x++) {
      best = max<f32>(best, load<f32>(columns + (<usize>x << 2)));
      part += gw;
      if (part >= cw) {
        part -= cw;
        store<f32>(cell, best);
        most = max<f32>(most, best);
        best = 0;
        cell += 4;
      }
    }
  }
  return most;
}

/** Raises `columns` to the moves of `cw` pixels from `first` on; whether there was one. */
function farthestInRow(mask: usize, first: i32, cw: i32, columns: usize): bool {
  let some = false;
  const below = i32x4.splat(COUNTED);
  let x = 0;
  for (; SOLID && x + 4 <= cw; x += 4) {
    const marks = load<u32>(mask + <usize>(first + x));
    if (marks == 0) continue;
    some = true;
    const at = <usize>(first + x) << 2;
    const d = fourDeltas(v128.load(A + at), v128.load(B + at));
    const mark = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(i32x4.replace_lane(ZERO, 0, marks)));
    const faint = f32x4.min(f32x4.max(d, f32x4.splat(0.14)), f32x4.splat(NOT_PAST));
    let moved = v128.bitselect(f32x4.max(d, f32x4.splat(PAST)), faint, i32x4.eq(mark, below));
    moved = v128.andnot(moved, i32x4.eq(mark, ZERO));
    const column = columns + (<usize>x << 2);
    v128.store(column, f32x4.max(v128.load(column), moved));
  }
  for (; x < cw; x++) {
    const mark = load<u8>(mask + <usize>(first + x));
    if (mark == 0) continue;
    some = true;
    const d = <f32>delta(first + x);
    const moved = mark == COUNTED ? max<f32>(d, PAST) : min<f32>(max<f32>(d, 0.14), NOT_PAST);
    const column = columns + (<usize>x << 2);
    store<f32>(column, max<f32>(load<f32>(column), moved));
  }
  return some;
}

/** Squared moves just past and just below the threshold. */
const PAST: f32 = 352.2;
const NOT_PAST: f32 = 352.1;

/**
 * Draws the moves over a pale grey ghost of `after` (RGBA, cells pixels): amber what stays below the threshold, orange
 * to magenta what is past it. When nothing is past it, amber reaches its full strength at `most` (squared).
 */
export function heat(after: usize, cells: usize, pixels: i32, most: f32, out: usize): void {
  const amber = f32x4(255, 166, 0, 255);
  const orange = f32x4(242, 96, 24, 255);
  const magenta = f32x4(209, 0, 122, 255);
  const faint = most < PAST;
  const whole = sqrt<f32>(most / 35215.0);
  for (let i = 0; i < pixels; i++) {
    const at = <usize>i << 2;
    const word = load<u32>(after + at);
    const grey = <f32>((word & 0xff) * 299 + ((word >> 8) & 0xff) * 587 + ((word >> 16) & 0xff) * 114) * 0.001;
    const ghost = f32x4.splat(<f32>200.0 + (grey - <f32>128.0) * <f32>0.3);
    const moved = sqrt<f32>(load<f32>(cells + at) / 35215.0);
    let colour = ghost;
    if (moved > 0) {
      let tint = amber;
      let cover: f32;
      if (moved < 0.1) {
        cover = faint ? <f32>0.15 + <f32>0.75 * (moved / whole) : <f32>0.1 + <f32>3.5 * moved;
      } else {
        const far = min<f32>(1, (moved - 0.1) / 0.3);
        tint = f32x4.add(orange, f32x4.mul(f32x4.sub(magenta, orange), f32x4.splat(far)));
        cover = <f32>0.85 + <f32>0.15 * far;
      }
      colour = f32x4.add(ghost, f32x4.mul(f32x4.sub(tint, ghost), f32x4.splat(cover)));
    }
    const value = i32x4.trunc_sat_f32x4_u(f32x4.add(colour, f32x4.splat(0.5)));
    const half = i16x8.narrow_i32x4_u(value, value);
    store<u32>(out + at, i32x4.extract_lane(i8x16.narrow_i16x8_u(half, half), 0) | 0xff000000);
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// zlib streams (RFC 1950, RFC 1951), stricter than zlib: what is refused here is for a full decoder to judge

const LIT_BITS: i32 = 11;
const DIST_BITS: i32 = 9;
const LIT_MASK: u64 = (1 << LIT_BITS) - 1;
const DIST_MASK: u64 = (1 << DIST_BITS) - 1;

// An entry's low byte: bits that it takes (six, as many as a shift looks at) and how many literals it stands for (two);
// the literals, at most three, lie above it in their order. Without literals bits 8 to 10 say what it is:
const INVALID: u32 = 0;
const LENGTH: u32 = 1; // base << 16 | extra bits << 11
const END: u32 = 2;
const LONGER: u32 = 3; // index of a table for the bits behind << 11
const LITERAL: u32 = 4; // in a table of single symbols: literal << 16
/** The bits of an entry that count its literals. */
const RUN: u32 = 0xc0;

// Bytes from `tables` on: literals and lengths, distances, then what building them needs.
const LIT_TABLE: usize = 0;
const LIT_ENTRIES: i32 = (1 << LIT_BITS) + 288 * 16;
const DIST_TABLE: usize = <usize>LIT_ENTRIES * 4;
const DIST_ENTRIES: i32 = (1 << DIST_BITS) + 32 * 64;
const CODE_TABLE: usize = DIST_TABLE + <usize>DIST_ENTRIES * 4;
const LENGTHS: usize = CODE_TABLE + 128 * 4;
const COUNTS: usize = LENGTHS + 320;

const LENGTH_BASE: StaticArray<u16> = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const LENGTH_EXTRA: StaticArray<u8> = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
];
const DIST_BASE: StaticArray<u16> = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
];
const CODE_ORDER: StaticArray<u8> = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** What a symbol of an alphabet means, without the bits that it takes. */
// @ts-ignore: decorator
@inline
function meaning(symbol: i32, kind: i32): u32 {
  if (kind == 0) return <u32>symbol << 16; // code lengths
  if (kind == 2) {
    const extra = symbol < 4 ? 0 : (symbol >> 1) - 1;
    return symbol < 30 ? (<u32>unchecked(DIST_BASE[symbol]) << 16) | (<u32>extra << 11) | (LENGTH << 8) : INVALID << 8;
  }
  if (symbol < 256) return (<u32>symbol << 16) | (LITERAL << 8);
  if (symbol == 256) return END << 8;
  const index = symbol - 257;
  if (index > 28) return INVALID << 8;
  return (
    (<u32>unchecked(LENGTH_BASE[index]) << 16) | (<u32>unchecked(LENGTH_EXTRA[index]) << 11) | (LENGTH << 8)
  );
}

/**
 * Builds a table of single symbols for `count` code lengths (RFC 1951, 3.2.2): first `bits` bits, then a second table for
 * the rest. False for codes that are over-subscribed or, but for one lone distance, incomplete.
 */
function build(table: usize, bits: i32, lengths: usize, count: i32, kind: i32, counts: usize): bool {
  memory.fill(counts, 0, 32);
  for (let i = 0; i < count; i++) {
    const at = counts + (<usize>load<u8>(lengths + <usize>i) << 1);
    store<u16>(at, load<u16>(at) + 1);
  }
  store<u16>(counts, 0);
  let left = 1;
  let code = 0;
  let used = 0;
  // counts become the first codes of their lengths.
  for (let length: usize = 1; length <= 15; length++) {
    const here = <i32>load<u16>(counts + (length << 1));
    left = (left << 1) - here;
    if (left < 0) return false;
    used += here;
    code <<= 1;
    store<u16>(counts + (length << 1), <u16>code);
    code += here;
  }
  if (left > 0) {
    const lone = kind == 2 && (used == 0 || (used == 1 && load<u16>(counts + 2) == 0 && left == 1 << 14));
    if (!lone) return false;
    memory.fill(table, 0, <usize>4 << bits);
  }
  const size = 1 << bits;
  const rest = 15 - bits;
  let next = size; // where the next second table goes
  memory.fill(table, 0, <usize>size << 2);
  for (let symbol = 0; symbol < count; symbol++) {
    const length = <i32>load<u8>(lengths + <usize>symbol);
    if (length == 0) continue;
    const at = counts + (<usize>length << 1);
    const own = <u32>load<u16>(at);
    store<u16>(at, <u16>(own + 1));
    const turned = <i32>(reversed(own) >> (16 - length));
    if (length <= bits) {
      const entry = meaning(symbol, kind) | length;
      for (let index = turned; index < size; index += 1 << length) store<u32>(table + (<usize>index << 2), entry);
    } else {
      const first = table + (<usize>(turned & (size - 1)) << 2);
      let second = load<u32>(first);
      if (second == 0) {
        second = (<u32>next << 11) | (LONGER << 8) | bits;
        store<u32>(first, second);
        memory.fill(table + (<usize>next << 2), 0, <usize>4 << rest);
        next += 1 << rest;
      }
      const entry = meaning(symbol, kind) | (length - bits);
      const start = table + (<usize>(second >> 11) << 2);
      for (let index = turned >> bits; index < 1 << rest; index += 1 << (length - bits)) {
        store<u32>(start + (<usize>index << 2), entry);
      }
    }
  }
  return true;
}

/** Sixteen bits in the other order. */
// @ts-ignore: decorator
@inline
function reversed(code: u32): u32 {
  let v = ((code >> 1) & 0x5555) | ((code & 0x5555) << 1);
  v = ((v >> 2) & 0x3333) | ((v & 0x3333) << 2);
  v = ((v >> 4) & 0x0f0f) | ((v & 0x0f0f) << 4);
  return ((v >> 8) | (v << 8)) & 0xffff;
}

/** Turns literals of the first table into runs of up to three whose codes fit its bits together. */
function joinLiterals(table: usize): void {
  const size = 1 << LIT_BITS;
  // From above, so that what lies below is still single: an index shifted to the right is smaller, but for 0.
  for (let index = size - 1; index >= 0; index--) {
    const first = load<u32>(table + (<usize>index << 2));
    if (((first >> 8) & 7) != LITERAL) continue;
    let taken = <i32>(first & 15);
    let run: u32 = (first >> 16) & 0xff;
    let count: u32 = 1;
    const second = index == 0 ? first : load<u32>(table + (<usize>(index >> taken) << 2));
    if (((second >> 8) & 7) == LITERAL && taken + <i32>(second & 15) <= LIT_BITS) {
      const further = taken + <i32>(second & 15);
      run |= ((second >> 16) & 0xff) << 8;
      count = 2;
      const third = index == 0 ? first : load<u32>(table + (<usize>(index >> further) << 2));
      taken = further;
      if (((third >> 8) & 7) == LITERAL && taken + <i32>(third & 15) <= LIT_BITS) {
        taken += <i32>(third & 15);
        run |= ((third >> 16) & 0xff) << 16;
        count = 3;
      }
    }
    store<u32>(table + (<usize>index << 2), (run << 8) | (count << 6) | taken);
  }
  // The second tables hold single symbols; they too begin to say so in the low byte.
  for (let index = 0; index < size; index++) {
    const entry = load<u32>(table + (<usize>index << 2));
    if ((entry & RUN) != 0 || ((entry >> 8) & 7) != LONGER) continue;
    const start = table + (<usize>(entry >> 11) << 2);
    for (let k: usize = 0; k < 1 << (15 - LIT_BITS); k++) {
      const own = load<u32>(start + (k << 2));
      if (((own >> 8) & 7) == LITERAL) store<u32>(start + (k << 2), (((own >> 16) & 0xff) << 8) | 64 | (own & 15));
    }
  }
}

/** Reads the code lengths of a dynamic block (RFC 1951, 3.2.7) with what `BITS` holds; false when they are wrong. */
function dynamicTables(tables: usize): bool {
  const lengths = tables + LENGTHS;
  const counts = tables + COUNTS;
  const codes = tables + CODE_TABLE;
  refill();
  const literals = <i32>take(5) + 257;
  const distances = <i32>take(5) + 1;
  const used = <i32>take(4) + 4;
  if (literals > 286 || distances > 30) return false;
  memory.fill(lengths, 0, 19);
  for (let i = 0; i < used; i++) {
    if (i == 10) refill();
    store<u8>(lengths + <usize>unchecked(CODE_ORDER[i]), <u8>take(3));
  }
  if (!build(codes, 7, lengths, 19, 0, counts)) return false;
  let i = 0;
  const total = literals + distances;
  while (i < total) {
    if (IN > IN_END + 8) return false;
    refill();
    const entry = load<u32>(codes + (<usize>(BITS & 127) << 2));
    if ((entry & 15) == 0) return false;
    drop(<i32>(entry & 15));
    const symbol = <i32>(entry >> 16);
    if (symbol < 16) {
      store<u8>(lengths + <usize>i, <u8>symbol);
      i++;
      continue;
    }
    let value: u8 = 0;
    let repeats: i32;
    if (symbol == 16) {
      if (i == 0) return false;
      value = load<u8>(lengths + <usize>(i - 1));
      repeats = 3 + <i32>take(2);
    } else if (symbol == 17) repeats = 3 + <i32>take(3);
    else repeats = 11 + <i32>take(7);
    if (i + repeats > total) return false;
    memory.fill(lengths + <usize>i, value, <usize>repeats);
    i += repeats;
  }
  if (load<u8>(lengths + 256) == 0) return false;
  if (!build(tables + DIST_TABLE, DIST_BITS, lengths + <usize>literals, distances, 2, counts)) return false;
  if (!build(tables + LIT_TABLE, LIT_BITS, lengths, literals, 1, counts)) return false;
  joinLiterals(tables + LIT_TABLE);
  return true;
}

function fixedTables(tables: usize): void {
  const lengths = tables + LENGTHS;
  memory.fill(lengths, 8, 144);
  memory.fill(lengths + 144, 9, 112);
  memory.fill(lengths + 256, 7, 24);
  memory.fill(lengths + 280, 8, 8);
  build(tables + LIT_TABLE, LIT_BITS, lengths, 288, 1, tables + COUNTS);
  memory.fill(lengths, 5, 32);
  build(tables + DIST_TABLE, DIST_BITS, lengths, 32, 2, tables + COUNTS);
  joinLiterals(tables + LIT_TABLE);
}

let BITS: u64 = 0;
let HELD: i32 = 0;
let IN: usize = 0;
let IN_END: usize = 0;

/** At least 56 bits; behind the end of the input lie zeros, whose use is found when all is done. */
// @ts-ignore: decorator
@inline
function refill(): void {
  BITS |= load<u64>(IN) << <u64>HELD;
  IN += <usize>((63 - HELD) >> 3);
  HELD |= 56;
}

// @ts-ignore: decorator
@inline
function drop(count: i32): void {
  BITS >>= <u64>count;
  HELD -= count;
}

// @ts-ignore: decorator
@inline
function take(count: i32): u32 {
  const value = <u32>(BITS & ((<u64>1 << <u64>count) - 1));
  drop(count);
  return value;
}

/**
 * One block's symbols to `out`; where it ends, or 0 for a fault. `start`: where all output began, `end`: where it has to.
 */
function block(out: usize, start: usize, end: usize, tables: usize): usize {
  const literals = tables + LIT_TABLE;
  const distances = tables + DIST_TABLE;
  const limit = IN_END + 8;
  let bits = BITS;
  let held = HELD;
  let at = IN;
  let result: usize = 0;
  while (at <= limit) {
    bits |= load<u64>(at) << <u64>held;
    at += <usize>((63 - held) >> 3);
    held |= 56;
    let entry = load<u32>(literals + (<usize>(bits & LIT_MASK) << 2));
    if (out + 16 <= end) {
      // A run of literals, or none, without a branch; then most often comes a match.
      const run = entry & RUN ? entry : 0;
      store<u32>(out, run >> 8);
      out += <usize>((run >> 6) & 3);
      bits >>= <u64>run;
      held -= <i32>(run & 63);
      entry = load<u32>(literals + (<usize>(bits & LIT_MASK) << 2));
      if (entry & RUN) {
        store<u32>(out, entry >> 8);
        out += <usize>((entry >> 6) & 3);
        bits >>= <u64>entry;
        held -= <i32>(entry & 63);
        continue;
      }
      // 45 bits are left: enough for a match whose codes are in the first tables (11 + 5 + 9 + 13).
    }
    if ((entry & (RUN | (7 << 8))) == LONGER << 8) {
      bits |= load<u64>(at) << <u64>held;
      at += <usize>((63 - held) >> 3);
      held |= 56;
      bits >>= LIT_BITS;
      held -= LIT_BITS;
      entry = load<u32>(literals + (<usize>((entry >> 11) + <u32>(bits & ((1 << (15 - LIT_BITS)) - 1))) << 2));
    }
    bits >>= <u64>entry;
    held -= <i32>(entry & 63);
    if (entry & RUN) {
      const run = <usize>((entry >> 6) & 3);
      if (out + run > end) return 0;
      let word = entry >> 8;
      for (let k: usize = 0; k < run; k++, word >>= 8) store<u8>(out + k, <u8>word);
      out += run;
      continue;
    }
    const kind = (entry >> 8) & 7;
    if (kind != LENGTH) {
      if (kind == END) result = out;
      break;
    }
    let extra = <u64>((entry >> 11) & 31);
    const length = <usize>((entry >> 16) + <u32>(bits & ((<u64>1 << extra) - 1)));
    bits >>= extra;
    held -= <i32>extra;
    let far = load<u32>(distances + (<usize>(bits & DIST_MASK) << 2));
    if (((far >> 8) & 7) != LENGTH) {
      if (((far >> 8) & 7) != LONGER) break;
      bits |= load<u64>(at) << <u64>held;
      at += <usize>((63 - held) >> 3);
      held |= 56;
      bits >>= DIST_BITS;
      held -= DIST_BITS;
      far = load<u32>(distances + (<usize>((far >> 11) + <u32>(bits & ((1 << (15 - DIST_BITS)) - 1))) << 2));
      if (((far >> 8) & 7) != LENGTH) break;
    }
    bits >>= <u64>far;
    held -= <i32>(far & 63);
    extra = <u64>((far >> 11) & 31);
    const distance = <usize>((far >> 16) + <u32>(bits & ((<u64>1 << extra) - 1)));
    bits >>= extra;
    held -= <i32>extra;
    const stop = out + length;
    if (distance > out - start || stop > end) break;
    let from = out - distance;
    if (distance >= 16 && stop + 16 <= end) {
      v128.store(out, v128.load(from));
      if (length > 16) {
        for (out += 16, from += 16; out < stop; out += 16, from += 16) v128.store(out, v128.load(from));
      }
    } else if (distance == 1) {
      memory.fill(out, load<u8>(from), length);
    } else {
      for (; out < stop; out++, from++) store<u8>(out, load<u8>(from));
    }
    out = stop;
  }
  BITS = bits;
  HELD = held;
  IN = at;
  return result;
}

/**
 * Inflates a zlib stream of exactly `length` bytes to exactly `size` bytes and holds it against its checksum; 0 when all
 * is right. Behind the stream lie 32 zero bytes, behind `out` 16 spare ones. `tables`: 64 KiB.
 */
export function inflate(stream: usize, length: i32, out: usize, size: i32, tables: usize): i32 {
  if (length < 8) return -1;
  const method = <u32>load<u8>(stream);
  const flags = <u32>load<u8>(stream + 1);
  if ((method & 15) != 8 || method >> 4 > 7 || ((method << 8) | flags) % 31 != 0 || (flags & 32) != 0) return -1;
  IN = stream + 2;
  IN_END = stream + <usize>length;
  BITS = 0;
  HELD = 0;
  const start = out;
  const end = out + <usize>size;
  let final = false;
  while (!final) {
    if (IN > IN_END + 8) return -1;
    refill();
    final = take(1) == 1;
    const kind = take(2);
    if (kind == 0) {
      drop(HELD & 7);
      refill();
      const count = <usize>take(16);
      if ((take(16) ^ 0xffff) != <u32>count) return -1;
      // Whole bytes that were read ahead go back.
      const from = IN - <usize>(HELD >> 3);
      if (from + count > IN_END || out + count > end) return -1;
      memory.copy(out, from, count);
      out += count;
      IN = from + count;
      BITS = 0;
      HELD = 0;
      continue;
    }
    if (kind == 3) return -1;
    if (kind == 1) fixedTables(tables);
    else if (!dynamicTables(tables)) return -1;
    out = block(out, start, end, tables);
    if (out == 0) return -1;
  }
  drop(HELD & 7);
  const sum = IN - <usize>(HELD >> 3);
  if (out != end || sum + 4 != IN_END) return -1;
  return bswap<u32>(load<u32>(sum)) == adler(start, <usize>size) ? 0 : -1;
}

/** Adler-32 (RFC 1950, 8.2), sixteen bytes at a time. */
function adler(from: usize, size: usize): u32 {
  let a: u32 = 1;
  let b: u32 = 0;
  const falling = i16x8(16, 15, 14, 13, 12, 11, 10, 9);
  const fallen = i16x8(8, 7, 6, 5, 4, 3, 2, 1);
  while (size >= 16) {
    // 5552 bytes are the most whose sums fit 32 bits.
    const chunks = min<usize>(size >> 4, 347);
    let before = ZERO;
    let sums = ZERO;
    let weighted = ZERO;
    for (let k: usize = 0; k < chunks; k++, from += 16) {
      const bytes = v128.load(from);
      before = i32x4.add(before, sums);
      sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes)));
      weighted = i32x4.add(weighted, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(bytes), falling));
      weighted = i32x4.add(weighted, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(bytes), fallen));
    }
    b = (b + <u32>((<u64>(a * <u32>chunks) * 16 + <u64>total(before) * 16 + <u64>total(weighted)) % 65521)) % 65521;
    a = (a + total(sums)) % 65521;
    size -= chunks << 4;
  }
  for (; size > 0; size--, from++) {
    a = (a + load<u8>(from)) % 65521;
    b = (b + a) % 65521;
  }
  return (b << 16) | a;
}

// @ts-ignore: decorator
@inline
function total(v: v128): u32 {
  return i32x4.extract_lane(v, 0) + i32x4.extract_lane(v, 1) + i32x4.extract_lane(v, 2) + i32x4.extract_lane(v, 3);
}
