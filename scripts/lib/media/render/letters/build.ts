import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
// oxlint-disable-next-line import/default -- Node loads its CommonJS build, which has one
import opentype from 'opentype.js';
import sharp from 'sharp';
import { writeWhole } from '../../picture-file.ts';

const HEIGHT = 28;
const SIZE = 15;
const BASELINE = 19;
const CHARACTERS = [
  ...Array.from({ length: 95 }, (_, i) => String.fromCodePoint(32 + i)),
  '×',
  '·',
  '°',
  '–',
  '—',
  '…',
  '±',
  '²',
];

/**
 * The text of `letters.ts`: the letters of Inter (SIL Open Font License) at one size, drawn from its outlines. Drawn here,
 * once, so that no font and no font renderer of a machine has a say in a panel.
 */
export async function buildLetters(): Promise<string> {
  const file = createRequire(import.meta.url).resolve('@fontsource/inter/files/inter-latin-600-normal.woff');
  const font = opentype.parse(new Uint8Array(await readFile(file)).buffer);
  const scale = SIZE / font.unitsPerEm;
  const glyphs: string[] = [];
  const paths: string[] = [];
  let at = 0;
  for (const character of CHARACTERS) {
    const glyph = font.charToGlyph(character);
    if (glyph.index === 0 && character !== ' ') continue;
    const advance = (glyph.advanceWidth ?? 0) * scale;
    const width = Math.ceil(advance) + 4;
    paths.push(glyph.getPath(at + 2, BASELINE, SIZE).toPathData(3));
    glyphs.push(`  [${JSON.stringify(character)}, ${at}, ${width}, ${advance.toFixed(3)}],`);
    at += width;
  }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${at}" height="${HEIGHT}"><path fill="#fff" d="${paths.join('')}"/></svg>`;
  const coverage = await sharp(Buffer.from(svg)).ensureAlpha().extractChannel('alpha').raw().toBuffer();
  const packed =
    deflateRawSync(coverage, { level: 9 })
      .toString('base64')
      .match(/.{1,100}/gu) ?? [];
  return [
    '// Made by build.ts from the outlines of Inter; a test holds the two together.',
    '// oxfmt-ignore',
    '/** Letter, left edge and width in the picture of all letters, and how far the pen moves, in pixels. */',
    'export const GLYPHS: readonly (readonly [string, number, number, number])[] = [',
    ...glyphs,
    '];',
    '/** The picture of all letters: its size, and how much of each pixel is covered, deflated, as base64. */',
    `export const PICTURE = { width: ${at}, height: ${HEIGHT} } as const;`,
    '// oxfmt-ignore',
    'export const COVERAGE = [',
    ...packed.map((line) => `  '${line}',`),
    "].join('');",
    '',
  ].join('\n');
}

if (import.meta.main) {
  await writeWhole(fileURLToPath(new URL('letters.ts', import.meta.url)), await buildLetters());
}
