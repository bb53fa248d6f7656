/** Changed pictures of other kinds and by other amounts than those of the calibration, each changed in one axis. */
import type { Axis } from '#core/identity.ts';
import { bodyWidened, headScaled, neckLengthened } from '#media/identity/graded-body.ts';
import { faceMorphed, partScaled, rebuilt } from '#media/identity/graded-face.ts';
import {
  clothDyed,
  fringed,
  garmentStriped,
  hairCut,
  hairDyed,
  hairSwollen,
  hairToned,
  hairTurned,
  hueTurned,
} from '#media/identity/graded.ts';
import type { Picture } from '#media/picture.ts';
import type { Case, Studio } from './identity-case.ts';

/** The mean colour of the hair's material (linear), as the labels of the variants state it. */
const PURPLE = [0.175, 0.02, 0.385] as const;

/** Mixes two renders of one pose in linear light. */
function mixed(a: Picture, b: Picture, share: number): Picture {
  const rgba = new Uint8ClampedArray(a.rgba);
  for (let at = 0; at < rgba.length; at += 1)
    rgba[at] = (a.rgba[at] ?? 0) * (1 - share) + (b.rgba[at] ?? 0) * share;
  return { ...a, rgba };
}

/** A row of amounts of one change. */
const one = (
  kind: string,
  axis: Axis,
  amounts: readonly number[],
  picture: (amount: number) => Picture,
  { faint = () => false, hue }: { faint?: (amount: number) => boolean; hue?: boolean } = {},
): Case[] =>
  amounts.map((amount) => ({
    kind,
    amount,
    axis,
    faint: faint(amount),
    hue: hue === true ? amount : undefined,
    picture: () => picture(amount),
  }));

/** Changed pictures, each in one axis. */
export function changed({ reference, faces, mixable }: Studio): Case[] {
  return [
    ...one(
      'hair hue',
      'hair-colour',
      [-170, -140, -110, -80, -50, -35, -22, -8, 8, 22, 38, 52, 70, 100, 130, 160],
      (degrees) => hairTurned(reference, degrees),
      { faint: (degrees) => Math.abs(degrees) < 15, hue: true },
    ),
    ...one(
      'hair dyed as a renderer would',
      'hair-colour',
      [-150, -120, -90, -60, -45, -30, -15, 15, 30, 45, 60, 90, 120, 150, 180],
      (degrees) => hairDyed(reference, PURPLE, hueTurned(PURPLE, degrees)),
      { hue: true },
    ),
    ...one(
      'hair lighter or darker',
      'hair-colour',
      [0.3, 0.45, 0.6, 0.8, 1.3, 1.6, 2.2],
      (light) => hairToned(reference, light, 1),
      { faint: (light) => light > 0.7 && light < 1.4 },
    ),
    ...one(
      'hair duller',
      'hair-colour',
      [0, 0.3, 0.5, 0.65, 0.85],
      (chroma) => hairToned(reference, 1, chroma),
      {
        faint: (chroma) => chroma > 0.7,
      },
    ),
    ...one(
      'hair shorter',
      'hair-shape',
      [0.08, 0.18, 0.22, 0.3, 0.42, 0.5],
      (share) => hairCut(reference, share),
      {
        faint: (share) => share < 0.15,
      },
    ),
    ...one('hair fuller', 'hair-shape', [1.06, 1.15, 1.22, 1.3], (factor) => hairSwollen(reference, factor), {
      faint: (factor) => factor < 1.1,
    }),
    ...one('fringe', 'hair-shape', [0.3, 0.6, 0.8, 0.95], (share) => fringed(reference, share), {
      faint: (share) => share < 0.75,
    }),
    ...faces.flatMap((face, index) =>
      one(
        `face on the way to render ${index + 1}`,
        'face-structure',
        [-1.2, -0.9, -0.7, 0.25, 0.4, 0.6, 0.8, 1.2],
        (amount) => faceMorphed(reference, face, amount),
        // The mesh sees about half of the way that render 2 stands for.
        { faint: (amount) => Math.abs(amount) < (index === 0 ? 0.5 : 1) },
      ),
    ),
    ...[5, 6, 7, 8, 9, 10].flatMap((direction) =>
      one(
        `face rebuilt, direction ${direction}`,
        'face-structure',
        [0.3, 0.6, 0.9, 1.25],
        (amount) => rebuilt(reference, direction, amount),
        { faint: (amount) => amount < 1 },
      ),
    ),
    ...(
      [
        ['eyes', [0.88, 0.94, 1.06, 1.12]],
        ['nose', [0.85, 0.92, 1.08, 1.15]],
        ['mouth', [0.85, 0.92, 1.08, 1.15]],
        ['jaw', [0.9, 0.95, 1.05, 1.1]],
      ] as const
    ).flatMap(([part, factors]) =>
      one(`${part} scaled`, 'face-structure', factors, (factor) => partScaled(reference, part, factor), {
        faint: (factor) => Math.abs(factor - 1) < 0.09,
      }),
    ),
    ...(
      [
        ['dark', [0.5, 0.7, 2]],
        ['dark', [1, 1.6, 1]],
        ['dark', [2.2, 2.2, 2.2]],
        ['dark', [3, 0.5, 6]],
        ['light', [0.5, 0.1, 1]],
        ['light', [1.5, 0.9, 0.65]],
        ['light', [1, 0.6, 0.6]],
        ['light', [0.55, 0.55, 0.55]],
        ['light', [0.6, 0.9, 1]],
        ['vivid', [3, 0.3, 0.3]],
        ['vivid', [0.6, 0.6, 0.6]],
        ['vivid', [4, 1, 0.3]],
      ] as const
    ).map(([cloth, dye], index): Case => ({
      kind: `outfit, ${cloth} cloth dyed`,
      amount: index,
      axis: 'outfit',
      faint: false,
      hue: undefined,
      picture: () => clothDyed(reference, cloth, dye),
    })),
    ...one('outfit striped', 'outfit', [8, 14, 24, 40], (width) => garmentStriped(reference, width, 0.6)),
    ...mixable.flatMap(({ axis, portrait }) =>
      one(`mixed with a render (${axis})`, axis, [0.25, 0.4, 0.6, 0.8], (share) =>
        mixed(reference.picture, portrait.picture, share),
      ),
    ),
    ...one(
      'shoulders',
      'body-proportions',
      [0.86, 0.9, 0.95, 1.05, 1.09, 1.15, 1.25],
      (factor) => bodyWidened(reference, factor),
      { faint: (factor) => Math.abs(factor - 1) < 0.06 },
    ),
    ...one(
      'head',
      'body-proportions',
      [0.86, 0.9, 0.95, 1.05, 1.09, 1.16],
      (factor) => headScaled(reference, factor),
      {
        faint: (factor) => Math.abs(factor - 1) < 0.06,
      },
    ),
    ...one(
      'neck',
      'body-proportions',
      [-0.14, -0.1, -0.05, 0.05, 0.09, 0.14, 0.2],
      (share) => neckLengthened(reference, share),
      { faint: (share) => Math.abs(share) < 0.06 },
    ),
  ];
}
