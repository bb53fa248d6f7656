// AssemblyScript, compiled by build.ts to kernel.wasm.ts. Everything works on memory that the caller lays out: pointers are
// byte offsets, a multiple of 16 each; lists are read and written in fours, so that they end in room for three more.
//
// A picture is drawn on finer pixels, two a side of each of its own: first what is nearest in each of them, the triangle and
// 1 / depth, then the colours of those that are seen.

/** Rounding must not open a gap between two triangles: each reaches by this share of itself into the next. */
const ROUNDING: f32 = 1e-4;
/** Texels between two reads that still see one surface. */
const NEAR: f32 = 3;
/** Bytes of what is kept of a triangle: see `fill`. */
const RECORD = 80;

/**
 * Vertices as the camera sees them: x and y in finer pixels and 1 / depth, three numbers each; 0 for the last where one lies
 * before the near plane.
 *
 * `camera`: sixteen numbers of 64 bits, nine of its rotation, three of its translation, focal length, centre x and y in finer
 * pixels, the near limit.
 */
export function project(count: i32, positions: usize, camera: usize, out: usize): void {
  const a0 = load<f64>(camera);
  const a1 = load<f64>(camera, 8);
  const a2 = load<f64>(camera, 16);
  const b0 = load<f64>(camera, 24);
  const b1 = load<f64>(camera, 32);
  const b2 = load<f64>(camera, 40);
  const c0 = load<f64>(camera, 48);
  const c1 = load<f64>(camera, 56);
  const c2 = load<f64>(camera, 64);
  const t0 = load<f64>(camera, 72);
  const t1 = load<f64>(camera, 80);
  const t2 = load<f64>(camera, 88);
  const focal = load<f64>(camera, 96);
  const centreX = load<f64>(camera, 104);
  const centreY = load<f64>(camera, 112);
  const least = load<f64>(camera, 120);
  for (let i = 0; i < count; i += 1) {
    const x = <f64>load<f32>(positions);
    const y = <f64>load<f32>(positions, 4);
    const z = <f64>load<f32>(positions, 8);
    const depth = c0 * x + c1 * y + c2 * z + t2;
    const near: f64 = depth > least ? 1 / depth : 0;
    store<f32>(out, <f32>(centreX + focal * near * (a0 * x + a1 * y + a2 * z + t0)));
    store<f32>(out, <f32>(centreY + focal * near * (b0 * x + b1 * y + b2 * z + t1)), 4);
    store<f32>(out, <f32>near, 8);
    positions += 12;
    out += 12;
  }
}

/**
 * Writes 1 / depth and the triangle of what is nearest into each finer pixel (`nearness`, `triangles`), four at a time.
 *
 * Of each triangle that looks at the camera it keeps in `records`: u / depth, v / depth and 1 / depth at its first corner, and
 * how they grow to the second and to the third (perspective-correct interpolation, Blinn 1992, "Hyperbolic interpolation"), four
 * numbers each; where the first corner is seen, x and y; how the shares of the second and of the third corner grow a pixel to
 * the right and a pixel down.
 */
export function fill(
  count: i32,
  indices: usize,
  uvs: usize,
  projected: usize,
  columns: i32,
  rows: i32,
  records: usize,
  nearness: usize,
  triangles: usize,
): void {
  memory.fill(nearness, 0, <usize>(columns * rows) << 2);
  const steps = f32x4(0, 1, 2, 3);
  const places = i32x4(0, 1, 2, 3);
  const least = f32x4.splat(-ROUNDING);
  const most = f32x4.splat(1 + ROUNDING);
  for (let triangle = 0; triangle < count; triangle += 1, indices += 12, records += RECORD) {
    const ia = load<u32>(indices);
    const ib = load<u32>(indices, 4);
    const ic = load<u32>(indices, 8);
    const a = projected + <usize>ia * 12;
    const b = projected + <usize>ib * 12;
    const c = projected + <usize>ic * 12;
    const wa = <f64>load<f32>(a, 8);
    const wb = <f64>load<f32>(b, 8);
    const wc = <f64>load<f32>(c, 8);
    if (wa == 0 || wb == 0 || wc == 0) continue;
    const ax = <f64>load<f32>(a);
    const ay = <f64>load<f32>(a, 4);
    const bx = <f64>load<f32>(b);
    const by = <f64>load<f32>(b, 4);
    const cx = <f64>load<f32>(c);
    const cy = <f64>load<f32>(c, 4);
    // Counter-clockwise from outside; y grows downwards here.
    const area = (cx - ax) * (by - ay) - (bx - ax) * (cy - ay);
    if (!(area > 0)) continue;
    const firstRow = <i32>min(<f64>rows, max(<f64>0, ceil(min(ay, min(by, cy)) - 0.5)));
    const lastRow = <i32>max(<f64>-1, min(<f64>(rows - 1), ceil(max(ay, max(by, cy)) - 0.5) - 1));
    const firstColumn = <i32>min(<f64>columns, max(<f64>0, ceil(min(ax, min(bx, cx)) - 0.5)));
    const lastColumn = <i32>max(<f64>-1, min(<f64>(columns - 1), ceil(max(ax, max(bx, cx)) - 0.5) - 1));
    if (firstRow > lastRow || firstColumn > lastColumn) continue;
    const inverse = 1 / area;
    const bRight = <f32>((ay - cy) * inverse);
    const bDown = <f32>((cx - ax) * inverse);
    const cRight = <f32>((by - ay) * inverse);
    const cDown = <f32>((ax - bx) * inverse);
    const ua = <f64>load<f32>(uvs + (<usize>ia << 3)) * wa;
    const va = <f64>load<f32>(uvs + (<usize>ia << 3), 4) * wa;
    const near = <f32>wa;
    const toB = <f32>(wb - wa);
    const toC = <f32>(wc - wa);
    store<f32>(records, <f32>ua);
    store<f32>(records, <f32>va, 4);
    store<f32>(records, near, 8);
    store<f32>(records, <f32>(<f64>load<f32>(uvs + (<usize>ib << 3)) * wb - ua), 16);
    store<f32>(records, <f32>(<f64>load<f32>(uvs + (<usize>ib << 3), 4) * wb - va), 20);
    store<f32>(records, toB, 24);
    store<f32>(records, <f32>(<f64>load<f32>(uvs + (<usize>ic << 3)) * wc - ua), 32);
    store<f32>(records, <f32>(<f64>load<f32>(uvs + (<usize>ic << 3), 4) * wc - va), 36);
    store<f32>(records, toC, 40);
    store<f32>(records, <f32>ax, 48);
    store<f32>(records, <f32>ay, 52);
    store<f32>(records, bRight, 56);
    store<f32>(records, bDown, 60);
    store<f32>(records, cRight, 64);
    store<f32>(records, cDown, 68);

    const number = i32x4.splat(triangle);
    const nears = f32x4.splat(near);
    const nearB = f32x4.splat(toB);
    const nearC = f32x4.splat(toC);
    const last = i32x4.splat(lastColumn);
    const bSteps = f32x4.mul(steps, f32x4.splat(bRight));
    const cSteps = f32x4.mul(steps, f32x4.splat(cRight));
    for (let row = firstRow; row <= lastRow; row += 1) {
      const py = <f32>row + 0.5 - <f32>ay;
      const line = <usize>(row * columns) << 2;
      for (let column = firstColumn; column <= lastColumn; column += 4) {
        const px = <f32>column + 0.5 - <f32>ax;
        const shareB = f32x4.add(f32x4.splat(bRight * px + bDown * py), bSteps);
        const shareC = f32x4.add(f32x4.splat(cRight * px + cDown * py), cSteps);
        const inside = v128.and(
          v128.and(f32x4.ge(shareB, least), f32x4.ge(shareC, least)),
          v128.and(
            f32x4.le(f32x4.add(shareB, shareC), most),
            i32x4.le_s(i32x4.add(i32x4.splat(column), places), last),
          ),
        );
        if (!v128.any_true(inside)) continue;
        const at = line + (<usize>column << 2);
        const is = f32x4.add(nears, f32x4.add(f32x4.mul(nearB, shareB), f32x4.mul(nearC, shareC)));
        const was = v128.load(nearness + at);
        const nearer = v128.and(inside, f32x4.gt(is, was));
        v128.store(nearness + at, v128.bitselect(is, was, nearer));
        v128.store(triangles + at, v128.bitselect(number, v128.load(triangles + at), nearer));
      }
    }
  }
}

/** u, v in a finer pixel (two lanes, then what means nothing). */
// @ts-ignore: decorator
@inline
function uvIn(records: usize, triangle: u32, column: i32, row: i32): v128 {
  const record = records + <usize>triangle * RECORD;
  const px = <f32>column + 0.5 - load<f32>(record, 48);
  const py = <f32>row + 0.5 - load<f32>(record, 52);
  const b = load<f32>(record, 56) * px + load<f32>(record, 60) * py;
  const c = load<f32>(record, 64) * px + load<f32>(record, 68) * py;
  const sums = f32x4.add(
    v128.load(record),
    f32x4.add(f32x4.mul(v128.load(record, 16), f32x4.splat(b)), f32x4.mul(v128.load(record, 32), f32x4.splat(c))),
  );
  return f32x4.div(sums, f32x4.splat(f32x4.extract_lane(sums, 2)));
}

/** Writes u and v of what a finer pixel shows, two numbers; there must be something. */
export function place(
  column: i32,
  row: i32,
  columns: i32,
  records: usize,
  triangles: usize,
  out: usize,
): void {
  const uv = uvIn(records, load<u32>(triangles + (<usize>(row * columns + column) << 2)), column, row);
  store<f32>(out, f32x4.extract_lane(uv, 0));
  store<f32>(out, f32x4.extract_lane(uv, 1), 4);
}

/** The colour between four texels: red, green, blue, alpha, 0 to 255. `most`: the last place in each direction. */
// @ts-ignore: decorator
@inline
function read(uv: v128, texels: usize, across: i32, size: v128, most: v128): v128 {
  const place = f32x4.pmin(
    f32x4.pmax(f32x4.sub(f32x4.mul(uv, size), f32x4.splat(0.5)), f32x4.splat(0)),
    most,
  );
  const whole = i32x4.trunc_sat_f32x4_s(place);
  const off = f32x4.sub(place, f32x4.convert_i32x4_s(whole));
  const at = texels + (<usize>(i32x4.extract_lane(whole, 1) * across + i32x4.extract_lane(whole, 0)) << 2);
  const above = i16x8.extend_low_i8x16_u(v128.load64_zero(at));
  const below = i16x8.extend_low_i8x16_u(v128.load64_zero(at + (<usize>across << 2)));
  const right = f32x4.splat(f32x4.extract_lane(off, 0));
  const down = f32x4.splat(f32x4.extract_lane(off, 1));
  const one = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(above));
  const two = f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(above));
  const three = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(below));
  const four = f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(below));
  const top = f32x4.add(one, f32x4.mul(f32x4.sub(two, one), right));
  const bottom = f32x4.add(three, f32x4.mul(f32x4.sub(four, three), right));
  return f32x4.add(top, f32x4.mul(f32x4.sub(bottom, top), down));
}

/**
 * The picture: each pixel the mean of what its four finer ones show, straight RGBA, its alpha how many of them show
 * something. Within one surface two reads across the pixel tell as much as four.
 */
export function shade(
  width: i32,
  height: i32,
  records: usize,
  nearness: usize,
  triangles: usize,
  texels: usize,
  across: i32,
  down: i32,
  picture: usize,
): void {
  const columns = width << 1;
  const size = f32x4(<f32>across, <f32>down, 1, 1);
  // Its right and lower neighbour are read, too.
  const most = f32x4(<f32>across - 1.001, <f32>down - 1.001, 1, 1);
  for (let row = 0; row < height; row += 1) {
    let a = nearness + (<usize>(row * 2 * columns) << 2);
    const below = <usize>columns << 2;
    for (let column = 0; column < width; column += 1, a += 8, picture += 4) {
      const inA = load<f32>(a) != 0;
      const inB = load<f32>(a, 4) != 0;
      const inC = load<f32>(a + below) != 0;
      const inD = load<f32>(a + below, 4) != 0;
      const hits = <i32>inA + <i32>inB + <i32>inC + <i32>inD;
      if (hits == 0) {
        store<u32>(picture, 0);
        continue;
      }
      const x = column << 1;
      const y = row << 1;
      const t = triangles + (a - nearness);
      let sum = f32x4.splat(0);
      let share: f32 = 0.5;
      let uvA = sum;
      let uvD = sum;
      if (inA) uvA = uvIn(records, load<u32>(t), x, y);
      if (inD) uvD = uvIn(records, load<u32>(t + below, 4), x + 1, y + 1);
      const apart = f32x4.mul(f32x4.abs(f32x4.sub(uvA, uvD)), size);
      if (hits == 4 && f32x4.extract_lane(apart, 0) < NEAR && f32x4.extract_lane(apart, 1) < NEAR) {
        sum = f32x4.add(read(uvA, texels, across, size, most), read(uvD, texels, across, size, most));
      } else {
        if (inA) sum = f32x4.add(sum, read(uvA, texels, across, size, most));
        if (inB) sum = f32x4.add(sum, read(uvIn(records, load<u32>(t, 4), x + 1, y), texels, across, size, most));
        if (inC) sum = f32x4.add(sum, read(uvIn(records, load<u32>(t + below), x, y + 1), texels, across, size, most));
        if (inD) sum = f32x4.add(sum, read(uvD, texels, across, size, most));
        share = <f32>1 / <f32>hits;
      }
      const mean = f32x4.replace_lane(f32x4.mul(sum, f32x4.splat(share)), 3, <f32>hits * 63.75);
      const bytes = i32x4.trunc_sat_f32x4_u(f32x4.nearest(mean));
      const halves = i16x8.narrow_i32x4_u(bytes, bytes);
      store<u32>(picture, i32x4.extract_lane(i8x16.narrow_i16x8_u(halves, halves), 0));
    }
  }
}
