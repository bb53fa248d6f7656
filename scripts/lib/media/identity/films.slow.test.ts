import { beforeAll, describe, expect, test } from 'vitest';
import { Axis, type IdentityReport } from '#core/identity.ts';
import { readPicture } from '../picture-file.ts';
import type { Picture } from '../picture.ts';
import { relit } from './altered.ts';
import { filmed } from './filmed.ts';
import { examineFrames, merged } from './frames.ts';
import { rebuilt } from './graded-face.ts';
import { isPortrait } from './measure.ts';
import { sightOf } from './sight.ts';

const VARIANTS = 'scripts/test/fixtures/variants';
/** As the camera of a clip goes: to one side, and over to the other. */
const ROUND = [0, 5, 2, -3, -6];

let canonical: Picture;
let frames: readonly Picture[];
beforeAll(async () => {
  canonical = await readPicture('assets/alpha-ref.png');
  frames = await filmed(canonical, ROUND);
});

const told = async (pictures: readonly Picture[]): Promise<IdentityReport> =>
  (await examineFrames(pictures, canonical, { kind: 'frames' })).report;

describe('a film of the unchanged reference passes', () => {
  test('with a camera that goes round her', async () => {
    expect(await told(frames)).toMatchObject({ answer: 'pass' });
  });

  test('in light that changes from frame to frame, and from side to side', async () => {
    const lights = frames.map((frame, index) =>
      relit(frame, ([r, g, b], x) =>
        [r * (1 + 0.02 * (index - 2)), g, b * (1 - 0.02 * (index - 2))].map(
          (value) => value * (0.9 + 0.03 * index) * (0.94 + 0.12 * x),
        ),
      ),
    );

    expect(await told(lights)).toMatchObject({ answer: 'pass' });
  });
});

describe('a film of a changed reference', () => {
  test.each([
    ['hair_hue_p30', 'hair-colour'],
    ['hair_shape_bob02', 'hair-shape'],
    ['face_s11_050', 'face-structure'],
    ['face_s12_075', 'face-structure'],
    ['outfit_colour_red', 'outfit'],
    ['outfit_garment_tshirt', 'outfit'],
    ['body_shoulder_p75', 'body-proportions'],
    ['body_head_p12', 'body-proportions'],
  ])('%s does not pass, and %s is named first', async (variant, axis) => {
    const film = await filmed(await readPicture(`${VARIANTS}/${variant}.png`), ROUND);
    const report = await told(film);

    expect(report.answer).not.toBe('pass');
    expect(report.axes[0]?.axis).toBe(Axis.parse(axis));
  });
});

test('one frame in ten of someone else is let by no longer than it is one', async () => {
  const sight = await sightOf(canonical);
  if (!isPortrait(sight)) throw new Error('The reference shows no face');
  const { report: hers } = await examineFrames(frames.slice(0, 1), canonical, { kind: 'frames' });
  const { report: another } = await examineFrames([rebuilt(sight, 3, 5)], canonical, { kind: 'frames' });
  const mixture = (count: number) =>
    merged(
      [...Array.from({ length: 10 }, () => hers), ...Array.from({ length: count }, () => another)],
      'frames',
    );

  expect(mixture(1).answer).toBe('pass');
  expect(mixture(2)).toMatchObject({
    answer: 'look',
    axes: [{ axis: 'face-structure', answer: 'look' }, {}, {}, {}, {}],
  });
});
