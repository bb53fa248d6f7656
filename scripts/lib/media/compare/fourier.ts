/**
 * Squared magnitudes of the first half of a real signal's spectrum, 0 to n/2: radix-2 FFT (Cooley and Tukey 1965) on a
 * plan for `n`, a power of two.
 */
export function powerSpectrum(n: number): (signal: Float32Array, out: Float64Array) => void {
  const bits = Math.log2(n);
  if (!Number.isInteger(bits)) throw new RangeError(`${n} is no power of two`);
  const reversed = Uint32Array.from({ length: n }, (_, i) => {
    let [from, to] = [i, 0];
    for (let bit = 0; bit < bits; bit += 1, from >>= 1) to = (to << 1) | (from & 1);
    return to;
  });
  const cos = Float64Array.from({ length: n / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / n));
  const sin = Float64Array.from({ length: n / 2 }, (_, k) => -Math.sin((2 * Math.PI * k) / n));
  const [re, im] = [new Float64Array(n), new Float64Array(n)];
  return (signal, out) => {
    for (let i = 0; i < n; i += 1) re[reversed[i] ?? 0] = signal[i] ?? 0;
    im.fill(0);
    for (let half = 1; half < n; half *= 2) {
      const stride = n / (2 * half);
      for (let start = 0; start < n; start += 2 * half) {
        for (let k = 0; k < half; k += 1) {
          const [c, s] = [cos[k * stride] ?? 0, sin[k * stride] ?? 0];
          const [i, j] = [start + k, start + k + half];
          const [rj, ij] = [re[j] ?? 0, im[j] ?? 0];
          const [tr, ti] = [rj * c - ij * s, rj * s + ij * c];
          const [ri, ii] = [re[i] ?? 0, im[i] ?? 0];
          re[j] = ri - tr;
          im[j] = ii - ti;
          re[i] = ri + tr;
          im[i] = ii + ti;
        }
      }
    }
    for (let k = 0; k <= n / 2; k += 1) out[k] = (re[k] ?? 0) ** 2 + (im[k] ?? 0) ** 2;
  };
}
