import type { Size } from '../picture.ts';

/** Means over squares of `2 × radius + 1` pixels; past the edge the edge's values go on. */
export function boxBlurred(values: Float32Array, { width, height }: Size, radius: number): Float32Array {
  const rows = lines(values, width, height, radius, 1, width);
  return lines(rows, height, width, radius, width, 1);
}

function lines(
  values: Float32Array,
  length: number,
  count: number,
  radius: number,
  step: number,
  line: number,
): Float32Array {
  const out = new Float32Array(values.length);
  const share = 1 / (2 * radius + 1);
  for (let number = 0; number < count; number += 1) {
    const start = number * line;
    const last = start + (length - 1) * step;
    const first = values[start] ?? 0;
    const end = values[last] ?? 0;
    let sum = first * radius;
    for (let index = 0; index < radius; index += 1) sum += values[Math.min(start + index * step, last)] ?? 0;
    for (let index = 0, at = start; index < length; index += 1, at += step) {
      sum += index + radius < length ? (values[at + radius * step] ?? 0) : end;
      out[at] = sum * share;
      sum -= index >= radius ? (values[at - radius * step] ?? 0) : first;
    }
  }
  return out;
}
