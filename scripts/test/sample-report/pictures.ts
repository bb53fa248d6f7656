import { join } from 'node:path';
import sharp from 'sharp';
import { IdentityReport } from '#core/identity.ts';
import type { ReportArtifact } from '#media/report/report.ts';
import { artifactOf, changed } from './made.ts';

const REFERENCE = 'assets/alpha-ref.png';

export async function stills(folder: string): Promise<ReportArtifact> {
  const [before, after, small] = ['still-before.png', 'still-after.png', 'still-small.png'].map((file) =>
    join(folder, file),
  );
  await Promise.all([
    sharp(REFERENCE)
      .png()
      .toFile(before ?? ''),
    sharp(REFERENCE)
      .modulate({ hue: 28 })
      .png()
      .toFile(after ?? ''),
    sharp(REFERENCE)
      .resize(640, 512, { fit: 'cover' })
      .png()
      .toFile(small ?? ''),
  ]);
  const made = await artifactOf({
    name: 'stills',
    cause: 'it reads canon, which was rebuilt',
    finding: 'The hair turned by 28° towards red; nothing else moved.',
    visibility: 0.62,
    files: [
      {
        role: 'portrait',
        medium: 'picture',
        before,
        after,
        verdict: changed('picture', 'The hair turned by 28° towards red; nothing else moved.', [
          {
            metric: 'changed-pixels/pixelmatch@7.2',
            label: 'pixels changed',
            value: 214_893,
            unit: 'px',
            meaning: 'a fifth of the picture, nearly all of it hair',
          },
          { metric: 'any-change/1', label: 'pixels with any change', value: 0.412, unit: 'share' },
          {
            metric: 'p95/ciede2000@1',
            label: 'colour distance, 95th percentile',
            value: 18.4,
            unit: 'ΔE00',
            meaning: 'plainly another colour',
          },
          {
            metric: 'ssim/luma@1',
            label: 'structure (SSIM)',
            value: 0.9961,
            unit: '',
            meaning: 'shapes hold',
          },
        ]),
      },
      {
        role: 'cropped',
        medium: 'picture',
        before,
        after: small,
        verdict: { ...changed('picture', 'It is smaller and has another shape.'), kind: 'resized' },
      },
    ],
  });
  return {
    ...made,
    identity: [
      IdentityReport.parse({
        of: 'portrait',
        swatches: [
          { label: 'hair', reference: '#7423c2', measured: '#a324b4' },
          { label: 'outfit', reference: '#3d424c', measured: '#3d424c' },
          { label: 'stripe', reference: '#2f9fb0', measured: '#3aa0ae' },
        ],
        method: 'alpha-identity/1',
        answer: 'fail',
        axes: [
          {
            axis: 'hair-colour',
            value: 28.1,
            unit: '°',
            limit: 8,
            answer: 'fail',
            note: 'hue turned by 28° towards red',
          },
          {
            axis: 'hair-shape',
            value: 0.011,
            unit: 'share',
            limit: 0.05,
            answer: 'pass',
            note: 'the outline holds',
          },
          {
            axis: 'face-structure',
            value: 0.14,
            unit: 'distance',
            limit: 0.18,
            answer: 'pass',
            note: 'jaw, eyes, nose and mouth hold',
          },
          {
            axis: 'outfit',
            value: 2.4,
            unit: 'ΔE00',
            limit: 5,
            answer: 'pass',
            note: 'grey with a teal stripe',
          },
          {
            axis: 'body-proportions',
            value: null,
            unit: 'share',
            limit: 0.04,
            answer: 'not-measured',
            note: 'the shoulders are cut off',
          },
        ],
      }),
    ],
  };
}

export async function canon(folder: string): Promise<ReportArtifact> {
  const [same, added] = [join(folder, 'canon.png'), join(folder, 'added.png')];
  await Promise.all([
    sharp(REFERENCE).resize(512).png().toFile(same),
    sharp(REFERENCE).resize(400, 400).blur(4).png().toFile(added),
  ]);
  return artifactOf({
    name: 'canon',
    cause: '',
    finding: 'Equal, pixel for pixel.',
    visibility: 0,
    files: [
      {
        role: 'canon',
        medium: 'picture',
        before: same,
        after: same,
        verdict: {
          ...changed('picture', 'Equal, pixel for pixel.'),
          kind: 'equal',
          by: 'payload',
          visibility: 0,
        },
      },
      {
        role: 'thumbnail',
        medium: 'picture',
        before: undefined,
        after: added,
        verdict: { ...changed('picture', 'A new picture, 400 × 400 pixels.'), kind: 'added' },
      },
    ],
  });
}
