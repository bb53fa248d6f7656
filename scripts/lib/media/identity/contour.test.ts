import { expect, test } from 'vitest';
import { fitted, outline, stretched, unstretched } from './contour.ts';
import { LABEL, type Regions } from './regions.ts';
import { SIDE, type View } from './view.ts';

/** A body as an ellipse: middle, half width and half height in pixels of a view, its edge two pixels soft. */
function body(x: number, y: number, width: number, height: number): { view: View; regions: Regions } {
  const person = new Float32Array(SIDE * SIDE);
  const labels = new Uint8Array(SIDE * SIDE);
  for (let index = 0; index < person.length; index += 1) {
    const [u, v] = [((index % SIDE) + 0.5 - x) / width, (Math.floor(index / SIDE) + 0.5 - y) / height];
    const away = (Math.hypot(u, v) - 1) * Math.min(width, height);
    person[index] = Math.min(Math.max(0.5 - away / 4, 0), 1);
    labels[index] = (person[index] ?? 0) > 0.5 ? LABEL.garment : LABEL.background;
  }
  return {
    view: {
      square: { x: 0, y: 0, side: SIDE, angle: 0 },
      light: new Float32Array(),
      lab: new Float32Array(),
      person,
      inside: new Uint8Array(SIDE * SIDE).fill(1),
      closeUp: false,
    },
    regions: { labels, oval: new Uint8Array(SIDE * SIDE) },
  };
}

const first = body(256, 300, 120, 150);
const origin = { x: 256, y: 200 };
const fit = (there: ReturnType<typeof body>) =>
  fitted(
    outline(first.view, first.regions, LABEL.garment),
    origin,
    there,
    [LABEL.garment],
    (place) => place,
    1,
    {
      even: 0,
      turn: 1,
    },
  );

test('a body lies on itself', () => {
  const still = fit(first);

  expect(still.width).toBeCloseTo(1, 3);
  expect(still.height).toBeCloseTo(1, 3);
  expect(still).toMatchObject({ seen: 1, found: 1 });
  expect(still.rest).toBeLessThan(0.1);
});

test('a wider, lower, moved body is told by how much', () => {
  const wider = fit(body(266, 320, 120 * 1.15, 150 * 1.04));

  expect(wider.width).toBeCloseTo(1.15, 2);
  expect(wider.height).toBeCloseTo(1.04, 2);
  // About the origin above its middle, the body's middle moves with its height too.
  expect(wider.dx).toBeCloseTo(10, 0);
  expect(wider.dy).toBeCloseTo(20 - 100 * 0.04, 0);
});

test('where only background or hair is, nothing is found', () => {
  const hair = body(256, 300, 120, 150);
  hair.regions.labels.forEach((label, index) => {
    if (label === LABEL.garment) hair.regions.labels[index] = LABEL.hair;
  });

  expect(fit(hair).found).toBe(0);
  expect(fit(body(-900, -900, 1, 1)).found).toBe(0);
});

test('what lies beyond the picture is not held against it', () => {
  const cut = body(256, 300, 120, 150);
  cut.view.inside.fill(0, SIDE * 300);

  expect(fit(cut).seen).toBeGreaterThan(0.3);
  expect(fit(cut).seen).toBeLessThan(0.7);
  expect(fit(cut).found).toBe(1);
});

test('a stretch taken back leaves every place where it was', () => {
  const stretch = { ...fit(first), width: 1.2, height: 0.9, dx: 14, dy: -6, turn: 0.05 };
  const there = stretched(stretch, origin, { x: 300, y: 410 });

  expect(unstretched(stretch, origin, there).x).toBeCloseTo(300, 6);
  expect(unstretched(stretch, origin, there).y).toBeCloseTo(410, 6);
});
