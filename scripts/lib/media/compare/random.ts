/** Whole numbers from 0 below `limit`, the same for the same seed: Marsaglia's xorshift32. For fuzzing and benchmarks. */
export function randomly(seed: number): (limit: number) => number {
  let state = seed | 0 || 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}
