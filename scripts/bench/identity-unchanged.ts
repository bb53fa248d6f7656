/** Unchanged pictures of other kinds and by other amounts than those of the calibration. */
import sharp from 'sharp';
import { blurred, grained, moved, reencoded, relit } from '#media/identity/altered.ts';
import { faceTurned } from '#media/identity/graded-face.ts';
import type { Portrait } from '#media/identity/registration.ts';
import type { Picture } from '#media/picture.ts';
import type { Case, Studio } from './identity-case.ts';

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
const HARMLESS: readonly Alteration[] = [
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
