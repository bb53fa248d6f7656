/** Pictures whose truth is known and that set no limit: other amounts, other kinds and other mixtures than those of the calibration. */
import sharp from 'sharp';
import type { Axis } from '#core/identity.ts';
import { blurred, grained, moved, reencoded, relit } from '#media/identity/altered.ts';
import { bodyWidened, headScaled, neckLengthened } from '#media/identity/graded-body.ts';
import { faceMorphed, faceTurned, partScaled, rebuilt } from '#media/identity/graded-face.ts';
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
import type { Portrait } from '#media/identity/registration.ts';
import type { Picture } from '#media/picture.ts';

/** A picture and what is true of it. */
export interface Case {
  readonly kind: string;
  readonly amount: number;
  /** What changed, or nothing. */
  readonly axis: Axis | undefined;
  /** Less than anyone must see: neither required nor forbidden, but it counts for the order of the amounts. */
  readonly faint: boolean;
  /** Degrees by which the material of the hair turned. */
  readonly hue: number | undefined;
  readonly picture: () => Picture | Promise<Picture>;
}

/** The reference and renders of it: the same, with another face, and in another outfit. */
export interface Studio {
  readonly reference: Portrait;
  /** Other renders of the unchanged character. */
  readonly same: readonly Portrait[];
  /** Renders whose faces were built otherwise, the whole way. */
  readonly faces: readonly Portrait[];
  /** Renders that differ from the reference in one axis and can be mixed with it, pixel by pixel. */
  readonly mixable: readonly { readonly axis: Axis; readonly portrait: Portrait }[];
}

type Alteration = readonly [
  kind: string,
  amount: number,
  alter: (picture: Picture) => Picture | Promise<Picture>,
];

const scaled = (picture: Picture, factor: number) =>
  relit(picture, (light) => light.map((value) => value * factor));

/** All code values times a factor: what a brightness slider does. */
function coded(picture: Picture, change: (code: number) => number): Picture {
  const table = Uint8ClampedArray.from({ length: 256 }, (_, code) => Math.round(change(code)));
  const rgba = picture.rgba.map((code, at) => (at % 4 === 3 ? code : (table[code] ?? 0)));
  return { ...picture, rgba };
}

async function sharpened(picture: Picture, sigma: number): Promise<Picture> {
  const { data, info } = await sharp(picture.rgba, {
    raw: { width: picture.width, height: picture.height, channels: 4 },
  })
    .removeAlpha()
    .sharpen({ sigma })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgba: Uint8ClampedArray.from(data) };
}

async function resized(picture: Picture, side: number): Promise<Picture> {
  const { data, info } = await sharp(picture.rgba, {
    raw: { width: picture.width, height: picture.height, channels: 4 },
  })
    .resize(side, side)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgba: Uint8ClampedArray.from(data) };
}

/** Light that falls off along a direction: `strength` more on one side of the picture than on the other. */
const sideLit = (picture: Picture, degrees: number, strength: number) => {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return relit(picture, (light, x, y) => {
    const factor = 1 + strength * ((x - 0.5) * c + (y - 0.5) * s);
    return light.map((value) => value * factor);
  });
};

/** What changes nothing about her. */
export const HARMLESS: readonly Alteration[] = [
  ...[60, 68, 82, 92].map((quality): Alteration => [
    'JPEG',
    quality,
    (picture) => reencoded(picture, 'jpeg', quality),
  ]),
  ...[60, 88].map((quality): Alteration => [
    'WebP',
    quality,
    (picture) => reencoded(picture, 'webp', quality),
  ]),
  ...[-8, -6, -4, 4, 6, 8].map((percent): Alteration => [
    'exposure, linear',
    percent,
    (picture) => scaled(picture, 1 + percent / 100),
  ]),
  ...[-8, -4, 4, 8].map((percent): Alteration => [
    'exposure, coded',
    percent,
    (picture) => coded(picture, (code) => code * (1 + percent / 100)),
  ]),
  ...[0.94, 1.06].map((gamma): Alteration => [
    'gamma',
    gamma,
    (picture) => coded(picture, (code) => 255 * (code / 255) ** gamma),
  ]),
  ['contrast', 1.06, (picture) => coded(picture, (code) => 128 + (code - 128) * 1.06)],
  ...[-6, -3, 4, 7].map((percent): Alteration => [
    'white balance',
    percent,
    (picture) => relit(picture, ([r, g, b]) => [r * (1 + percent / 100), g, b * (1 - percent / 100)]),
  ]),
  ['tint', 4, (picture) => relit(picture, ([r, g, b]) => [r, g * 1.04, b])],
  ...[45, 90, 160, 225, 270, 315].map((degrees): Alteration => [
    'light from a side',
    degrees,
    (picture) => sideLit(picture, degrees, 0.18),
  ]),
  ['light from a side, strong', 30, (picture) => sideLit(picture, 30, 0.3)],
  ...[-2, -1, 1, 1.5].map((degrees): Alteration => [
    'turned',
    degrees,
    (picture) => moved(picture, { degrees }),
  ]),
  ...[0.97, 0.985, 1.015, 1.03].map((scale): Alteration => [
    'resized',
    scale,
    (picture) => moved(picture, { scale }),
  ]),
  ...[
    [12, -9],
    [-25, 18],
    [31, 6],
  ].map(([dx = 0, dy = 0]): Alteration => ['moved', dx, (picture) => moved(picture, { dx, dy })]),
  ...[0.5, 0.8, 1.2].map((sigma): Alteration => ['blur', sigma, (picture) => blurred(picture, sigma)]),
  ...[2, 3.5, 6].map((deviation): Alteration => [
    'grain',
    deviation,
    (picture) => grained(picture, deviation),
  ]),
  ...[0.8, 1.5].map((sigma): Alteration => ['sharpened', sigma, (picture) => sharpened(picture, sigma)]),
  ...[640, 768, 1536].map((side): Alteration => ['other size', side, (picture) => resized(picture, side)]),
  [
    'mixture',
    1,
    async (picture) =>
      reencoded(moved(scaled(picture, 1.06), { degrees: 1.3, scale: 1.02, dx: 9 }), 'jpeg', 70),
  ],
  [
    'mixture',
    2,
    async (picture) => grained(await blurred(sideLit(scaled(picture, 0.94), 120, 0.12), 0.7), 3),
  ],
  [
    'mixture',
    3,
    async (picture) =>
      reencoded(await blurred(moved(picture, { degrees: -1.6, scale: 0.98, dy: -14 }), 0.6), 'webp', 72),
  ],
];

const altered = (portrait: Portrait, [kind, amount, alter]: Alteration): Case => ({
  kind,
  amount,
  axis: undefined,
  faint: false,
  hue: undefined,
  picture: () => alter(portrait.picture),
});

/** Unchanged pictures: each alteration of the reference, and every third one of each other unchanged render. */
export function unchanged({ reference, same }: Studio): Case[] {
  return [
    ...HARMLESS.map((alteration) => altered(reference, alteration)),
    ...same.flatMap((portrait, index) =>
      HARMLESS.filter((_, at) => at % 3 === index % 3).map((alteration) => altered(portrait, alteration)),
    ),
    ...[-2, -1.2, 1.2, 2].map((degrees): Case => ({
      kind: 'face turned in relief',
      amount: degrees,
      axis: undefined,
      faint: false,
      hue: undefined,
      picture: () => faceTurned(reference, degrees),
    })),
  ];
}

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
