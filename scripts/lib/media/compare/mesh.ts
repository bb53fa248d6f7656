import { readFile } from 'node:fs/promises';
import { messageOf, UserError } from '#core/errors.ts';
import type { FileVerdict, Measure } from '#core/verdict.ts';
import { boundsOf } from '../render/bounds.ts';
import { renderViews } from '../render/views.ts';
import { writePanel } from '../render/panel.ts';
import { readPicture } from '../picture-file.ts';
import { type MeshModel, type MeshTexture, meshModel, surfacePoints } from './mesh-model.ts';
import { measurePictures } from './picture.ts';
import { setDistance } from './point-distance.ts';
import { type Comparator, SideUnreadable } from './request.ts';
import { percent, sayCount } from './say.ts';
import { compareViews, frontMeasures, sheetOf } from './sheet.ts';

/** So many points of each surface stand for it where the triangles cannot be matched. */
const SAMPLES = 8192;

/**
 * GLB files: values whatever their layout, then vertices (same triangles) or surfaces (other triangles), textures, and
 * four views. Up to 20 million vertices; some seconds, most of them in the renderer.
 */
export const meshComparator: Comparator = {
  pair: async (before, after, comparison) => {
    const a = await modelOf('before', before);
    const b = await modelOf('after', after);
    const measures = [...countMeasures(a, b), ...errorMeasures(b)];
    if (a.content === b.content) {
      const finding = 'The mesh is equal in every value; only the file is laid out in another way.';
      return { kind: 'equal', by: 'content', medium: 'mesh', finding, visibility: 0, measures, panels: [] };
    }
    const shape = shapeOf(a, b);
    const textures = await texturesOf(a, b);
    const looks = a.look === b.look ? [] : ['materials changed'];
    const parts = [...shape.words, ...textures.words, ...looks];
    const say = (views: string | undefined) =>
      sentence([views ?? 'the four views show no change', ...parts], invalid(b));
    const [first, second] = [await boundsOf('mesh', before), await boundsOf('mesh', after)];
    const views = await compareViews(
      'mesh',
      { file: before, bounds: first },
      { file: after, bounds: second },
      say,
      comparison,
    );
    return {
      kind: 'changed',
      medium: 'mesh',
      finding: say(views.words),
      visibility: views.visibility,
      measures: [...shape.measures, ...textures.measures, ...views.measures, ...views.canon, ...measures],
      panels: views.panels,
      renderer: views.renderer,
    };
  },
  single: async (kind, path, { outDir, labels, canonical, signal }): Promise<FileVerdict> => {
    const role = kind === 'added' ? 'after' : 'before';
    const model = await modelOf(role, path);
    const finding = `${kind === 'added' ? 'A new' : 'A removed'} mesh of ${sayCount(model.triangles, 'triangle')}.${invalid(model)}`;
    const views = await renderViews({ medium: 'mesh', file: path, signal });
    const sheet = sheetOf(views);
    const canon = kind === 'added' ? await frontMeasures(views, canonical) : [];
    const label = kind === 'added' ? `${labels.after} · new` : `${labels.before} · removed`;
    const panel = await writePanel(sheet, { role, label, alt: `${finding} Four views.`, name: role, outDir });
    const measures = [...canon, ...countMeasures(undefined, model), ...errorMeasures(model)];
    const { renderer } = views;
    return { kind, medium: 'mesh', finding, visibility: 1, measures, panels: [panel], renderer };
  },
};

async function modelOf(side: 'before' | 'after', path: string): Promise<MeshModel> {
  const bytes = await readFile(path);
  try {
    return await meshModel(bytes);
  } catch (cause) {
    throw new SideUnreadable(side, `it is no readable glTF binary: ${messageOf(cause)}`, cause);
  }
}

interface Part {
  readonly words: readonly string[];
  readonly measures: readonly Measure[];
}

/** How far the shape moved: vertex by vertex where the triangles are the same, surface to surface otherwise. */
function shapeOf(a: MeshModel, b: MeshModel): Part {
  const size = Math.max(a.diagonal, b.diagonal, 1e-12);
  if (a.topology === b.topology) {
    let [sum, largest] = [0, 0];
    for (let i = 0; i < a.positions.length; i += 3) {
      const at = (k: number) => (b.positions[i + k] ?? 0) - (a.positions[i + k] ?? 0);
      const moved = Math.hypot(at(0), at(1), at(2));
      sum += moved;
      if (moved > largest) largest = moved;
    }
    const mean = sum / Math.max(1, a.vertices);
    const words =
      largest === 0
        ? []
        : [`vertices moved by up to ${percent(largest / size)} of the size (mean ${percent(mean / size)})`];
    return {
      words,
      measures: [
        shift('vertex-shift-max@1', 'vertex shift, largest', largest / size),
        shift('vertex-shift-mean@1', 'vertex shift, mean', mean / size),
      ],
    };
  }
  const { mean, largest } = setDistance(surfacePoints(a, SAMPLES), surfacePoints(b, SAMPLES));
  return {
    words: [`the triangles are others; the surface moved by ${percent(mean / size)} of the size on average`],
    measures: [
      shift('chamfer-8k@1', 'surface distance, mean', mean / size),
      shift('hausdorff-8k@1', 'surface distance, largest', largest / size),
    ],
  };
}

const shift = (metric: string, label: string, value: number): Measure => ({
  metric: `mesh/${metric}`,
  label,
  value,
  unit: 'share',
  meaning: "of the model's diagonal",
});

/** Textures by slot: how much of each changed. */
async function texturesOf(a: MeshModel, b: MeshModel): Promise<Part> {
  const words: string[] = [];
  const measures: Measure[] = [];
  const slots = new Set([...a.textures, ...b.textures].map(({ slot }) => slot));
  for (const slot of [...slots].toSorted()) {
    const [first, second] = [find(a, slot), find(b, slot)];
    if (first?.digest === second?.digest) continue;
    const share = first === undefined || second === undefined ? undefined : await textureShare(first, second);
    if (share === undefined) {
      const became =
        first === undefined ? 'is new' : second === undefined ? 'is gone' : 'has another size or kind';
      words.push(`the ${slot} texture ${became}`);
      continue;
    }
    // The other textures are told by their measures: what they change is seen in the views.
    if (share > 0 && slot.startsWith('base colour')) {
      words.push(`the ${slot} texture changed in ${percent(share)} of its pixels`);
    }
    measures.push({
      metric: 'texture/differing-share/rgba@1',
      label: `${slot} texture, pixels not equal`,
      value: share,
      unit: 'share',
    });
  }
  return { words, measures };
}

const find = (model: MeshModel, slot: string) => model.textures.find((texture) => texture.slot === slot);

async function textureShare(a: MeshTexture, b: MeshTexture): Promise<number | undefined> {
  try {
    const [before, after] = [await readPicture(a.image), await readPicture(b.image)];
    if (before.width !== after.width || before.height !== after.height) return undefined;
    return measurePictures(before, after).differing / (before.width * before.height);
  } catch (thrown) {
    if (thrown instanceof UserError) return undefined; // KTX2 and the like: the views will show
    throw thrown;
  }
}

function countMeasures(before: MeshModel | undefined, after: MeshModel): Measure[] {
  const counts = [
    ['vertices', before?.vertices, after.vertices],
    ['triangles', before?.triangles, after.triangles],
    ['materials', before?.materials, after.materials],
    ['textures', before?.textures.length, after.textures.length],
    ['animations', before?.animations, after.animations],
  ] as const;
  return counts.flatMap(([label, was, is]) => {
    const one = (words: string, value: number): Measure => ({
      metric: `mesh/${label}@1`,
      label: words,
      value,
      unit: 'count',
    });
    return was === undefined || was === is
      ? [one(label, is)]
      : [one(`${label} before`, was), one(`${label} after`, is)];
  });
}

const errorMeasures = ({ errors }: MeshModel): Measure[] => [
  {
    metric: 'gltf-validator-errors@2.0.0-dev.3.10',
    label: 'errors by the Khronos validator',
    value: errors.count,
    unit: 'count',
    ...(errors.first === undefined ? {} : { meaning: errors.first }),
  },
];

const invalid = ({ errors }: MeshModel) =>
  errors.count === 0
    ? ''
    : ` The Khronos validator finds ${sayCount(errors.count, 'error')}: ${errors.first ?? ''}`;

function sentence(parts: readonly string[], tail: string): string {
  const text = parts.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.${tail}`;
}
