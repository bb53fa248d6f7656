import { expect, test } from 'vitest';
import { boxBlurred } from './box-blur.ts';

test('each value is the mean of its square, the edge carried on', () => {
  const size = { width: 7, height: 5 };
  const values = Float32Array.from({ length: 35 }, (_, at) => (at * at * 7) % 31);
  const at = (x: number, y: number) =>
    values[Math.min(Math.max(y, 0), 4) * 7 + Math.min(Math.max(x, 0), 6)] ?? 0;
  boxBlurred(values, size, 2).forEach((mean, place) => {
    let sum = 0;
    for (let dy = -2; dy <= 2; dy += 1)
      for (let dx = -2; dx <= 2; dx += 1) sum += at((place % 7) + dx, Math.floor(place / 7) + dy);
    expect(mean).toBeCloseTo(sum / 25, 4);
  });
});
