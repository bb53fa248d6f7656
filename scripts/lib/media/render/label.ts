import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
// oxlint-disable-next-line import/default -- Node loads its CommonJS build, which has one
import opentype from 'opentype.js';
import sharp from 'sharp';

/** Height of a label strip in pixels. */
export const STRIP = 28;
const TEXT = 15;
const BASELINE = 19;
const LEFT = 10;
/** Dark enough for white words on GitHub's light and dark pages alike. */
const GROUND = [0x23, 0x1a, 0x33] as const;
const INK = [0xff, 0xff, 0xff] as const;

interface Glyph {
  /** Where it starts in the atlas, how wide it is there, and how far the pen moves. */
  readonly at: number;
  readonly width: number;
  readonly advance: number;
}

interface Atlas {
  readonly width: number;
  readonly coverage: Uint8Array;
  readonly glyphs: ReadonlyMap<string, Glyph>;
}

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

let atlas: Promise<Atlas> | undefined;

/** The letters of Inter (SIL Open Font License), drawn once from its outlines: no font of the machine has a say. */
async function drawAtlas(): Promise<Atlas> {
  const file = createRequire(import.meta.url).resolve('@fontsource/inter/files/inter-latin-600-normal.woff');
  const bytes = await readFile(file);
  const font = opentype.parse(new Uint8Array(bytes).buffer);
  const scale = TEXT / font.unitsPerEm;
  const glyphs = new Map<string, Glyph>();
  const paths: string[] = [];
  let at = 0;
  for (const character of CHARACTERS) {
    const glyph = font.charToGlyph(character);
    if (glyph.index === 0 && character !== ' ') continue;
    const advance = (glyph.advanceWidth ?? 0) * scale;
    const width = Math.ceil(advance) + 4;
    paths.push(glyph.getPath(at + 2, BASELINE, TEXT).toPathData(3));
    glyphs.set(character, { at, width, advance });
    at += width;
  }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${at}" height="${STRIP}"><path fill="#fff" d="${paths.join('')}"/></svg>`;
  const coverage = await sharp(Buffer.from(svg)).ensureAlpha().extractChannel('alpha').raw().toBuffer();
  return { width: at, coverage, glyphs };
}

const strips = new Map<string, Uint8Array>();

/** A strip with words, `width` × `STRIP` pixels of RGB. What is too long ends in …; a letter that the font lacks becomes `?`. */
export async function labelStrip(text: string, width: number): Promise<Uint8Array> {
  const key = `${width} ${text}`;
  const kept = strips.get(key);
  if (kept !== undefined) return kept;
  const strip = draw(await (atlas ??= drawAtlas()), text, width);
  if (strips.size >= 256) strips.clear();
  strips.set(key, strip);
  return strip;
}

function draw({ width: stride, coverage, glyphs }: Atlas, text: string, width: number): Uint8Array {
  const rgb = new Uint8Array(width * STRIP * 3);
  for (let i = 0; i < rgb.length; i += 3) rgb.set(GROUND, i);
  const fallback = glyphs.get('?');
  const line = Array.from(text, (character) => glyphs.get(character) ?? fallback).filter(
    (glyph) => glyph !== undefined,
  );
  const dots = glyphs.get('…');
  const room = width - 2 * LEFT;
  if (lengthOf(line) > room && dots !== undefined) {
    while (line.length > 0 && lengthOf(line) + dots.advance > room) line.pop();
    line.push(dots);
  }
  let pen = LEFT;
  for (const glyph of line) {
    const left = Math.round(pen) - 2;
    for (let y = 0; y < STRIP; y += 1) {
      for (let x = Math.max(0, -left); x < glyph.width && left + x < width; x += 1) {
        const cover = (coverage[y * stride + glyph.at + x] ?? 0) / 255;
        if (cover === 0) continue;
        const to = (y * width + left + x) * 3;
        for (let c = 0; c < 3; c += 1) {
          const under = rgb[to + c] ?? 0;
          rgb[to + c] = Math.round(under + ((INK[c] ?? 0) - under) * cover);
        }
      }
    }
    pen += glyph.advance;
  }
  return rgb;
}

const lengthOf = (line: readonly Glyph[]) => line.reduce((sum, glyph) => sum + glyph.advance, 0);
