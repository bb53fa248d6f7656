// AssemblyScript, compiled by build.ts to kernel.wasm.ts. Everything works on memory that the caller lays out: pointers are
// byte offsets, a multiple of 16 each; lists are read and written in fours, so that they end in room for three more.
//
// A picture is drawn tile by tile, so that what is written stays in the nearest cache. A tile lies in cells of four pixels of a
// row, 64 bytes each: four times red, green, blue, and what still shines through.

/** Variance in pixels² that the pixel itself adds ("Mip-Splatting", Yu et al. 2024, equation 9; Spark does so too). */
const PIXEL_VARIANCE: f32 = 0.3;
/** What adds less than this to a pixel is not drawn. */
const FAINT: f32 = 1.0 / 255.0;
/** A pixel that lets through less than this is done; `compose` makes up for the rest. */
const DONE: f32 = 1.0 / 128.0;
/** An ellipse ends at √8 standard deviations, as Spark's do. */
const REACH: f32 = 8;
/** e⁴ · FAINT: what is as strong as this reaches as far as may be. */
const STRONG: f32 = 54.59815 / 255.0;

const ONE: f32 = 1;
const TWO: f32 = 2;

/** Bytes of what a Gaussian is reduced to before it is drawn. */
const RECORD = 48;
/** An eighth of −½: squares of distances are kept so that `falloff` need not multiply them. */
const EIGHTH: f32 = -0.0625;
const DIGITS = 2048;
/** Pixels a side of a tile: 2 to the power of this. */
const TILE_BITS = 5;
const TILE = 1 << TILE_BITS;
/** Two numbers of 16 bits, shifted by `TILE_BITS`, without what came from the upper into the lower. */
const TILES: u32 = 0xffff_0000 | (0xffff >> TILE_BITS);
const LAST_KEY: u32 = DIGITS * DIGITS - 1;

// @ts-ignore: decorator
@inline
function all(value: f32): v128 {
  return f32x4.splat(value);
}

/**
 * Covariances of Gaussians from their axes' lengths (three numbers each) and rotations (w, x, y, z): six lists one after
 * another, xx, xy, xz, yy, yz, zz, `stride` bytes each.
 */
export function shape(count: i32, scales: usize, rotations: usize, out: usize, stride: usize): void {
  for (let i = 0; i < count; i += 1) {
    const w = load<f32>(rotations);
    const x = load<f32>(rotations, 4);
    const y = load<f32>(rotations, 8);
    const z = load<f32>(rotations, 12);
    const a = load<f32>(scales);
    const b = load<f32>(scales, 4);
    const c = load<f32>(scales, 8);
    const m00 = (ONE - TWO * (y * y + z * z)) * a;
    const m10 = TWO * (x * y + w * z) * a;
    const m20 = TWO * (x * z - w * y) * a;
    const m01 = TWO * (x * y - w * z) * b;
    const m11 = (ONE - TWO * (x * x + z * z)) * b;
    const m21 = TWO * (y * z + w * x) * b;
    const m02 = TWO * (x * z + w * y) * c;
    const m12 = TWO * (y * z - w * x) * c;
    const m22 = (ONE - TWO * (x * x + y * y)) * c;
    store<f32>(out, m00 * m00 + m01 * m01 + m02 * m02);
    store<f32>(out + stride, m00 * m10 + m01 * m11 + m02 * m12);
    store<f32>(out + 2 * stride, m00 * m20 + m01 * m21 + m02 * m22);
    store<f32>(out + 3 * stride, m10 * m10 + m11 * m11 + m12 * m12);
    store<f32>(out + 4 * stride, m10 * m20 + m11 * m21 + m12 * m22);
    store<f32>(out + 5 * stride, m20 * m20 + m21 * m21 + m22 * m22);
    rotations += 16;
    scales += 12;
    out += 4;
  }
}

let nearest: f32 = 0;
let farthest: f32 = 0;

/**
 * Reduces what can be seen to records, depths and boxes (first and last column, first and last row, 16 bits each); gives how many. Four Gaussians at a time: their covariances go
 * through the camera by the first derivative of the projection at their centres (EWA: Zwicker et al. 2001, equations 25 to 31).
 *
 * `camera`: nine numbers of its rotation, three of its translation, focal length, centre x and y in pixels, the near
 * limit, and how far off the axis a direction is taken as it is: left, right, top, bottom.
 */
export function project(
  count: i32,
  positions: usize,
  shapes: usize,
  stride: usize,
  colours: usize,
  opacities: usize,
  camera: usize,
  width: i32,
  height: i32,
  records: usize,
  depths: usize,
  boxes: usize,
): i32 {
  const a0 = v128.load32_splat(camera);
  const a1 = v128.load32_splat(camera, 4);
  const a2 = v128.load32_splat(camera, 8);
  const b0 = v128.load32_splat(camera, 12);
  const b1 = v128.load32_splat(camera, 16);
  const b2 = v128.load32_splat(camera, 20);
  const c0 = v128.load32_splat(camera, 24);
  const c1 = v128.load32_splat(camera, 28);
  const c2 = v128.load32_splat(camera, 32);
  const t0 = v128.load32_splat(camera, 36);
  const t1 = v128.load32_splat(camera, 40);
  const t2 = v128.load32_splat(camera, 44);
  const focal = v128.load32_splat(camera, 48);
  const centreX = v128.load32_splat(camera, 52);
  const centreY = v128.load32_splat(camera, 56);
  const near = v128.load32_splat(camera, 60);
  const left = v128.load32_splat(camera, 64);
  const right = v128.load32_splat(camera, 68);
  const top = v128.load32_splat(camera, 72);
  const bottom = v128.load32_splat(camera, 76);
  nearest = f32.MAX_VALUE;
  farthest = 0;
  let seen = 0;
  for (let first = 0; first < count; first += 4) {
    const at = <usize>first << 2;
    const from = positions + 3 * at;
    const p0 = v128.load(from);
    const p1 = v128.load(from, 16);
    const p2 = v128.load(from, 32);
    const px = i32x4.shuffle(i32x4.shuffle(p0, p1, 0, 3, 6, 6), p2, 0, 1, 2, 5);
    const py = i32x4.shuffle(i32x4.shuffle(p0, p1, 1, 4, 7, 7), p2, 0, 1, 2, 6);
    const pz = i32x4.shuffle(i32x4.shuffle(p0, p1, 2, 5, 5, 5), p2, 0, 1, 4, 7);
    const opacity = v128.load(opacities + at);
    const z = f32x4.add(
      f32x4.add(f32x4.mul(c0, px), f32x4.mul(c1, py)),
      f32x4.add(f32x4.mul(c2, pz), t2),
    );
    let keep = v128.and(f32x4.ge(z, near), f32x4.ge(opacity, all(FAINT)));
    if (!v128.any_true(keep)) continue;
    const inverse = f32x4.div(all(1), z);
    const u = f32x4.mul(
      f32x4.add(f32x4.add(f32x4.mul(a0, px), f32x4.mul(a1, py)), f32x4.add(f32x4.mul(a2, pz), t0)),
      inverse,
    );
    const v = f32x4.mul(
      f32x4.add(f32x4.add(f32x4.mul(b0, px), f32x4.mul(b1, py)), f32x4.add(f32x4.mul(b2, pz), t1)),
      inverse,
    );
    // Rows of derivative · camera, in pixels per unit of the world.
    const f = f32x4.mul(focal, inverse);
    const hu = f32x4.pmin(f32x4.pmax(u, left), right);
    const hv = f32x4.pmin(f32x4.pmax(v, top), bottom);
    const x0 = f32x4.mul(f, f32x4.sub(a0, f32x4.mul(hu, c0)));
    const x1 = f32x4.mul(f, f32x4.sub(a1, f32x4.mul(hu, c1)));
    const x2 = f32x4.mul(f, f32x4.sub(a2, f32x4.mul(hu, c2)));
    const y0 = f32x4.mul(f, f32x4.sub(b0, f32x4.mul(hv, c0)));
    const y1 = f32x4.mul(f, f32x4.sub(b1, f32x4.mul(hv, c1)));
    const y2 = f32x4.mul(f, f32x4.sub(b2, f32x4.mul(hv, c2)));
    const shapeAt = shapes + at;
    const sxx = v128.load(shapeAt);
    const sxy = v128.load(shapeAt + stride);
    const sxz = v128.load(shapeAt + 2 * stride);
    const syy = v128.load(shapeAt + 3 * stride);
    const syz = v128.load(shapeAt + 4 * stride);
    const szz = v128.load(shapeAt + 5 * stride);
    // Covariance · row, for both rows; then the rows times that.
    const e0 = f32x4.add(f32x4.add(f32x4.mul(sxx, x0), f32x4.mul(sxy, x1)), f32x4.mul(sxz, x2));
    const e1 = f32x4.add(f32x4.add(f32x4.mul(sxy, x0), f32x4.mul(syy, x1)), f32x4.mul(syz, x2));
    const e2 = f32x4.add(f32x4.add(f32x4.mul(sxz, x0), f32x4.mul(syz, x1)), f32x4.mul(szz, x2));
    const g0 = f32x4.add(f32x4.add(f32x4.mul(sxx, y0), f32x4.mul(sxy, y1)), f32x4.mul(sxz, y2));
    const g1 = f32x4.add(f32x4.add(f32x4.mul(sxy, y0), f32x4.mul(syy, y1)), f32x4.mul(syz, y2));
    const g2 = f32x4.add(f32x4.add(f32x4.mul(sxz, y0), f32x4.mul(syz, y1)), f32x4.mul(szz, y2));
    const sharpXx = f32x4.add(f32x4.add(f32x4.mul(e0, x0), f32x4.mul(e1, x1)), f32x4.mul(e2, x2));
    const xy = f32x4.add(f32x4.add(f32x4.mul(e0, y0), f32x4.mul(e1, y1)), f32x4.mul(e2, y2));
    const sharpYy = f32x4.add(f32x4.add(f32x4.mul(g0, y0), f32x4.mul(g1, y1)), f32x4.mul(g2, y2));
    const xx = f32x4.add(sharpXx, all(PIXEL_VARIANCE));
    const yy = f32x4.add(sharpYy, all(PIXEL_VARIANCE));
    const square = f32x4.mul(xy, xy);
    const inverseDet = f32x4.div(all(1), f32x4.sub(f32x4.mul(xx, yy), square));
    const sharpDet = f32x4.pmax(f32x4.sub(f32x4.mul(sharpXx, sharpYy), square), all(0));
    const strength = f32x4.mul(opacity, f32x4.sqrt(f32x4.mul(sharpDet, inverseDet)));
    const x = f32x4.sub(f32x4.add(centreX, f32x4.mul(focal, u)), all(0.5));
    const y = f32x4.sub(f32x4.add(centreY, f32x4.mul(focal, v)), all(0.5));
    keep = v128.and(keep, f32x4.ge(strength, all(FAINT)));
    let reach = all(REACH);
    if (v128.any_true(v128.and(keep, f32x4.lt(strength, all(STRONG))))) reach = reaching(strength);
    // The pixels whose centres may lie inside; pixel (column, row) has its centre at (column, row).
    const halfWidth = f32x4.sqrt(f32x4.mul(reach, xx));
    const halfHeight = f32x4.sqrt(f32x4.mul(reach, yy));
    const west = i32x4.max_s(wholeOf(f32x4.ceil(f32x4.sub(x, halfWidth))), i32x4.splat(0));
    const east = i32x4.min_s(wholeOf(f32x4.floor(f32x4.add(x, halfWidth))), i32x4.splat(width - 1));
    const north = i32x4.max_s(wholeOf(f32x4.ceil(f32x4.sub(y, halfHeight))), i32x4.splat(0));
    const south = i32x4.min_s(wholeOf(f32x4.floor(f32x4.add(y, halfHeight))), i32x4.splat(height - 1));
    keep = v128.and(keep, v128.and(i32x4.le_s(west, east), i32x4.le_s(north, south)));
    const kept = i32x4.bitmask(keep);
    if (kept == 0) continue;
    const columns = v128.or(west, i32x4.shl(east, 16));
    const rows = v128.or(north, i32x4.shl(south, 16));
    const inverseSquare = f32x4.mul(inverseDet, all(EIGHTH));
    const a = f32x4.mul(yy, inverseSquare);
    const b = f32x4.neg(f32x4.mul(xy, inverseSquare));
    const c = f32x4.mul(xx, inverseSquare);
    for (let lane = 0; lane < 4; lane += 1) {
      if (((kept >> lane) & 1) == 0 || first + lane >= count) continue;
      const s = laneOf(strength, lane);
      const depth = laneOf(z, lane);
      const inverseA: f32 = 1 / laneOf(a, lane);
      const record = records + <usize>seen * RECORD;
      const colour = colours + 3 * (at + (<usize>lane << 2));
      store<f32>(record, load<f32>(colour) * s);
      store<f32>(record, load<f32>(colour, 4) * s, 4);
      store<f32>(record, load<f32>(colour, 8) * s, 8);
      store<f32>(record, s, 12);
      store<f32>(record, laneOf(x, lane), 16);
      store<f32>(record, laneOf(y, lane), 20);
      store<f32>(record, laneOf(a, lane), 24);
      store<f32>(record, 2 * laneOf(b, lane), 28);
      store<f32>(record, laneOf(c, lane), 32);
      store<f32>(record, EIGHTH * laneOf(reach, lane), 36);
      store<f32>(record, -laneOf(b, lane) * inverseA, 40);
      store<f32>(record, inverseA, 44);
      const box = boxes + (<usize>seen << 3);
      store<i32>(box, wholeLaneOf(columns, lane));
      store<i32>(box, wholeLaneOf(rows, lane), 4);
      store<f32>(depths + (<usize>seen << 2), depth);
      if (depth < nearest) nearest = depth;
      if (depth > farthest) farthest = depth;
      seen += 1;
    }
  }
  return seen;
}

/** Squares of the standard deviations that Gaussians of a strength are drawn to: where they become faint, or √8 of them. */
function reaching(strength: v128): v128 {
  let reach = all(REACH);
  const s0 = f32x4.extract_lane(strength, 0);
  const s1 = f32x4.extract_lane(strength, 1);
  const s2 = f32x4.extract_lane(strength, 2);
  const s3 = f32x4.extract_lane(strength, 3);
  if (s0 < STRONG) reach = f32x4.replace_lane(reach, 0, 2 * Mathf.log(s0 * 255));
  if (s1 < STRONG) reach = f32x4.replace_lane(reach, 1, 2 * Mathf.log(s1 * 255));
  if (s2 < STRONG) reach = f32x4.replace_lane(reach, 2, 2 * Mathf.log(s2 * 255));
  if (s3 < STRONG) reach = f32x4.replace_lane(reach, 3, 2 * Mathf.log(s3 * 255));
  return reach;
}

/** Whole numbers, within 16 bits and a sign. */
// @ts-ignore: decorator
@inline
function wholeOf(values: v128): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.pmax(f32x4.pmin(values, all(32767)), all(-32768)));
}

// @ts-ignore: decorator
@inline
function wholeLaneOf(values: v128, lane: i32): i32 {
  if (lane == 0) return i32x4.extract_lane(values, 0);
  if (lane == 1) return i32x4.extract_lane(values, 1);
  if (lane == 2) return i32x4.extract_lane(values, 2);
  return i32x4.extract_lane(values, 3);
}

// @ts-ignore: decorator
@inline
function laneOf(values: v128, lane: i32): f32 {
  if (lane == 0) return f32x4.extract_lane(values, 0);
  if (lane == 1) return f32x4.extract_lane(values, 1);
  if (lane == 2) return f32x4.extract_lane(values, 2);
  return f32x4.extract_lane(values, 3);
}

/**
 * Puts the numbers 0 to seen − 1 into `order`, the nearest first; equal depths keep their order. Depths are sorted by 22
 * bits, in two passes of 11.
 */
export function sort(seen: i32, depths: usize, keys: usize, order: usize, spare: usize, counts: usize): void {
  const scale: f32 = farthest > nearest ? <f32>LAST_KEY / (farthest - nearest) : 0;
  const high = counts + DIGITS * 4;
  memory.fill(counts, 0, DIGITS * 8);
  for (let i = 0; i < seen; i += 1) {
    const at = <usize>i << 2;
    const far = u32((load<f32>(depths + at) - nearest) * scale);
    const key = far < LAST_KEY ? far : LAST_KEY;
    store<u32>(keys + at, key);
    const low = counts + ((key & (DIGITS - 1)) << 2);
    store<u32>(low, load<u32>(low) + 1);
    const upper = high + ((key >> 11) << 2);
    store<u32>(upper, load<u32>(upper) + 1);
  }
  let before: u32 = 0;
  let above: u32 = 0;
  for (let digit = 0; digit < DIGITS; digit += 1) {
    const low = counts + (<usize>digit << 2);
    const upper = high + (<usize>digit << 2);
    const many = load<u32>(low);
    const more = load<u32>(upper);
    store<u32>(low, before);
    store<u32>(upper, above);
    before += many;
    above += more;
  }
  for (let i = 0; i < seen; i += 1) {
    const low = counts + ((load<u32>(keys + (<usize>i << 2)) & (DIGITS - 1)) << 2);
    const place = load<u32>(low);
    store<u32>(low, place + 1);
    store<u32>(spare + (<usize>place << 2), i);
  }
  for (let at = 0; at < seen; at += 1) {
    const i = load<u32>(spare + (<usize>at << 2));
    const upper = high + ((load<u32>(keys + (<usize>i << 2)) >> 11) << 2);
    const place = load<u32>(upper);
    store<u32>(upper, place + 1);
    store<u32>(order + (<usize>place << 2), i);
  }
}

/** Counts for each tile how many boxes reach it. Gives how many entries the tiles' lists will have. */
export function count(seen: i32, boxes: usize, width: i32, height: i32, counts: usize): i32 {
  const across = (width + TILE - 1) >> TILE_BITS;
  const down = (height + TILE - 1) >> TILE_BITS;
  memory.fill(counts, 0, <usize>(across * down) << 2);
  let entries = 0;
  for (const end = boxes + (<usize>seen << 3); boxes < end; boxes += 8) {
    const columns = (load<u32>(boxes) >> TILE_BITS) & TILES;
    const rows = (load<u32>(boxes, 4) >> TILE_BITS) & TILES;
    for (let row = rows & 0xffff; row <= rows >> 16; row += 1)
      for (let column = columns & 0xffff; column <= columns >> 16; column += 1) {
        const at = counts + <usize>((row * across + column) << 2);
        store<u32>(at, load<u32>(at) + 1);
        entries += 1;
      }
  }
  return entries;
}

/** Fills the tiles' lists, one behind the other, each front to back; `counts` becomes where each of them ends. */
export function deal(
  seen: i32,
  order: usize,
  boxes: usize,
  width: i32,
  height: i32,
  counts: usize,
  lists: usize,
): void {
  const across = (width + TILE - 1) >> TILE_BITS;
  const tiles = across * ((height + TILE - 1) >> TILE_BITS);
  let before: u32 = 0;
  for (let tile = 0; tile < tiles; tile += 1) {
    const at = counts + (<usize>tile << 2);
    const many = load<u32>(at);
    store<u32>(at, before);
    before += many;
  }
  for (let place = 0; place < seen; place += 1) {
    const number = load<u32>(order + (<usize>place << 2));
    const box = boxes + (<usize>number << 3);
    const columns = (load<u32>(box) >> TILE_BITS) & TILES;
    const rows = (load<u32>(box, 4) >> TILE_BITS) & TILES;
    for (let row = rows & 0xffff; row <= rows >> 16; row += 1)
      for (let column = columns & 0xffff; column <= columns >> 16; column += 1) {
        const at = counts + <usize>((row * across + column) << 2);
        const next = load<u32>(at);
        store<u32>(at, next + 1);
        store<u32>(lists + (<usize>next << 2), number);
      }
  }
}

/**
 * What a loop needs in registers: a constant of a v128 is put together anew each time, one that was loaded stays. 1, ½, ⅙, 4, `DONE`.
 */
const CONSTANTS = memory.data<f32>([1, 0.5, 1.0 / 6.0, 4, DONE]);

/**
 * Draws all tiles, each front to back until nothing shines through, and writes them over the background as straight RGBA.
 *
 * @param tile room for one tile
 * @param ground 1 when `picture` holds what lies behind; else that is `solid`, one RGBA everywhere
 * @param picture RGBA in rows of whole cells
 */
export function paint(
  records: usize,
  boxes: usize,
  ends: usize,
  lists: usize,
  width: i32,
  height: i32,
  tile: usize,
  ground: i32,
  solid: u32,
  picture: usize,
): void {
  const row = <usize>((width + 3) >> 2) << 4;
  let end: u32 = 0;
  for (let top = 0; top < height; top += TILE)
    for (let left = 0; left < width; left += TILE) {
      const right = min(left + TILE, width);
      const bottom = min(top + TILE, height);
      const start = end;
      end = load<u32>(ends);
      ends += 4;
      clear(tile);
      blend(lists + (<usize>start << 2), lists + (<usize>end << 2), records, boxes, tile, left, top, right, bottom);
      const cells = (right - left + 3) >> 2;
      for (let y = top; y < bottom; y += 1) {
        const to = picture + <usize>y * row + (<usize>left << 2);
        compose(tile + (<usize>(y - top) << (TILE_BITS + 4)), cells, ground ? to : 0, solid, to);
      }
    }
}

/** Nothing on a tile, and all shines through. */
function clear(tile: usize): void {
  const one = all(1);
  const none = all(0);
  for (const end = tile + (TILE << (TILE_BITS + 4)); tile < end; tile += 64) {
    v128.store(tile, none);
    v128.store(tile, none, 16);
    v128.store(tile, none, 32);
    v128.store(tile, one, 48);
  }
}

/** Gaussians that are drawn on a tile before it is looked whether anything still shines through. */
const BETWEEN_LOOKS = 64;
/** Ellipses of so many cells across are drawn with their corners, which costs less than to ask where each row begins. */
const NARROW = 3;

/** Draws a list of records on a tile. Pixel (column, row) has its centre at (column, row) here. */
function blend(
  list: usize,
  listEnd: usize,
  records: usize,
  boxes: usize,
  tile: usize,
  left: i32,
  top: i32,
  right: i32,
  bottom: i32,
): void {
  const steps = f32x4(0, 1, 2, 3);
  const one = v128.load32_splat(CONSTANTS);
  const half = v128.load32_splat(CONSTANTS, 4);
  const sixth = v128.load32_splat(CONSTANTS, 8);
  const four = v128.load32_splat(CONSTANTS, 12);
  const done = v128.load32_splat(CONSTANTS, 16);
  for (let drawn = 0; list < listEnd; list += 4) {
    drawn += 1;
    if (drawn % BETWEEN_LOOKS == 0 && isDone(tile, bottom - top, (right - left + 3) >> 2)) return;
    const number = load<u32>(list);
    const record = records + <usize>number * RECORD;
    const x = load<f32>(record, 16);
    const y = load<f32>(record, 20);
    const box = boxes + (<usize>number << 3);
    const firstRow = max<i32>(load<u16>(box, 4), top);
    const lastRow = min<i32>(load<u16>(box, 6), bottom - 1);
    const firstColumn = max<i32>(load<u16>(box), left) - left;
    const lastColumn = min<i32>(load<u16>(box, 2), right - 1) - left;
    const red = v128.load32_splat(record);
    const green = v128.load32_splat(record, 4);
    const blue = v128.load32_splat(record, 8);
    const strength = v128.load32_splat(record, 12);
    const a = v128.load32_splat(record, 24);
    const b = load<f32>(record, 28);
    const c = load<f32>(record, 32);
    const reach = load<f32>(record, 36);
    const reaches = all(reach);
    const lean = load<f32>(record, 40);
    const inverseA = load<f32>(record, 44);
    const off = x - <f32>left;
    let first = firstColumn >> 2;
    let last = lastColumn >> 2;
    const narrow = last - first < NARROW;
    for (let row = firstRow; row <= lastRow; row += 1) {
      const dy = <f32>row - y;
      const base = c * dy * dy;
      if (!narrow) {
        // a·dx² + 2b·dx·dy + c·dy² ≤ reach, solved for dx: the row's share of the ellipse and nothing else.
        const middle = lean * dy;
        const root = middle * middle + (reach - base) * inverseA;
        if (root < 0) continue;
        const aside = Mathf.sqrt(root);
        first = max<i32>(<i32>(off + middle - aside), firstColumn) >> 2;
        last = min<i32>(<i32>(off + middle + aside), lastColumn) >> 2;
      }
      const bases = all(base);
      const slope = all(b * dy);
      let dx = f32x4.add(all(<f32>(first << 2) - off), steps);
      const line = tile + (<usize>(row - top) << (TILE_BITS + 4));
      const stop = line + (<usize>last << 6);
      for (let cell = line + (<usize>first << 6); cell <= stop; cell += 64) {
        const through = v128.load(cell, 48);
        const open = f32x4.ge(through, done);
        if (!v128.any_true(open)) {
          dx = f32x4.add(dx, four);
          continue;
        }
        const t = f32x4.add(f32x4.mul(f32x4.add(f32x4.mul(a, dx), slope), dx), bases);
        dx = f32x4.add(dx, four);
        // exp(8t), right to 0.0004: three terms of exp(t), squared three times.
        const eighth = f32x4.add(one, f32x4.mul(t, f32x4.add(one, f32x4.mul(t, f32x4.add(half, f32x4.mul(t, sixth))))));
        const quarter = f32x4.mul(eighth, eighth);
        const square = f32x4.mul(quarter, quarter);
        const reached = v128.and(f32x4.ge(t, reaches), open);
        const share = v128.and(f32x4.mul(through, f32x4.mul(square, square)), reached);
        v128.store(cell, f32x4.add(v128.load(cell), f32x4.mul(share, red)));
        v128.store(cell, f32x4.add(v128.load(cell, 16), f32x4.mul(share, green)), 16);
        v128.store(cell, f32x4.add(v128.load(cell, 32), f32x4.mul(share, blue)), 32);
        v128.store(cell, f32x4.sub(through, f32x4.mul(share, strength)), 48);
      }
    }
  }
}

/** Whether nothing shines through any more. */
function isDone(tile: usize, rows: i32, cells: i32): bool {
  for (let row = 0; row < rows; row += 1) {
    let most = f32x4.splat(0);
    for (let cell = tile, end = tile + (<usize>cells << 6); cell < end; cell += 64) {
      most = f32x4.pmax(most, v128.load(cell, 48));
    }
    if (v128.any_true(f32x4.ge(most, all(DONE)))) return false;
    tile += TILE << 4;
  }
  return true;
}

/** One byte of each of four pixels, as a float. */
// @ts-ignore: decorator
@inline
function channelOf(pixels: v128, shift: i32): v128 {
  return f32x4.convert_i32x4_u(v128.and(i32x4.shr_u(pixels, shift), i32x4.splat(255)));
}

// @ts-ignore: decorator
@inline
function byteOf(values: v128): v128 {
  return i32x4.trunc_sat_f32x4_u(f32x4.nearest(f32x4.pmin(f32x4.pmax(values, all(0)), all(255))));
}

/** Cells over a background, as straight RGBA; `into` may be where the background lies, 0 is `solid` everywhere. */
function compose(canvas: usize, cells: i32, ground: usize, solid: u32, into: usize): void {
  let behind = i32x4.splat(solid);
  for (const end = canvas + (<usize>cells << 6); canvas < end; canvas += 64) {
    if (ground != 0) {
      behind = v128.load(ground);
      ground += 16;
    }
    const left = v128.load(canvas, 48);
    if (!v128.any_true(f32x4.lt(left, all(1)))) {
      // Nothing was drawn here.
      v128.store(into, behind);
      into += 16;
      continue;
    }
    // What is done lets nothing through: what little was missing is like what is there.
    const done = f32x4.lt(left, all(DONE));
    const through = v128.andnot(left, done);
    const full = v128.bitselect(f32x4.div(all(255), f32x4.sub(all(1), left)), all(255), done);
    const base = f32x4.mul(through, f32x4.mul(channelOf(behind, 24), all(1.0 / 255.0)));
    const cover = f32x4.add(f32x4.sub(all(1), through), base);
    // Straight alpha: what was gathered is divided by how much of the pixel it covers.
    const scale = v128.and(f32x4.div(all(1), cover), f32x4.gt(cover, all(0)));
    const red = f32x4.add(f32x4.mul(v128.load(canvas), full), f32x4.mul(base, channelOf(behind, 0)));
    const green = f32x4.add(f32x4.mul(v128.load(canvas, 16), full), f32x4.mul(base, channelOf(behind, 8)));
    const blue = f32x4.add(f32x4.mul(v128.load(canvas, 32), full), f32x4.mul(base, channelOf(behind, 16)));
    const low = v128.or(byteOf(f32x4.mul(red, scale)), i32x4.shl(byteOf(f32x4.mul(green, scale)), 8));
    const high = v128.or(
      i32x4.shl(byteOf(f32x4.mul(blue, scale)), 16),
      i32x4.shl(byteOf(f32x4.mul(cover, all(255))), 24),
    );
    v128.store(into, v128.or(low, high));
    into += 16;
  }
}
