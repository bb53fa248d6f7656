import { readFile } from 'node:fs/promises';
import type { Measure } from '#core/verdict.ts';
import { type Bounds, cloudBounds, diagonalOf } from '../render/bounds.ts';
import { writePanel } from '../render/panel.ts';
import { renderViews } from '../render/views.ts';
import type { SplatCloud } from '../splat/cloud.ts';
import { readSplat } from '../splat/ply.ts';
import { readable } from './picture-pair.ts';
import { setDistance } from './point-distance.ts';
import type { Comparator } from './request.ts';
import { percent, sayCount } from './say.ts';
import { compareViews, frontMeasures, sheetOf } from './sheet.ts';
import {
  harmonicEnergy,
  histogramDistance,
  logSizes,
  type PlyTable,
  plyTable,
  sameRows,
  visiblePoints,
} from './splat-figures.ts';

/** So many Gaussians of each side stand for it when places are compared. */
const SAMPLES = 8192;

/**
 * Gaussian splats: rows in any order first, then how many, where, how opaque and how large, and four views. Up to eight
 * million Gaussians; memory about three times the files, most of the time in the renderer.
 */
export const splatComparator: Comparator = {
  pair: async (before, after, comparison) => {
    const a = await sideOf('before', before);
    const b = await sideOf('after', after);
    if (a.table !== undefined && b.table !== undefined && sameRows(a.table, b.table)) {
      const finding = 'Every Gaussian is equal; only their order differs.';
      const measures = [count('Gaussians', b.cloud.count)];
      return { kind: 'equal', by: 'content', medium: 'splat', finding, visibility: 0, measures, panels: [] };
    }
    const figures = figuresOf(a, b);
    const say = (views: string | undefined) => {
      const counts =
        a.cloud.count === b.cloud.count
          ? `${sayCount(b.cloud.count, 'Gaussian')} as before`
          : `${sayCount(a.cloud.count, 'Gaussian')} became ${sayCount(b.cloud.count, 'Gaussian')}`;
      const seen = views ?? 'the four views show no change';
      return `${seen.charAt(0).toUpperCase()}${seen.slice(1)}; ${counts}, moved by ${percent(figures.shift)} of the size on average.`;
    };
    const views = await compareViews(
      'splat',
      { file: before, bounds: a.bounds },
      { file: after, bounds: b.bounds },
      say,
      comparison,
    );
    return {
      kind: 'changed',
      medium: 'splat',
      finding: say(views.words),
      visibility: views.visibility,
      measures: [
        ...views.measures.slice(0, 3),
        ...figures.measures,
        ...views.canon,
        ...views.measures.slice(3),
      ],
      panels: views.panels,
      renderer: views.renderer,
    };
  },
  single: async (kind, path, { outDir, labels, canonical, signal }) => {
    const role = kind === 'added' ? 'after' : 'before';
    const { cloud } = await sideOf(role, path);
    const finding = `${kind === 'added' ? 'A new' : 'A removed'} splat of ${sayCount(cloud.count, 'Gaussian')}.`;
    const views = await renderViews({ medium: 'splat', file: path, signal });
    const sheet = sheetOf(views);
    const canon = kind === 'added' ? await frontMeasures(views, canonical) : [];
    const label = kind === 'added' ? `${labels.after} · new` : `${labels.before} · removed`;
    const panel = await writePanel(sheet, { role, label, alt: `${finding} Four views.`, name: role, outDir });
    return {
      kind,
      medium: 'splat',
      finding,
      visibility: 1,
      measures: [...canon, count('Gaussians', cloud.count)],
      panels: [panel],
      renderer: views.renderer,
    };
  },
};

interface SplatSide {
  readonly cloud: SplatCloud;
  readonly table: PlyTable | undefined;
  readonly bounds: Bounds;
}

async function sideOf(side: 'before' | 'after', path: string): Promise<SplatSide> {
  const bytes = await readFile(path);
  return readable(side, () => {
    const cloud = readSplat(bytes, path);
    return Promise.resolve({ cloud, table: plyTable(bytes), bounds: cloudBounds(cloud) });
  });
}

function figuresOf(a: SplatSide, b: SplatSide): { readonly shift: number; readonly measures: Measure[] } {
  const size = Math.max(diagonalOf(a.bounds), diagonalOf(b.bounds), 1e-12);
  const [first, second] = [visiblePoints(a.cloud, SAMPLES), visiblePoints(b.cloud, SAMPLES)];
  const apart = first.length > 0 && second.length > 0 ? setDistance(first, second) : { mean: 0, largest: 0 };
  const [sizesA, sizesB] = [logSizes(a.cloud), logSizes(b.cloud)];
  const measures: Measure[] = [
    ...(a.cloud.count === b.cloud.count
      ? [count('Gaussians', b.cloud.count)]
      : [count('Gaussians before', a.cloud.count), count('Gaussians after', b.cloud.count)]),
    {
      metric: 'splat/chamfer-8k@1',
      label: 'places, mean distance',
      value: apart.mean / size,
      unit: 'share',
      meaning: "of the model's diagonal",
    },
    {
      metric: 'splat/bounds-diagonal@1',
      label: 'size, after to before',
      value: diagonalOf(b.bounds) / Math.max(diagonalOf(a.bounds), 1e-12),
      unit: 'ratio',
      meaning: '1 is the same size',
    },
    {
      metric: 'splat/opacity-wasserstein@1',
      label: 'opacity, histogram distance',
      value: histogramDistance(a.cloud.opacities, b.cloud.opacities, 0, 1),
      unit: 'share',
    },
    {
      metric: 'splat/log-scale-wasserstein@1',
      label: 'size of Gaussians, histogram distance',
      value: histogramDistance(sizesA, sizesB, -16, 4),
      unit: 'ln',
      meaning: '0.1 is ten per cent larger or smaller',
    },
  ];
  const [before, after] = [energyOf(a), energyOf(b)];
  for (let degree = 0; degree < Math.max(before.length, after.length); degree += 1) {
    measures.push({
      metric: 'splat/harmonics-energy@1',
      label: `colour by direction, degree ${degree + 1}: change`,
      value: Math.sqrt(after[degree] ?? 0) - Math.sqrt(before[degree] ?? 0),
      unit: 'SH',
    });
  }
  return { shift: apart.mean / size, measures };
}

const energyOf = ({ table }: SplatSide) => (table === undefined ? [] : harmonicEnergy(table));

const count = (label: string, value: number): Measure => ({
  metric: 'splat/count@1',
  label,
  value,
  unit: 'count',
});
