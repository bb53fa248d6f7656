import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BOX_HEIGHT, layOut, type PlacedBox } from './graph-layout.ts';

const box = (name: string) => ({ name, width: 40 + name.length * 8 });

const overlap = (a: PlacedBox, b: PlacedBox): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + BOX_HEIGHT && b.y < a.y + BOX_HEIGHT;

test('what is read stands to the left of what reads it', () => {
  const { boxes, arrows } = layOut(['scene', 'mesh', 'canon'].map(box), [
    { from: 'canon', to: 'mesh' },
    { from: 'mesh', to: 'scene' },
  ]);
  const x = new Map(boxes.map((placed) => [placed.name, placed.x]));
  expect([x.get('canon'), x.get('mesh'), x.get('scene')]).toEqual([0, 136, 264]);
  expect(arrows[0]?.points).toEqual([
    { x: 80, y: 17 },
    { x: 136, y: 17 },
  ]);
});

test('an arrow that skips a column has a bend there, beside the boxes', () => {
  const { boxes, arrows } = layOut(['a', 'b', 'c'].map(box), [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
    { from: 'a', to: 'c' },
  ]);
  const bent = arrows.find((arrow) => arrow.from === 'a' && arrow.to === 'c');
  expect(bent?.points).toHaveLength(4);
  const passed = boxes.find((placed) => placed.name === 'b');
  const y = bent?.points[1]?.y ?? 0;
  expect(y < (passed?.y ?? 0) || y > (passed?.y ?? 0) + BOX_HEIGHT).toBe(true);
});

test('unknown names and circles are left out, and an empty graph has no size', () => {
  const { boxes, arrows } = layOut(['a', 'b'].map(box), [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'a' },
    { from: 'a', to: 'elsewhere' },
    { from: 'a', to: 'a' },
  ]);
  expect(boxes).toHaveLength(2);
  expect(arrows).toHaveLength(1);
  expect(layOut([], []).boxes).toEqual([]);
});

test('no two boxes overlap and every arrow points to the right, in any graph', () => {
  const graph = fc.integer({ min: 1, max: 14 }).chain((count) =>
    fc.record({
      count: fc.constant(count),
      arrows: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 30 }),
    }),
  );
  fc.assert(
    fc.property(graph, ({ count, arrows }) => {
      const boxes = Array.from({ length: count }, (_, index) => box(`n${index}`));
      const given = arrows.map(([from, to]) => ({
        from: `n${Math.min(from, to)}`,
        to: `n${Math.max(from, to)}`,
      }));
      const placed = layOut(boxes, given);
      expect(placed.arrows).toHaveLength(given.filter(({ from, to }) => from !== to).length);
      for (const [index, one] of placed.boxes.entries()) {
        expect(one.x + one.width).toBeLessThanOrEqual(placed.width);
        expect(one.y).toBeGreaterThanOrEqual(0);
        expect(one.y + BOX_HEIGHT).toBeLessThanOrEqual(placed.height);
        for (const other of placed.boxes.slice(index + 1)) expect(overlap(one, other)).toBe(false);
      }
      for (const arrow of placed.arrows) {
        const xs = arrow.points.map((point) => point.x);
        expect(xs).toEqual(xs.toSorted((a, b) => a - b));
      }
    }),
  );
});
