import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Axis, IdentityReport } from '#core/identity.ts';
import { facesOf, type Point } from '../face/landmarks.ts';
import { readPicture } from '../picture-file.ts';
import type { Picture } from '../picture.ts';
import { grained, moved, relit } from './altered.ts';
import { filmed } from './filmed.ts';
import { rebuilt } from './graded-face.ts';
import { hairPainted } from './graded.ts';
import { identify } from './identify.ts';
import { isPortrait } from './measure.ts';
import { OVAL } from './regions.ts';
import type { Portrait } from './registration.ts';
import { sightOf } from './sight.ts';

/** Photographs of people that a package brings with it; none of them lies in this repository. */
const photographs = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api')), '../demo');
const PHOTOGRAPHS = [1, 2, 3, 4, 5, 6].map((index) => `sample${index}.jpg`);

let canonical: Picture;
let portrait: Portrait;
beforeAll(async () => {
  canonical = await readPicture('assets/alpha-ref.png');
  const sight = await sightOf(canonical);
  if (!isPortrait(sight)) throw new Error('The reference shows no face');
  portrait = sight;
});

const axisOf = (report: IdentityReport, axis: Axis) => report.axes.find((one) => one.axis === axis);
const decoded = async (file: Sharp): Promise<Picture> => {
  const { data, info } = await file.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgba: Uint8ClampedArray.from(data) };
};
const flat = (red: number, green: number, blue: number): Picture => ({
  width: 400,
  height: 300,
  rgba: Uint8ClampedArray.from({ length: 400 * 300 * 4 }, (_, at) => [red, green, blue, 255][at % 4] ?? 0),
});

/** Whether a place lies inside a polygon. */
function within(polygon: readonly Point[], x: number, y: number): boolean {
  let inside = false;
  for (const [index, b] of polygon.entries()) {
    const a = polygon.at(index - 1) ?? b;
    if (a.y > y !== b.y > y && x < a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x)) inside = !inside;
  }
  return inside;
}

/** Her picture with the face of a photograph in the place of hers: an affine map by both eyes and the chin. */
async function withFaceOf(file: string): Promise<Picture> {
  const { mesh, box } = portrait.head.face;
  const stranger = await readPicture(join(photographs, file));
  const [face] = await facesOf(stranger);
  if (face === undefined) throw new Error(`${file} shows no face`);
  const picture: Picture = { ...canonical, rgba: new Uint8ClampedArray(canonical.rgba) };
  const anchor = (points: typeof mesh) =>
    [points[33] ?? box, points[263] ?? box, points[152] ?? box] as const;
  const [[a, b, c], [p, q, r]] = [anchor(mesh), anchor(face.mesh)];
  const det = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
  const oval = OVAL.map((index) => mesh[index] ?? box);
  for (let y = Math.floor(box.y); y < box.y + box.height; y += 1) {
    for (let x = Math.floor(box.x); x < box.x + box.width; x += 1) {
      if (!within(oval, x, y)) continue;
      const u = ((x - a.x) * (c.y - a.y) - (y - a.y) * (c.x - a.x)) / det;
      const v = ((y - a.y) * (b.x - a.x) - (x - a.x) * (b.y - a.y)) / det;
      const sx = Math.min(
        Math.max(Math.round(p.x + u * (q.x - p.x) + v * (r.x - p.x)), 0),
        stranger.width - 1,
      );
      const sy = Math.min(
        Math.max(Math.round(p.y + u * (q.y - p.y) + v * (r.y - p.y)), 0),
        stranger.height - 1,
      );
      const source = (sy * stranger.width + sx) * 4;
      picture.rgba.set(stranger.rgba.subarray(source, source + 4), (y * canonical.width + x) * 4);
    }
  }
  return picture;
}

describe('somebody else', () => {
  test.each(PHOTOGRAPHS)('%s is not her', async (file) => {
    expect((await identify(await readPicture(join(photographs, file)), canonical)).answer).toBe('fail');
  });

  test.each(PHOTOGRAPHS)('%s with hair in her purple still fails on the face', async (file) => {
    const sight = await sightOf(await readPicture(join(photographs, file)));
    if (!isPortrait(sight)) throw new Error(`${file} shows no face`);
    const report = await identify(hairPainted(sight, [0.175, 0.02, 0.385]), canonical);

    expect(report.answer).toBe('fail');
    expect(['fail', 'not-measured']).toContain(axisOf(report, 'face-structure')?.answer);
  });

  test.each(PHOTOGRAPHS)('the face of %s set into her picture fails on the face, and first', async (file) => {
    const report = await identify(await withFaceOf(file), canonical);

    expect(report.axes[0]).toMatchObject({ axis: 'face-structure', answer: 'fail' });
  });

  test.each([3, 6, 11])(
    'another face in her hair and clothes, direction %i, fails on the face',
    async (direction) => {
      const report = await identify(rebuilt(portrait, direction, 4), canonical);

      expect(report.axes[0]).toMatchObject({ axis: 'face-structure', answer: 'fail' });
      expect(report.answer).toBe('fail');
    },
  );
});

describe('she in other light passes', () => {
  const lights: readonly (readonly [
    string,
    (light: readonly [number, number, number], x: number, y: number) => readonly number[],
  ])[] = [
    ['dim', (light) => light.map((value) => value * 0.7)],
    ['bright', (light) => light.map((value) => value * 1.2)],
    ['by a warm lamp', ([r, g, b]) => [r * 1.12, g, b * 0.86]],
    ['by a cool sky', ([r, g, b]) => [r * 0.9, g, b * 1.1]],
    ['from above', (light, _, y) => light.map((value) => value * (1.12 - 0.24 * y))],
    ['from the left', (light, x) => light.map((value) => value * (1.12 - 0.24 * x))],
  ];

  test.each(lights)('%s', async (_, change) => {
    expect(await identify(relit(canonical, change), canonical)).toMatchObject({ answer: 'pass' });
  });
});

describe('nobody', () => {
  const empty: readonly (readonly [string, () => Picture])[] = [
    ['flat grey', () => flat(128, 128, 128)],
    ['white', () => flat(255, 255, 255)],
    ['black', () => flat(0, 0, 0)],
    ['her purple', () => flat(116, 39, 167)],
    ['grain', () => grained(flat(128, 128, 128), 60)],
    [
      'a landscape',
      () =>
        relit(flat(128, 128, 128), (_, x, y) =>
          y < 0.5 + 0.06 * Math.sin(7 * x) + 0.03 * Math.sin(31 * x)
            ? [0.2 + 0.3 * y, 0.35 + 0.3 * y, 0.7]
            : [0.05 + 0.05 * Math.sin(90 * x * y), 0.15 + 0.1 * y, 0.04],
        ),
    ],
    [
      'a wood',
      () =>
        relit(flat(128, 128, 128), (_, x, y) =>
          Math.sin(40 * x + 3 * Math.sin(5 * y)) > 0.4 ? [0.08, 0.05, 0.03] : [0.1 + 0.2 * y, 0.3, 0.1],
        ),
    ],
  ];

  test.each(empty)('%s: nothing is measured, and it fails', async (_, picture) => {
    const report = await identify(picture(), canonical);

    expect(report.answer).toBe('fail');
    for (const axis of report.axes) expect(axis).toMatchObject({ answer: 'not-measured', value: null });
  });
});

describe('a picture that shows too little of her does not pass', () => {
  test('two of her: the larger is measured, and a person must look', async () => {
    const small = await sharp('assets/alpha-ref.png').resize(512, 512).png().toBuffer();
    const report = await identify(
      await decoded(
        sharp('assets/alpha-ref.png')
          .extend({ right: 512, extendWith: 'copy' })
          .composite([{ input: small, left: 1024, top: 256 }]),
      ),
      canonical,
    );

    expect(report.answer).not.toBe('pass');
    expect(axisOf(report, 'face-structure')?.note).toContain('2 faces on the picture');
  });

  test('she and a stranger of her size: a person must look', async () => {
    const stranger = await sharp(join(photographs, 'sample4.jpg')).resize({ height: 1024 }).png().toBuffer();
    const { width } = await sharp(stranger).metadata();
    const report = await identify(
      await decoded(
        sharp('assets/alpha-ref.png')
          .extend({ right: width, extendWith: 'copy' })
          .composite([{ input: stranger, left: 1024, top: 0 }]),
      ),
      canonical,
    );

    expect(report.answer).not.toBe('pass');
  });

  test.each([
    [470, 0, 554, 1024],
    [0, 0, 560, 1024],
    [0, 330, 1024, 694],
    [0, 0, 1024, 420],
  ])('a face cut off by the edge (from %i, %i, %i × %i) is not judged', async (left, top, width, height) => {
    const picture = await decoded(sharp('assets/alpha-ref.png').extract({ left, top, width, height }));
    const report = await identify(picture, canonical);

    expect(report.answer).not.toBe('pass');
    expect(axisOf(report, 'face-structure')).toMatchObject({ answer: 'not-measured', value: null });
  });

  test.each([50, 90, 135, 180])('seen by a camera turned by %i°', async (degrees) => {
    const [picture] = await filmed(canonical, [degrees]);
    const report = await identify(picture ?? canonical, canonical);

    expect(report.answer).not.toBe('pass');
    expect(axisOf(report, 'face-structure')?.answer).not.toBe('pass');
  });

  test('her back: hair where the face was', async () => {
    const { box } = portrait.head.face;
    const back: Picture = { ...canonical, rgba: new Uint8ClampedArray(canonical.rgba) };
    for (let y = Math.floor(box.y - 10); y < box.y + box.height * 1.25; y += 1) {
      for (let x = Math.floor(box.x - 12); x < box.x + box.width + 12; x += 1) {
        const shade = 0.75 + 0.25 * Math.sin(x / 5);
        back.rgba.set([116 * shade, 39 * shade, 167 * shade], (y * back.width + x) * 4);
      }
    }
    const report = await identify(back, canonical);

    expect(report.answer).not.toBe('pass');
    expect(report.axes.every(({ answer }) => answer === 'not-measured')).toBe(true);
  });

  test('a stamp: her face is too small to judge', async () => {
    const picture = moved(canonical, { scale: 0.11 });
    const report = await identify(picture, canonical);

    expect(report.answer).not.toBe('pass');
    expect(axisOf(report, 'face-structure')?.answer).not.toBe('pass');
  });
});
