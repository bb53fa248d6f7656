import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lifeSize, pannedBy, pictureAt, placement, WHOLE, zoomedAt } from './viewport.ts';

const pane = { width: 500, height: 400 };
const picture = { width: 1000, height: 1000 };

test('the whole picture lies in the middle of its pane', () => {
  expect(placement(WHOLE, pane, picture)).toEqual({ scale: 0.4, x: 50, y: 0 });
});

test('what lies below the pointer stays below it', () => {
  const point = { x: 300, y: 150 };
  const before = pictureAt(WHOLE, pane, picture, point);
  const view = zoomedAt(WHOLE, pane, picture, point, 4);
  const after = pictureAt(view, pane, picture, point);

  expect(view.zoom).toBe(4);
  expect(after.x).toBeCloseTo(before.x, 6);
  expect(after.y).toBeCloseTo(before.y, 6);
});

test('a drag moves the picture by as many pixels, and not past its edge', () => {
  const near = zoomedAt(WHOLE, pane, picture, { x: 250, y: 200 }, 8);
  const moved = pannedBy(near, pane, picture, { x: 32, y: -16 });
  expect(placement(moved, pane, picture).x - placement(near, pane, picture).x).toBeCloseTo(32, 6);
  expect(placement(moved, pane, picture).y - placement(near, pane, picture).y).toBeCloseTo(-16, 6);

  const far = pannedBy(near, pane, picture, { x: 1e6, y: 1e6 });
  expect(placement(far, pane, picture).x).toBeCloseTo(0, 6);
  expect(placement(far, pane, picture).y).toBeCloseTo(0, 6);
});

test('life size shows one picture pixel on one CSS pixel', () => {
  expect(placement({ ...WHOLE, zoom: lifeSize(pane, picture) }, pane, picture).scale).toBe(1);
});

test('no sequence of gestures leaves the picture or loses a number', () => {
  const side = fc.integer({ min: 1, max: 5000 });
  const gesture = fc.record({
    x: fc.integer({ min: -100, max: 5100 }),
    y: fc.integer({ min: -100, max: 5100 }),
    factor: fc.double({ min: 0.1, max: 10, noNaN: true }),
  });
  fc.assert(
    fc.property(side, side, side, side, fc.array(gesture, { maxLength: 12 }), (pw, ph, w, h, gestures) => {
      const pane = { width: pw, height: ph };
      const picture = { width: w, height: h };
      let view = WHOLE;
      for (const { x, y, factor } of gestures) {
        view = pannedBy(zoomedAt(view, pane, picture, { x, y }, factor), pane, picture, { x: y, y: x });
      }
      expect(view.zoom).toBeGreaterThanOrEqual(1);
      expect(view.centre.x).toBeGreaterThanOrEqual(0);
      expect(view.centre.x).toBeLessThanOrEqual(1);
      expect(view.centre.y).toBeGreaterThanOrEqual(0);
      expect(view.centre.y).toBeLessThanOrEqual(1);
    }),
  );
});
