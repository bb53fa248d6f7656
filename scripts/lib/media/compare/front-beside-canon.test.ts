import { expect, test } from 'vitest';
import type { Picture } from '../picture.ts';
import { besideCanonical } from './front-beside-canon.ts';

interface Drawn {
  readonly at: readonly [x: number, y: number];
  readonly scale: number;
  readonly head: readonly [number, number, number];
  readonly wide?: number;
  readonly ground: number;
}

/** A head on shoulders before an even ground, 240 × 240. */
function bust({ at: [dx, dy], scale, head, wide = 1, ground }: Drawn): Picture {
  const side = 240;
  const rgba = new Uint8ClampedArray(side * side * 4);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const [u, v] = [(x - side / 2 - dx) / scale, (y - side / 2 - dy) / scale];
      const inHead = Math.hypot(u, (v + 40) * 0.8) < 34;
      const inBody = Math.hypot(u / (72 * wide), (v - 50) / 62) < 1 && v < 50;
      const shade = ((x * 7 + y * 13) % 5) - 2;
      const colour = inHead ? head : inBody ? ([60, 70, 80] as const) : ([ground, ground, ground] as const);
      rgba.set([colour[0] + shade, colour[1] + shade, colour[2] + shade, 255], (y * side + x) * 4);
    }
  }
  return { width: side, height: side, rgba };
}

const PURPLE = [120, 60, 170] as const;
const canonical = bust({ at: [0, 0], scale: 1, head: PURPLE, ground: 225 });

async function figures(front: Picture) {
  const [iou, colour, ssim] = await besideCanonical(front, canonical);
  return { iou: iou?.value ?? NaN, colour: colour?.value ?? NaN, ssim: ssim?.value ?? NaN };
}

test('where and how large a model stands in its view has no say', async () => {
  const { iou, colour, ssim } = await figures(bust({ at: [12, -20], scale: 0.8, head: PURPLE, ground: 206 }));
  expect(iou).toBeGreaterThan(0.97);
  expect(colour).toBeLessThan(4);
  expect(ssim).toBeGreaterThan(0.7);
});

test('another colour is told by the colours, not by the outline', async () => {
  const { iou, colour } = await figures(bust({ at: [0, 0], scale: 0.9, head: [30, 150, 60], ground: 206 }));
  expect(iou).toBeGreaterThan(0.97);
  expect(colour).toBeGreaterThan(10);
});

test('other shoulders are told by the outline', async () => {
  const { iou } = await figures(bust({ at: [0, 0], scale: 1, head: PURPLE, wide: 0.6, ground: 206 }));
  expect(iou).toBeLessThan(0.85);
});
