import { expect, test } from 'vitest';
import { labelStrip, STRIP } from './label.ts';

const inked = (strip: Uint8Array, from: number, to: number, width: number) => {
  let count = 0;
  for (let y = 0; y < STRIP; y += 1) {
    for (let x = from; x < to; x += 1) if ((strip[(y * width + x) * 3 + 1] ?? 0) > 0x80) count += 1;
  }
  return count;
};

test('words stand at the left of their strip', () => {
  const strip = labelStrip('before · 12×34', 300);
  expect(strip).toHaveLength(300 * STRIP * 3);
  expect(inked(strip, 0, 9, 300)).toBe(0);
  expect(inked(strip, 9, 120, 300)).toBeGreaterThan(150);
  expect(inked(strip, 150, 300, 300)).toBe(0);
});

test('words that are too long end in dots before the edge', () => {
  const strip = labelStrip('worst frames, before above after, and many more words than fit', 120);
  expect(inked(strip, 112, 120, 120)).toBe(0);
  expect(inked(strip, 60, 112, 120)).toBeGreaterThan(20);
});

test('a letter that the font lacks is a question mark, and no width is too small', () => {
  expect(labelStrip('Ж', 60)).toEqual(labelStrip('?', 60));
  for (let width = 1; width < 40; width += 1)
    expect(labelStrip('after', width)).toHaveLength(width * STRIP * 3);
});
