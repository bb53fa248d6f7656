import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
// oxlint-disable-next-line import/default -- Node loads its CommonJS build, which has one
import opentype from 'opentype.js';

/** How words are set. */
export interface Style {
  /** Pixels. */
  readonly size: number;
  readonly fill: string;
  readonly bold?: boolean;
  /** Which point of the line `x` is. */
  readonly anchor?: 'start' | 'middle' | 'end';
  /** Words that are wider than this end in …, in pixels. */
  readonly room?: number;
}

/** Words as SVG paths: no font of the machine has a say, so that a picture is the same everywhere. */
export interface Lettering {
  readonly write: (words: string, x: number, baseline: number, style: Style) => string;
  /** Words broken into lines that are at most `room` pixels wide; the last one takes what is left. */
  readonly lines: (words: string, room: number, size: number, most: number) => string[];
}

let loading: Promise<Lettering> | undefined;

/** Inter (SIL Open Font License), its outlines read once. */
export function lettering(): Promise<Lettering> {
  return (loading ??= load());
}

async function load(): Promise<Lettering> {
  const [regular, bold] = await Promise.all([face('400'), face('600')]);
  return {
    write: (words, x, baseline, style) => {
      const font = style.bold === true ? bold : regular;
      const line = fitting(words, style.room, (text) => widthOf(font, text, style.size));
      const shift = { start: 0, middle: 0.5, end: 1 }[style.anchor ?? 'start'];
      let pen = x - shift * widthOf(font, line, style.size);
      const paths: string[] = [];
      for (const character of line) {
        const { glyph, em } = glyphOf(font, character);
        paths.push(glyph.getPath(pen, baseline, style.size).toPathData(2));
        pen += ((glyph.advanceWidth ?? 0) * style.size) / em;
      }
      return `<path fill="${style.fill}" d="${paths.join('')}"/>`;
    },
    lines: (words, room, size, most) => {
      const lines: string[] = [];
      let line = '';
      for (const word of words.split(' ')) {
        const longer = line === '' ? word : `${line} ${word}`;
        if (lines.length < most - 1 && line !== '' && widthOf(regular, longer, size) > room) {
          lines.push(line);
          line = word;
        } else line = longer;
      }
      return [...lines, line];
    },
  };
}

type Outlines = Awaited<ReturnType<typeof outlines>>;
/** Files of one weight, the first that has a letter draws it: the Greek one is there for the Δ of colour differences. */
type Face = readonly Outlines[];

function face(weight: string): Promise<Face> {
  return Promise.all(['latin', 'greek'].map((script) => outlines(`inter-${script}-${weight}-normal.woff`)));
}

async function outlines(name: string) {
  const file = createRequire(import.meta.url).resolve(`@fontsource/inter/files/${name}`);
  const bytes = await readFile(file);
  return opentype.parse(new Uint8Array(bytes).buffer);
}

function glyphOf(font: Face, character: string) {
  for (const part of font) {
    const glyph = part.charToGlyph(character);
    if (glyph.index !== 0) return { glyph, em: part.unitsPerEm };
  }
  const [first] = font;
  if (first === undefined) throw new Error('The font has no outlines');
  return { glyph: first.charToGlyph('?'), em: first.unitsPerEm };
}

function widthOf(font: Face, text: string, size: number): number {
  let width = 0;
  for (const character of text) {
    const { glyph, em } = glyphOf(font, character);
    width += ((glyph.advanceWidth ?? 0) * size) / em;
  }
  return width;
}

function fitting(words: string, room: number | undefined, width: (text: string) => number): string {
  if (room === undefined || width(words) <= room) return words;
  let kept = Array.from(words);
  while (kept.length > 0 && width(`${kept.join('')}…`) > room) kept = kept.slice(0, -1);
  return `${kept.join('')}…`;
}
