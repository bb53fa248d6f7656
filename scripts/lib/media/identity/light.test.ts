import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Light } from './colour.ts';
import { lit, relight } from './light.ts';

const skin: Light = [0.5, 0.33, 0.25];
const grey: Light = [0.4, 0.4, 0.42];
const times = ([r, g, b]: Light, [x, y, z]: Light): Light => [r * x, g * y, b * z];

test('whatever the light, it is taken out again when skin and background tell of the same one', () => {
  const factor = fc.double({ min: 0.5, max: 2, noNaN: true });
  fc.assert(
    fc.property(fc.tuple(factor, factor, factor), (light) => {
      const back = relight(
        { skin, background: grey },
        { skin: times(skin, light), background: times(grey, light) },
      );

      for (const [index, value] of lit(times(skin, light), back).entries()) {
        expect(value).toBeCloseTo(skin[index] ?? Number.NaN, 9);
      }
    }),
  );
});

test('another background tells nothing of the light on her', () => {
  const elsewhere = relight({ skin, background: grey }, { skin, background: [0.02, 0.3, 0.05] });

  expect(elsewhere).toEqual([1, 1, 1]);
});

test('a face in the shadow of hair does not brighten the rest of the picture', () => {
  expect(
    relight({ skin, background: grey }, { skin: times(skin, [0.7, 0.7, 0.7]), background: grey }),
  ).toEqual([1, 1, 1]);
});

test('without skin the background speaks, without both nothing is changed', () => {
  expect(
    relight({ skin, background: [0.5, 0.5, 0.5] }, { skin: undefined, background: [0.25, 0.5, 1] }),
  ).toEqual([2, 1, 0.5]);
  expect(relight({ skin, background: grey }, { skin: undefined, background: undefined })).toEqual([1, 1, 1]);
});

test('a light that nobody would shoot in is not believed', () => {
  expect(
    relight({ skin, background: undefined }, { skin: times(skin, [0.01, 1, 1]), background: undefined })[0],
  ).toBe(2.5);
});
