import type { Point, Point3 } from '../face/landmarks.ts';

type Row = readonly [number, number, number];

/** How a head lies on a second picture as against the first: size, turn in space, place. Left over is its shape. */
export interface Pose {
  /** Size on the second picture ÷ size on the first, each in pixels of its own picture. */
  readonly scale: number;
  /** Degrees; nod of the chin to the chest, turn to the viewer's right, tilt clockwise on the screen. */
  readonly pitch: number;
  readonly yaw: number;
  readonly roll: number;
  /** Carries a place of the first head (with depth) to the second picture. */
  readonly carry: (point: Point3) => Point;
  /** What no pose explains, a point each: the second picture's points minus the carried ones, in units of the first picture. */
  readonly residual: readonly Point[];
}

/**
 * The pose that fits best: scaled orthography, Gauss-Newton over a turn in space, a size and a place, each point
 * weighted as said. The depth is the first face's own.
 */
export function poseBetween(from: readonly Point3[], to: readonly Point[], weights: readonly number[]): Pose {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0) / total;
  const a = {
    x: mean(from.map(({ x }) => x)),
    y: mean(from.map(({ y }) => y)),
    z: mean(from.map(({ z }) => z)),
  };
  const b = { x: mean(to.map(({ x }) => x)), y: mean(to.map(({ y }) => y)) };

  let turn: readonly [Row, Row, Row] = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  let scale = 1;
  const turnedPoint = ({ x, y, z }: Point3): Row => {
    const [u, v, w] = [x - a.x, y - a.y, z - a.z];
    const along = ([p, q, r]: Row) => p * u + q * v + r * w;
    return [along(turn[0]), along(turn[1]), along(turn[2])];
  };
  for (let round = 0; round < 12; round += 1) {
    const normal = Array.from({ length: 4 }, () => [0, 0, 0, 0, 0]);
    for (const [index, point] of from.entries()) {
      const weight = weights[index] ?? 0;
      const seen = to[index];
      if (weight === 0 || seen === undefined) continue;
      const [x, y, z] = turnedPoint(point);
      accumulate(normal, [0, scale * z, -scale * y, scale * x], seen.x - b.x - scale * x, weight);
      accumulate(normal, [-scale * z, 0, scale * x, scale * y], seen.y - b.y - scale * y, weight);
    }
    const [wx = 0, wy = 0, wz = 0, growth = 0] = solved(normal);
    scale *= Math.exp(growth);
    turn = composed(rotation(wx, wy, wz), turn);
  }

  const carry = (point: Point3): Point => {
    const [x, y] = turnedPoint(point);
    return { x: b.x + scale * x, y: b.y + scale * y };
  };
  return {
    scale,
    pitch: degrees(Math.asin(cut(turn[2][1]))),
    yaw: degrees(Math.asin(cut(-turn[2][0]))),
    roll: degrees(Math.atan2(turn[1][0], turn[0][0])),
    carry,
    residual: from.map((point, index) => {
      const expected = carry(point);
      const seen = to[index] ?? expected;
      return { x: (seen.x - expected.x) / scale, y: (seen.y - expected.y) / scale };
    }),
  };
}

function cut(sine: number): number {
  return Math.min(Math.max(sine, -1), 1);
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}

/** Adds one weighted equation `row · unknowns = value` to normal equations with the right side in the last column. */
export function accumulate(normal: number[][], row: readonly number[], value: number, weight: number): void {
  for (const [index, first] of row.entries()) {
    const line = normal[index];
    if (line === undefined) continue;
    for (const [column, second] of row.entries())
      line[column] = (line[column] ?? 0) + weight * first * second;
    line[row.length] = (line[row.length] ?? 0) + weight * first * value;
  }
}

/** The unknowns of normal equations as `accumulate` fills them (Gauss-Jordan; a line without a pivot gives 0). */
export function solved(normal: readonly (readonly number[])[]): number[] {
  const lines = normal.map((line) => [...line]);
  for (const [index, line] of lines.entries()) {
    const pivot = line[index] ?? 0;
    if (Math.abs(pivot) < 1e-12) continue;
    for (let column = 0; column < line.length; column += 1) line[column] = (line[column] ?? 0) / pivot;
    for (const other of lines) {
      const factor = other[index] ?? 0;
      if (other === line || factor === 0) continue;
      for (let column = 0; column < line.length; column += 1) {
        other[column] = (other[column] ?? 0) - factor * (line[column] ?? 0);
      }
    }
  }
  return lines.map((line, index) => (Math.abs(line[index] ?? 0) < 1e-12 ? 0 : (line.at(-1) ?? 0)));
}

/** The turn about an axis by the length of it in radians (Rodrigues). */
function rotation(x: number, y: number, z: number): readonly [Row, Row, Row] {
  const angle = Math.hypot(x, y, z);
  if (angle < 1e-12) {
    return [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
  }
  const [i, j, k] = [x / angle, y / angle, z / angle];
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const d = 1 - c;
  return [
    [c + i * i * d, i * j * d - k * s, i * k * d + j * s],
    [i * j * d + k * s, c + j * j * d, j * k * d - i * s],
    [i * k * d - j * s, j * k * d + i * s, c + k * k * d],
  ];
}

function composed(
  first: readonly [Row, Row, Row],
  second: readonly [Row, Row, Row],
): readonly [Row, Row, Row] {
  const line = ([p, q, r]: Row): Row => [
    p * second[0][0] + q * second[1][0] + r * second[2][0],
    p * second[0][1] + q * second[1][1] + r * second[2][1],
    p * second[0][2] + q * second[1][2] + r * second[2][2],
  ];
  return [line(first[0]), line(first[1]), line(first[2])];
}
