import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const locate = createRequire(import.meta.url);

/** Which signs a file of the family holds, as CSS has it. */
const RANGES = {
  latin:
    'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215',
  cyrillic: 'U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116',
} as const;

const WEIGHTS = [400, 500, 600] as const;

/** A font file of the page's family, Inter (SIL Open Font License 1.1), for one script and weight. */
export interface FontFile {
  readonly name: string;
  readonly weight: number;
  readonly range: string;
  /** WOFF2. */
  readonly bytes: Buffer;
}

export async function fontFiles(): Promise<FontFile[]> {
  return Promise.all(
    WEIGHTS.flatMap((weight) =>
      (['latin', 'cyrillic'] as const).map(async (script) => {
        const name = `inter-${script}-${weight}-normal.woff2`;
        const bytes = await readFile(locate.resolve(`@fontsource/inter/files/${name}`));
        return { name, weight, range: RANGES[script], bytes };
      }),
    ),
  );
}

/** The faces as CSS; `address` tells where each file lies, by default it is inside the style sheet. */
export async function fontFaces(address = embedded): Promise<string> {
  const files = await fontFiles();
  return files
    .map(
      (file) =>
        `@font-face{font-family:Inter;font-style:normal;font-weight:${file.weight};font-display:swap;src:url(${address(file)}) format("woff2");unicode-range:${file.range}}`,
    )
    .join('\n');
}

const embedded = ({ bytes }: FontFile): string => `data:font/woff2;base64,${bytes.toString('base64')}`;
