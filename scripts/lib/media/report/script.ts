import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { rolldown } from 'rolldown';
import { fontFaces } from './font-faces.ts';

// Found by the floor's name, so that it is the same file when this module itself was bundled.
const locate = createRequire(import.meta.url);

const bundles = new Map<string, Promise<string>>();

/** The page's script: everything but the viewers for meshes and splats. */
export const pageScript = (): Promise<string> => once('#media/report/page/main.ts');

/** The viewer for meshes (three.js); with splats (Spark), which is four times as large. */
export const spaceScript = (splats: boolean): Promise<string> =>
  once(splats ? '#media/report/page/splat-space.ts' : '#media/report/page/mesh-space.ts');

/** The page's style sheet, its fonts inside. */
export async function pageStyle(): Promise<string> {
  const [faces, style] = await Promise.all([
    fontFaces(),
    readFile(locate.resolve('#media/report/page/style.css'), 'utf8'),
  ]);
  return `${faces}${style.replaceAll(/\/\*.*?\*\//gsu, '').replaceAll(/\s+/gu, ' ')}`;
}

function once(entry: string): Promise<string> {
  const found = bundles.get(entry);
  if (found !== undefined) return found;
  const bundle = bundled(locate.resolve(entry));
  bundles.set(entry, bundle);
  return bundle;
}

/** One classic script without imports, which may stand between script tags. */
async function bundled(entry: string): Promise<string> {
  await using bundle = await rolldown({ input: entry, platform: 'browser', logLevel: 'silent' });
  const { output } = await bundle.generate({ format: 'iife', minify: true, comments: { legal: true } });
  return output[0].code.replaceAll(/<\/(?=script)/giu, String.raw`<\/`).replaceAll('<!--', String.raw`<\!--`);
}
