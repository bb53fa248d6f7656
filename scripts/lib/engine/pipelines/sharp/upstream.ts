import { mkdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import sharp from 'sharp';
import { UserError } from '#core/errors.ts';
import { writeWhole } from '#media/picture-file.ts';
import { writeSplat } from '#media/splat/ply.ts';
import { checkSplat } from '../../backends/outputs-splat.ts';
import { option, slotFile } from '../../backends/upstream-driver.ts';
import { upstreamBackend } from '../../backends/upstream.ts';
import type { JobFacts, UpstreamSystem } from '../../backends/upstream-system.ts';
import type { SharpParams } from './params.ts';
import { sharpPin } from './upstream-pin.ts';

/** Two layers of 768 × 768, whatever the picture. */
const GAUSSIANS = 1_179_648;
/** What it takes without being told. */
const DEFAULT_FOCAL_MM = 30;
/** What it takes for a focal length that is not one of 35 mm film, and multiplies. */
const SMALLEST_FRACTION_MM = 10;

/** The canon itself where it has the name of a picture and nothing has to be said in Exif; else a copy. */
const pictureOf = (job: JobFacts<SharpParams>): string => {
  const { path } = slotFile(job, 'picture');
  return isAsItIs(job) ? path : join(job.workDir, 'picture', 'canon.png');
};

// Formats are known by their suffix, and whatever has another is passed over with exit 0.
const isAsItIs = (job: JobFacts<SharpParams>): boolean =>
  job.params.focalMm === DEFAULT_FOCAL_MM && slotFile(job, 'picture').path.endsWith('.png');

/** Its stem is that of the picture. */
const splatOf = (job: JobFacts<SharpParams>): string =>
  join(job.workDir, 'splat', `${basename(pictureOf(job), '.png')}.ply`);

/** Apple's `sharp predict`: one pass, no seed. */
export const sharpUpstream: UpstreamSystem<SharpParams> = {
  system: 'sharp',
  pin: sharpPin,
  minutes: 10,
  weights: () => ({ 'sharp_2572gikvuh.pt': '~/.cache/torch/hub/checkpoints/sharp_2572gikvuh.pt' }),
  failures: [
    {
      says: /No valid images found\. Input was/u,
      code: 'output-missing',
      meaning: 'it found no picture that it reads, wrote nothing and said that it had succeeded',
      hint: 'Build canon again: it must be a PNG.',
      silent: true,
    },
    {
      says: /does not exist\./u,
      code: 'weights-missing',
      meaning: 'a file that it was given is not there',
      hint: 'Download sharp_2572gikvuh.pt, or name its place in the runner file.',
    },
  ],
  async prepare({ job }) {
    const { focalMm } = job.params;
    if (isAsItIs(job)) return;
    await mkdir(dirname(pictureOf(job)), { recursive: true });
    const bytes = await readFile(slotFile(job, 'picture').path);
    if (focalMm === DEFAULT_FOCAL_MM) return writeWhole(pictureOf(job), bytes);
    if (!Number.isInteger(focalMm) && focalMm < SMALLEST_FRACTION_MM) {
      throw new UserError(
        'params-unfit',
        `${job.artifact}: SHARP cannot be told a focal length of ${focalMm} mm`,
        {
          hint: `Below ${SMALLEST_FRACTION_MM} mm it must be a whole number: change focalMm in assets/alpha.yml.`,
        },
      );
    }
    // The 35 mm tag holds whole numbers only; without it SHARP reads the plain focal length, a fraction.
    const exif = Number.isInteger(focalMm)
      ? { FocalLengthIn35mmFilm: String(focalMm) }
      : { FocalLength: `${Math.round(focalMm * 1000)}/1000` };
    return writeWhole(pictureOf(job), await sharp(bytes).withExif({ IFD2: exif }).png().toBuffer());
  },
  async steps({ job, place, weights }) {
    return [
      {
        args: [
          'sharp',
          'predict',
          ...option('--input-path', pictureOf(job)),
          ...option('--output-path', join(job.workDir, 'splat')),
          ...option('--checkpoint-path', weights('sharp_2572gikvuh.pt')),
        ],
        cwd: place.checkout,
        expects: [splatOf(job)],
        share: 1,
      },
    ];
  },
  async collect({ job }) {
    const cloud = await checkSplat(job.artifact, splatOf(job), { min: GAUSSIANS, max: GAUSSIANS });
    // Without its extra elements (camera, colour space), at which strict readers stop.
    await writeWhole(join(job.outDir, 'alpha.ply'), writeSplat(cloud));
  },
};

export const upstream = upstreamBackend(sharpUpstream);
