/**
 * The value that would stand at `rank` (from 0) if the values were sorted; they are left in another order. Hoare,
 * "Algorithm 65: Find", 1961, with the middle of three as pivot.
 *
 * @throws {RangeError} when there is no such rank
 */
export function nth(values: Float32Array, rank: number): number {
  if (!(rank >= 0 && rank < values.length))
    throw new RangeError(`No rank ${rank} among ${values.length} values`);
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const [a, b, c] = [values[left] ?? 0, values[(left + right) >> 1] ?? 0, values[right] ?? 0];
    const pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    let [i, j] = [left, right];
    while (i <= j) {
      while ((values[i] ?? 0) < pivot) i += 1;
      while ((values[j] ?? 0) > pivot) j -= 1;
      if (i > j) break;
      const kept = values[i] ?? 0;
      values[i] = values[j] ?? 0;
      values[j] = kept;
      i += 1;
      j -= 1;
    }
    if (rank <= j) right = j;
    else if (rank >= i) left = i;
    else break;
  }
  return values[rank] ?? 0;
}

/** One channel of some pixels of a field with three numbers a pixel. */
export function channelOf(field: Float32Array, pixels: ArrayLike<number>, channel: number): Float32Array {
  const values = new Float32Array(pixels.length);
  for (let at = 0; at < values.length; at += 1) values[at] = field[(pixels[at] ?? 0) * 3 + channel] ?? 0;
  return values;
}
