/**
 * How close the scheduler comes to what no schedule can beat, against first come, first served and plain critical path, on
 * the graph of this repository with 3 and 8 episodes and 1 to 4 cards of 32 GB.
 *
 *   npx -c 'node scripts/bench/schedule.ts'
 *
 * Input: 40 instances a row. Minutes and VRAM are the expectations below, each duration scaled by a factor from 0.5 to 2 that
 * follows from the instance's number; they stand for measured ones, which no machine here has. Times of loading: 2 GB a second.
 * The figures are ratios to the lower bound, medians of the instances; p95 is the 95th percentile.
 *
 * Last run (Node 24.21, one of two cores of an EPYC VM; the times depend on the machine, the ratios do not):
 *
 * | episodes | cards | best  | p95   | critical path | first come, first served | worse than critical path |
 * |---|---|---|---|---|---|---|
 * | 3 | 1 | 1.006 | 1.009 | 1.015 | 1.018 | 0 of 40 |
 * | 3 | 2 | 1.014 | 1.027 | 1.037 | 1.078 | 0 of 40 |
 * | 3 | 3 | 1.026 | 1.040 | 1.073 | 1.139 | 0 of 40 |
 * | 3 | 4 | 1.012 | 1.079 | 1.142 | 1.183 | 0 of 40 |
 * | 8 | 1 | 1.003 | 1.004 | 1.013 | 1.023 | 0 of 40 |
 * | 8 | 2 | 1.008 | 1.013 | 1.025 | 1.057 | 0 of 40 |
 * | 8 | 3 | 1.013 | 1.021 | 1.039 | 1.102 | 0 of 40 |
 * | 8 | 4 | 1.024 | 1.038 | 1.053 | 1.138 | 0 of 40 |
 */
import { diceOf } from '#media/sound/seeded.ts';
import { planSchedule } from '#engine/schedule/plan-schedule.ts';
import type { Task } from '#engine/schedule/work.ts';

/**
 * VRAM in GB and minutes on the card, as `assets/alpha.yml` expects them of the production backends; those that load their model
 * apart from computing (`loadsApart` of the declarations) can share it and be loaded ahead, the others load it for each build.
 */
const SYSTEMS = {
  'hunyuan3d-2.1': { vramGb: 21, minutes: 4, apart: true },
  sharp: { vramGb: 8, minutes: 1, apart: false },
  'pulid-flux': { vramGb: 30, minutes: 6, apart: true },
  '4dgaussians': { vramGb: 8, minutes: 8, apart: false },
  'wan-2.2-i2v': { vramGb: 24, minutes: 12, apart: false },
  'fish-speech': { vramGb: 24, minutes: 2, apart: true },
  'hunyuan-foley': { vramGb: 12, minutes: 2, apart: true },
  'latentsync-1.6': { vramGb: 18, minutes: 5, apart: false },
} as const;
type System = keyof typeof SYSTEMS;
const LOAD_GB_PER_SECOND = 2;

/** The whole graph, everything stale, as its tasks. */
export function graphTasks(episodes: number, instance: number): Task[] {
  const dice = diceOf('bench schedule', episodes, instance);
  const vary = () => 0.5 * 4 ** dice();
  const card = (name: string, system: System, parents: string[]): Task => {
    const { vramGb, minutes, apart } = SYSTEMS[system];
    const load = vramGb / LOAD_GB_PER_SECOND;
    return {
      name,
      parents,
      model: apart ? system : name,
      vramGb,
      loadSeconds: apart ? load : 0,
      gpuSeconds: minutes * 60 * vary() + (apart ? 0 : load),
      cpuSeconds: 4 * vary(),
    };
  };
  const cpu = (name: string, seconds: number, parents: string[]): Task => ({
    name,
    parents,
    vramGb: 0,
    loadSeconds: 0,
    gpuSeconds: 0,
    cpuSeconds: seconds * vary(),
  });
  return [
    cpu('canon', 1, []),
    card('mesh', 'hunyuan3d-2.1', ['canon']),
    card('splat', 'sharp', ['canon']),
    card('stills', 'pulid-flux', ['canon']),
    card('scene', '4dgaussians', ['mesh']),
    card('clip', 'wan-2.2-i2v', ['canon']),
    ...Array.from({ length: episodes }, (_, at) => at + 1).flatMap((number) => [
      card(`voice/${number}`, 'fish-speech', []),
      card(`ambient/${number}`, 'hunyuan-foley', []),
      card(`talk/${number}`, 'latentsync-1.6', ['canon', `voice/${number}`]),
      cpu(`video/${number}`, 60, ['scene', `voice/${number}`, `ambient/${number}`]),
    ]),
  ];
}

export interface Row {
  readonly episodes: number;
  readonly cards: number;
  /** Ratios to the bound, one an instance, smallest first. */
  readonly best: readonly number[];
  readonly criticalPath: readonly number[];
  readonly fifo: readonly number[];
  readonly worseThanCriticalPath: number;
}

const sorted = (list: readonly number[]) => list.toSorted((a, b) => a - b);

export function measure(episodes: number, cards: number, instances: number, tries?: number): Row {
  const machine = { gpus: Array.from({ length: cards }, () => 32), cpuSlots: 4 };
  const ratios: Record<'best' | 'criticalPath' | 'fifo', number[]> = { best: [], criticalPath: [], fifo: [] };
  let worse = 0;
  for (let instance = 0; instance < instances; instance += 1) {
    const { best, named, bound } = planSchedule(graphTasks(episodes, instance), machine, tries);
    const [fifo, path] = named;
    ratios.best.push(best.schedule.makespan / bound);
    ratios.fifo.push((fifo?.schedule.makespan ?? 0) / bound);
    ratios.criticalPath.push((path?.schedule.makespan ?? 0) / bound);
    if (best.schedule.makespan > (path?.schedule.makespan ?? 0)) worse += 1;
  }
  return {
    episodes,
    cards,
    best: sorted(ratios.best),
    criticalPath: sorted(ratios.criticalPath),
    fifo: sorted(ratios.fifo),
    worseThanCriticalPath: worse,
  };
}

export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

const shown = (value: number) => value.toFixed(3);

if (import.meta.main) {
  const instances = 40;
  process.stdout.write(
    '| episodes | cards | best: median | p95 | critical path | first come, first served | worse than critical path | ms an instance |\n',
  );
  process.stdout.write('|---|---|---|---|---|---|---|---|\n');
  for (const episodes of [3, 8]) {
    for (const cards of [1, 2, 3, 4]) {
      const began = performance.now();
      const row = measure(episodes, cards, instances);
      const cells = [
        episodes,
        cards,
        shown(quantile(row.best, 0.5)),
        shown(quantile(row.best, 0.95)),
        shown(quantile(row.criticalPath, 0.5)),
        shown(quantile(row.fifo, 0.5)),
        `${row.worseThanCriticalPath} of ${instances}`,
        ((performance.now() - began) / instances).toFixed(0),
      ];
      process.stdout.write(`| ${cells.join(' | ')} |\n`);
    }
  }
}
