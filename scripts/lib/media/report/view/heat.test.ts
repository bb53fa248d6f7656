import { expect, test } from 'vitest';
import { drawHeat, heat } from './heat.ts';

test('more is lighter, from end to end', () => {
  const light = Array.from({ length: 50 }, (_, index) => {
    const [r, g, b] = heat(index / 49);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  });
  expect(light).toEqual(light.toSorted((a, b) => a - b));
});

test('only what moved further than the threshold glows', () => {
  const out = new Uint8ClampedArray(12);
  drawHeat(Uint16Array.of(0, 512, 5120), new Uint8ClampedArray(12).fill(200), 2, 256, out);

  expect([...out.subarray(0, 4)]).toEqual([...out.subarray(4, 8)]); // 512/256 is the threshold itself, not above it
  expect(out[8]).toBeGreaterThan(150);
  expect([3, 7, 11].map((at) => out[at])).toEqual([255, 255, 255]);
});
