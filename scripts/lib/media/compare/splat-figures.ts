import type { SplatCloud } from '../splat/cloud.ts';
import type { Points } from './point-distance.ts';

/** The vertex table of a Gaussian splat's PLY: rows of 32-bit floats, names in their order. */
export interface PlyTable {
  readonly names: readonly string[];
  readonly count: number;
  /** Row by row; bit patterns, so that equal means equal. */
  readonly words: Uint32Array;
}

/**
 * The vertex table when it is one of floats only, as 3DGS and SHARP write it; none otherwise. For a file that
 * `readSplat` has accepted.
 */
export function plyTable(bytes: Uint8Array): PlyTable | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 65_536)).toString(
    'latin1',
  );
  const end = /\nend_header\r?\n/u.exec(head);
  if (end === null) return undefined;
  const elements = head.slice(0, end.index).split(/\r?\nelement /u);
  const vertex = elements[1] ?? '';
  const count = Number(/^vertex (\d+)/u.exec(vertex)?.[1]);
  const properties = [...vertex.matchAll(/^property (\S+) (\S+)/gmu)];
  if (!Number.isSafeInteger(count) || properties.some(([, type]) => type !== 'float' && type !== 'float32'))
    return undefined;
  const start = end.index + end[0].length;
  const length = count * properties.length * 4;
  if (start + length > bytes.byteLength) return undefined;
  const rows = new Uint8Array(bytes.subarray(start, start + length)); // a copy begins on a word
  return {
    names: properties.map(([, , name = '']) => name),
    count,
    words: new Uint32Array(rows.buffer, 0, length / 4),
  };
}

/** Whether two tables hold the same rows in any order: sums first, then both sorted. */
export function sameRows(a: PlyTable, b: PlyTable): boolean {
  if (a.count !== b.count || a.names.join(' ') !== b.names.join(' ')) return false;
  const width = a.names.length;
  if (!sums(a, width).every((sum, column) => sum === sums(b, width)[column])) return false;
  const [first, second] = [sortedRows(a, width), sortedRows(b, width)];
  return first.every((row, i) => order(a.words, row * width, b.words, (second[i] ?? 0) * width, width) === 0);
}

function sums({ words }: PlyTable, width: number): Uint32Array {
  const out = new Uint32Array(width);
  for (let i = 0; i < words.length; i += 1) out[i % width] = (out[i % width] ?? 0) + (words[i] ?? 0);
  return out;
}

const sortedRows = ({ words, count }: PlyTable, width: number): Uint32Array =>
  Uint32Array.from({ length: count }, (_, i) => i).toSorted((i, j) =>
    order(words, i * width, words, j * width, width),
  );

function order(a: Uint32Array, i: number, b: Uint32Array, j: number, width: number): number {
  for (let k = 0; k < width; k += 1) {
    const difference = (a[i + k] ?? 0) - (b[j + k] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Mean square of the harmonics of each degree above the base colour, 1 to 3. */
export function harmonicEnergy({ names, count, words }: PlyTable): number[] {
  const rest = names.filter((name) => name.startsWith('f_rest_')).length;
  const perChannel = rest / 3;
  const degrees = [3, 8, 15].filter((coefficients) => perChannel >= coefficients).length;
  const floats = new Float32Array(words.buffer, words.byteOffset, words.length);
  const totals = [0, 0, 0];
  const counts = [0, 0, 0];
  for (const [column, name] of names.entries()) {
    const index = /^f_rest_(\d+)$/u.exec(name)?.[1];
    if (index === undefined) continue;
    const coefficient = Number(index) % Math.max(1, perChannel);
    const degree = coefficient < 3 ? 0 : coefficient < 8 ? 1 : 2;
    for (let row = 0; row < count; row += 1)
      totals[degree] = (totals[degree] ?? 0) + (floats[row * names.length + column] ?? 0) ** 2;
    counts[degree] = (counts[degree] ?? 0) + count;
  }
  return totals.slice(0, degrees).map((sum, degree) => sum / Math.max(1, counts[degree] ?? 0));
}

const BINS = 64;

/**
 * How far apart two histograms over the same range lie: the mean distance that a value has to move (1-Wasserstein), in
 * the values' unit, to a 64th of the range.
 */
export function histogramDistance(a: Float32Array, b: Float32Array, low: number, high: number): number {
  if (a.length === 0 || b.length === 0 || high <= low) return 0;
  const [first, second] = [shares(a, low, high), shares(b, low, high)];
  let [carried, moved] = [0, 0];
  for (let bin = 0; bin < BINS; bin += 1) {
    carried += (first[bin] ?? 0) - (second[bin] ?? 0);
    moved += Math.abs(carried);
  }
  return (moved * (high - low)) / BINS;
}

function shares(values: Float32Array, low: number, high: number): Float64Array {
  const out = new Float64Array(BINS);
  for (const value of values) {
    const bin = Math.min(BINS - 1, Math.max(0, Math.floor(((value - low) / (high - low)) * BINS)));
    out[bin] = (out[bin] ?? 0) + 1 / values.length;
  }
  return out;
}

/** Natural logarithms of the Gaussians' mean sizes. */
export const logSizes = ({ count, scales }: SplatCloud): Float32Array =>
  Float32Array.from({ length: count }, (_, i) =>
    Math.log(Math.cbrt((scales[i * 3] ?? 0) * (scales[i * 3 + 1] ?? 0) * (scales[i * 3 + 2] ?? 0)) || 1e-12),
  );

/** At most `most` of the Gaussians that can be seen, evenly taken in the order of their places, not of the file. */
export function visiblePoints({ count, positions, opacities }: SplatCloud, most: number): Points {
  const seen: number[] = [];
  for (let i = 0; i < count; i += 1) if ((opacities[i] ?? 0) > 0.1) seen.push(i);
  const at = (i: number, axis: number) => positions[i * 3 + axis] ?? 0;
  const sorted = seen.toSorted((i, j) => at(i, 1) - at(j, 1) || at(i, 0) - at(j, 0) || at(i, 2) - at(j, 2));
  const taken = Math.min(most, sorted.length);
  const out = new Float32Array(taken * 3);
  for (let k = 0; k < taken; k += 1) {
    const i = sorted[Math.floor((k * sorted.length) / taken)] ?? 0;
    out.set([at(i, 0), at(i, 1), at(i, 2)], k * 3);
  }
  return out;
}
