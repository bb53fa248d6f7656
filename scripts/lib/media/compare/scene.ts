import { readFile, stat } from 'node:fs/promises';
import { byCodeUnit } from '#core/json.ts';
import type { FileVerdict, Measure, Panel } from '#core/verdict.ts';
import { orbit } from '../camera.ts';
import { readPicture } from '../picture-file.ts';
import type { Picture, Size } from '../picture.ts';
import { contactSheet } from '../render/contact-sheet.ts';
import { type Caption, writeDrawn, writePanel } from '../render/panel.ts';
import { OWN_RASTERISER } from '../render/renderer.ts';
import { rasteriser } from '../splat/rasterise.ts';
import { decodeSequence, type SplatSequence } from '../video/sequence.ts';
import { decodeZip } from '../zip/zip.ts';
import { loadPictures, readable } from './picture-pair.ts';
import { measurePictures, pictureMeasures, trio } from './picture.ts';
import { measure } from './pixels.ts';
import { type Comparator, type Comparison, SideUnreadable } from './request.ts';
import { percent, sayBytes, sayCount, saySeconds } from './say.ts';
import { sheetOf } from './sheet.ts';

/** Of the archive as it lies. */
const MOST_BYTES = 1 << 30;
const VIEW: Size = { width: 384, height: 384 };
const GREY = [206, 206, 210, 255] as const;
/** So many pictures of a training set are compared, evenly spread over their names. */
const SAMPLES = 12;

/** What a scene's archive holds: a splat that moves, or the pictures that it is trained on. */
type Scene =
  | { readonly kind: 'sequence'; readonly sequence: SplatSequence }
  | {
      readonly kind: 'dataset';
      readonly entries: ReadonlyMap<string, Uint8Array>;
      readonly pictures: readonly string[];
    };

/**
 * Scenes: a sequence of splats is drawn on the CPU from the front at four moments of its round, a training set by twelve of
 * its pictures. Archives of up to 1 GiB; memory what they hold unpacked.
 */
export const sceneComparator: Comparator = {
  pair: async (before, after, comparison) => {
    const [a, b] = [await sceneOf('before', before), await sceneOf('after', after)];
    if (a.kind === 'sequence' && b.kind === 'sequence')
      return compareSequences(a.sequence, b.sequence, comparison);
    if (a.kind === 'dataset' && b.kind === 'dataset') return compareSets(a, b, comparison);
    return {
      kind: 'changed',
      medium: 'scene',
      finding: `What was a ${NAMES[a.kind]} is a ${NAMES[b.kind]} now.`,
      visibility: 1,
      measures: [],
      panels: [],
    };
  },
  single: async (kind, path, { outDir, labels }): Promise<FileVerdict> => {
    const role = kind === 'added' ? 'after' : 'before';
    const scene = await sceneOf(role, path);
    const finding = `${kind === 'added' ? 'A new' : 'A removed'} ${sayScene(scene)}.`;
    const label = kind === 'added' ? `${labels.after} · new` : `${labels.before} · removed`;
    const caption = { role, label, alt: finding, name: role, outDir } as const;
    const panel = await showScene(scene, caption);
    const drawn = scene.kind === 'sequence' ? { renderer: OWN_RASTERISER } : {};
    return { kind, medium: 'scene', finding, visibility: 1, measures: [], panels: [panel], ...drawn };
  },
};

/** The front at four moments, or nine of the pictures. */
async function showScene(scene: Scene, caption: Caption): Promise<Panel> {
  if (scene.kind === 'sequence') return writePanel(momentsOf(scene.sequence), caption);
  return writeDrawn(await contactSheet(await nine(scene), 3, 512), caption);
}

/** A scene's preview: a function of its bytes. @throws {SideUnreadable} */
export async function previewScene(path: string, outDir: string): Promise<Panel> {
  const scene = await sceneOf('after', path);
  const alt = `A ${sayScene(scene)}.`;
  return showScene(scene, { role: 'after', label: sayScene(scene), alt, name: 'preview', outDir });
}

const NAMES = { sequence: 'sequence of splats', dataset: 'training set' } as const;

function sayScene(scene: Scene): string {
  if (scene.kind === 'dataset') return `training set of ${sayCount(scene.pictures.length, 'picture')}`;
  const { clouds, periodSeconds } = scene.sequence;
  return `sequence of ${sayCount(clouds.length, 'splat')} over ${saySeconds(periodSeconds)}`;
}

async function sceneOf(side: 'before' | 'after', path: string): Promise<Scene> {
  const { size } = await stat(path);
  if (size > MOST_BYTES)
    throw new SideUnreadable(
      side,
      `it has ${sayBytes(size)}; the limit is ${sayBytes(MOST_BYTES)}`,
      undefined,
    );
  const bytes = await readFile(path);
  return readable(side, () => {
    const names = decodeZip(bytes, path, undefined, (name) => name === 'sequence.json');
    if (names.has('sequence.json'))
      return Promise.resolve<Scene>({ kind: 'sequence', sequence: decodeSequence(bytes, path) });
    const entries = decodeZip(bytes, path);
    const pictures = [...entries.keys()].filter((name) => name.endsWith('.png')).toSorted(byCodeUnit);
    if (pictures.length === 0)
      throw new SideUnreadable(side, 'it holds neither a sequence nor pictures', undefined);
    return Promise.resolve<Scene>({ kind: 'dataset', entries, pictures });
  });
}

/** The front at four moments, evenly spread over the round. */
function momentsOf({ clouds, standpoint }: SplatSequence): Picture {
  const camera = orbit({ world: 'y-up', ...standpoint, yawDeg: 0, pitchDeg: 0 });
  const drawer = rasteriser(VIEW);
  const views = [0, 1, 2, 3].flatMap((quarter) => {
    const cloud = clouds[Math.floor((quarter * clouds.length) / 4)];
    if (cloud === undefined) return [];
    const { rgba } = drawer.draw(cloud, camera, GREY);
    return [{ name: 'front' as const, picture: { ...VIEW, rgba: rgba.slice() } }];
  });
  return sheetOf({ views, renderer: OWN_RASTERISER });
}

async function compareSequences(
  a: SplatSequence,
  b: SplatSequence,
  comparison: Comparison,
): Promise<FileVerdict> {
  const room = loadPictures(momentsOf(a), momentsOf(b));
  const difference = measure(room);
  const size: Size = { width: room.width, height: room.height };
  const parts: string[] = [];
  if (a.clouds.length !== b.clouds.length) {
    parts.push(`${sayCount(a.clouds.length, 'moment')} became ${sayCount(b.clouds.length, 'moment')}`);
  }
  if (a.periodSeconds !== b.periodSeconds) {
    parts.push(`the round takes ${saySeconds(b.periodSeconds)} instead of ${saySeconds(a.periodSeconds)}`);
  }
  const [was, is] = [a.clouds[0]?.count ?? 0, b.clouds[0]?.count ?? 0];
  if (was !== is) parts.push(`${sayCount(was, 'Gaussian')} became ${sayCount(is, 'Gaussian')}`);
  parts.push(
    difference.counted === 0
      ? 'the front shows no change at four moments'
      : `${percent(difference.counted / (size.width * size.height))} of the pixels of the front changed at four moments`,
  );
  const finding = sentence(parts);
  const whole = { x: 0, y: 0, ...size };
  const panels = difference.differing === 0 ? [] : await trio(room, whole, finding, comparison);
  const measures: Measure[] = [
    ...pictureMeasures(difference, size, 'views'),
    count('moments', b.clouds.length),
    count('Gaussians', is),
  ];
  const { visibility } = difference;
  const renderer = OWN_RASTERISER;
  return { kind: 'changed', medium: 'scene', finding, visibility, measures, panels, renderer };
}

type Dataset = Extract<Scene, { kind: 'dataset' }>;

async function compareSets(a: Dataset, b: Dataset, comparison: Comparison): Promise<FileVerdict> {
  const both = a.pictures.filter((name) => b.entries.has(name));
  const unequal = both.filter((name) => !same(a.entries.get(name), b.entries.get(name)));
  const worst = await worstOf(a, b, spread(unequal, SAMPLES));
  const come = b.pictures.length - both.length;
  const gone = a.pictures.length - both.length;
  const parts: string[] = [];
  if (come > 0) parts.push(`${sayCount(come, 'picture')} came`);
  if (gone > 0) parts.push(`${sayCount(gone, 'picture')} went`);
  parts.push(
    unequal.length === 0
      ? `the ${sayCount(both.length, 'picture')} that both have are equal`
      : `${percent(unequal.length / Math.max(1, both.length))} of the pictures changed, by up to ${percent(worst?.share ?? 0)} of their pixels`,
  );
  const finding = sentence(parts);
  const measures = [count('pictures', b.pictures.length), count('pictures that changed', unequal.length)];
  const visibility = Math.max(worst?.visibility ?? 0, come + gone > 0 ? 0.5 : 0);
  const panels = worst === undefined ? [] : await showWorst(worst, finding, comparison);
  return { kind: 'changed', medium: 'scene', finding, visibility, measures, panels };
}

interface Worst {
  readonly before: Picture;
  readonly after: Picture;
  /** Of the pixels that count. */
  readonly share: number;
  readonly visibility: number;
}

/** The pair that changed most among `names`; pictures of another size or that cannot be read are passed over. */
async function worstOf(a: Dataset, b: Dataset, names: readonly string[]): Promise<Worst | undefined> {
  let worst: Worst | undefined;
  for (const name of names) {
    const [first, second] = [a.entries.get(name), b.entries.get(name)];
    if (first === undefined || second === undefined) continue;
    const before = await readable('before', () => readPicture(first));
    const after = await readable('after', () => readPicture(second));
    if (before.width !== after.width || before.height !== after.height) continue;
    const { counted, visibility } = measurePictures(before, after);
    const share = counted / (before.width * before.height);
    if (worst === undefined || visibility > worst.visibility) worst = { before, after, share, visibility };
  }
  return worst;
}

async function showWorst({ before, after }: Worst, finding: string, comparison: Comparison) {
  const room = loadPictures(before, after);
  room.count();
  return trio(room, { x: 0, y: 0, width: room.width, height: room.height }, finding, comparison);
}

async function nine({ entries, pictures }: Dataset): Promise<Picture[]> {
  const chosen = spread(pictures, 9);
  return Promise.all(chosen.map((name) => readPicture(entries.get(name) ?? Buffer.alloc(0))));
}

/** At most `most` of a list, evenly spread. */
const spread = (names: readonly string[], most: number): string[] =>
  names.filter(
    (_, i) => Math.floor((i * most) / names.length) !== Math.floor(((i - 1) * most) / names.length),
  );

const same = (a: Uint8Array | undefined, b: Uint8Array | undefined) =>
  a !== undefined && b !== undefined && Buffer.compare(a, b) === 0;

const count = (label: string, value: number): Measure => ({
  metric: 'scene/count@1',
  label,
  value,
  unit: 'count',
});

function sentence(parts: readonly string[]): string {
  const text = parts.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
