import sharp from 'sharp';
import { driftPlot, HEIGHT, WIDTH, type DriftStyle, type Stop } from './drift.ts';
import { lettering } from './lettering.ts';

/** The stops of one artifact. */
export interface Course {
  readonly name: string;
  readonly stops: readonly Stop[];
}

/** One plot an artifact, below each other; SVG text, dark on white. */
export function driftSheet(courses: readonly Course[], style: Pick<DriftStyle, 'write'> = {}): string {
  const height = HEIGHT * Math.max(1, courses.length);
  const plots = courses.map(({ name, stops }, index) =>
    driftPlot(stops, { ...style, title: `${name}: drift from the canonical picture` }).replace(
      '<svg ',
      `<svg y="${index * HEIGHT}" width="${WIDTH}" height="${HEIGHT}" `,
    ),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" color="#231a33">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    ...plots,
    '</svg>',
  ].join('');
}

/** As `driftSheet`, drawn: PNG, the same bytes on every machine. */
export async function driftPicture(courses: readonly Course[]): Promise<Buffer> {
  const { write } = await lettering();
  return sharp(Buffer.from(driftSheet(courses, { write })))
    .resize({ width: WIDTH * 2 })
    .removeAlpha()
    .png({ compressionLevel: 9 })
    .toBuffer();
}
