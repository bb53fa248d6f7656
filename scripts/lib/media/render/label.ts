import { inflateRawSync } from 'node:zlib';
import { COVERAGE, GLYPHS, PICTURE } from './letters/letters.ts';

/** Height of a label strip in pixels. */
export const STRIP = PICTURE.height;
const LEFT = 10;
/** Dark enough for white words on GitHub's light and dark pages alike. */
const GROUND = [0x23, 0x1a, 0x33] as const;
const INK = 0xff;

interface Glyph {
  readonly at: number;
  readonly width: number;
  readonly advance: number;
}

const glyphs: ReadonlyMap<string, Glyph> = new Map(
  GLYPHS.map(([letter, at, width, advance]) => [letter, { at, width, advance }]),
);
let coverage: Uint8Array | undefined;

const strips = new Map<string, Uint8Array>();

/** A strip with words, `width` × `STRIP` pixels of RGB. What is too long ends in …; a letter that is not there becomes `?`. */
export function labelStrip(text: string, width: number): Uint8Array {
  const key = `${width} ${text}`;
  const kept = strips.get(key);
  if (kept !== undefined) return kept;
  const strip = draw(text, width);
  if (strips.size >= 256) strips.clear();
  strips.set(key, strip);
  return strip;
}

function draw(text: string, width: number): Uint8Array {
  coverage ??= inflateRawSync(Buffer.from(COVERAGE, 'base64'));
  const rgb = new Uint8Array(width * STRIP * 3);
  rgb.set(GROUND);
  for (let done = 3; done < rgb.length; done *= 2) rgb.copyWithin(done, 0, done);
  const fallback = glyphs.get('?');
  const line = Array.from(text, (letter) => glyphs.get(letter) ?? fallback).filter(
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
    ink(rgb, width, coverage, glyph, Math.round(pen) - 2);
    pen += glyph.advance;
  }
  return rgb;
}

/** One letter, its left edge at `left`. */
function ink(
  rgb: Uint8Array,
  width: number,
  covered: Uint8Array,
  { at, width: wide }: Glyph,
  left: number,
): void {
  const [from, to] = [Math.max(0, -left), Math.min(wide, width - left)];
  for (let y = 0; y < STRIP; y += 1) {
    for (let x = from; x < to; x += 1) {
      const cover = covered[y * PICTURE.width + at + x] ?? 0;
      if (cover === 0) continue;
      const pixel = (y * width + left + x) * 3;
      for (let c = pixel; c < pixel + 3; c += 1) {
        const under = rgb[c] ?? 0;
        rgb[c] = under + Math.round(((INK - under) * cover) / 255);
      }
    }
  }
}

const lengthOf = (line: readonly Glyph[]) => line.reduce((sum, glyph) => sum + glyph.advance, 0);
