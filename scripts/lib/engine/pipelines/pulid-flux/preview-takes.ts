import type { Dice } from '#media/sound/seeded.ts';
import type { Backdrop, Rgb } from '#media/splat/backdrop.ts';
import type { Light } from '#media/splat/light.ts';

/** One picture to be taken of a figure from the front: how near, how the camera leans, in which light, before what. */
export interface Take {
  /** Positive leans the figure to the right. */
  readonly rollDeg: number;
  /** Against the picture that the figure comes from. */
  readonly zoom: number;
  /** Where the middle of the face comes to lie, in shares of width and height. */
  readonly face: { readonly x: number; readonly y: number };
  readonly light: Light;
  readonly backdrop: Backdrop;
}

/**
 * The four takes of a seed. All are from the front and show both shoulders, and lights stay gentle: a face that turns or hair that
 * leaves the frame is not to be held against the canonical picture.
 */
export function takes(dice: Dice): readonly [Take, Take, Take, Take] {
  const around = (middle: number, spread: number) => middle + (dice() * 2 - 1) * spread;
  const tint = ([red, green, blue]: Rgb): Rgb => [around(red, 8), around(green, 8), around(blue, 8)];
  const left = dice() < 0.5 ? -1 : 1;

  const close: Take = {
    rollDeg: around(-2, 1) * left,
    zoom: around(0.98, 0.01),
    face: { x: 0.5 + 0.03 * left, y: 0.4 },
    light: { from: [left * 1.2, -0.6, -1], key: 0.08, shade: 0.24, colour: [1.1, 1, 0.86] },
    backdrop: {
      top: tint([104, 92, 92]),
      bottom: tint([72, 62, 62]),
      vignette: 0.5,
      glows: [{ x: 0.5 + 0.25 * left, y: 0.4, radius: 0.34, strength: 0.75, colour: tint([168, 132, 112]) }],
    },
  };

  const day: Take = {
    rollDeg: around(4, 1),
    zoom: around(0.86, 0.02),
    face: { x: around(0.47, 0.01), y: 0.45 },
    light: { from: [-1, -0.5, -1], key: 0.12, shade: 0.22, colour: [0.95, 1, 1.08] },
    backdrop: {
      top: tint([186, 206, 222]),
      bottom: tint([150, 172, 194]),
      vignette: 0.18,
      glows: [{ x: 0.12, y: 0.18, radius: 0.45, strength: 0.8, colour: [240, 246, 250] }],
    },
  };

  const evening: Take = {
    rollDeg: around(-4, 1),
    zoom: around(0.8, 0.02),
    face: { x: around(0.6, 0.02), y: 0.48 },
    light: {
      from: [1, -0.3, -0.7],
      key: 0.06,
      shade: 0.28,
      colour: [1.08, 0.98, 0.92],
      rim: { strength: 0.35, colour: [1, 0.74, 0.5] },
    },
    backdrop: {
      top: tint([52, 88, 100]),
      bottom: tint([198, 146, 106]),
      vignette: 0.35,
      glows: Array.from({ length: 14 }, () => ({
        x: dice(),
        y: 0.12 + 0.7 * dice(),
        radius: 0.02 + 0.045 * dice(),
        strength: 0.14 + 0.3 * dice(),
        colour: dice() < 0.65 ? ([255, 190, 110] as const) : ([150, 196, 255] as const),
        disc: true,
      })),
    },
  };

  const wide: Take = {
    rollDeg: around(0, 1),
    zoom: around(0.68, 0.02),
    face: { x: around(0.4, 0.02), y: 0.5 },
    light: { from: [0.4, -1, -0.8], key: 0.1, shade: 0.15, colour: [1.02, 1.03, 0.97] },
    backdrop: {
      top: tint([128, 152, 132]),
      bottom: tint([84, 108, 92]),
      vignette: 0.3,
      glows: Array.from({ length: 9 }, () => ({
        x: dice(),
        y: 0.55 * dice(),
        radius: 0.06 + 0.1 * dice(),
        strength: 0.08 + 0.14 * dice(),
        colour: [226, 238, 196] as const,
        disc: true,
      })),
    },
  };
  return [close, day, evening, wide];
}
