import { parentsOf } from '#core/graph.ts';
import type { Graph } from '#core/graph.ts';
import type { ArtifactName } from '#core/names.ts';
import type { Catalog } from '#core/system.ts';
import type { Measured } from './measured.ts';
import { planSchedule, startOrder } from './plan-schedule.ts';
import { criticalPath, simulate } from './simulate.ts';
import { tasksOf } from './tasks-of.ts';
import { onCard } from './work.ts';
import type { Machine, Task } from './work.ts';

/** In which order builds should start, and what is expected of it. */
export interface StartPlan {
  /** What can run here; of what is ready and fits, the first of these starts. */
  readonly order: readonly ArtifactName[];
  /** Expected, seconds. */
  readonly seconds: number;
  /** Seconds; no order is shorter. */
  readonly bound: number;
  /** What the order of the plan would take, seconds. */
  readonly inPlanOrder: number;
  /** Whether any of it has the card. */
  readonly onCard: boolean;
}

export interface StartQuestion {
  readonly graph: Graph;
  /** In the order of the plan. */
  readonly stale: readonly ArtifactName[];
  readonly measured: ReadonlyMap<ArtifactName, Measured>;
  readonly catalog: Catalog;
  readonly machine: Machine;
}

/** Enough for the graph of a season; each is a simulation of well under a millisecond. */
const TRIES = 200;
/** Where the longest path first is about as short, it is taken: what was expected never comes true to the second. */
const ROBUST = 1.04;

/**
 * The order in which whoever builds should start what is ready. Several are played as the builder really goes on (the first
 * that is ready and fits starts, a card computes one at a time, the next model is loaded meanwhile, one that is needed again
 * stays where it lies), the order of the plan among them, and the shortest is taken: by the expected times it is never longer than the order of the plan.
 */
export function planStart({ graph, stale, measured, catalog, machine }: StartQuestion): StartPlan {
  const here = runnable(graph, stale, machine);
  const tasks = tasksOf(graph, new Set(here), measured, catalog);
  const planned = planSchedule(tasks, machine, TRIES);
  const path = criticalPath(tasks);
  const longest = (a: ArtifactName, b: ArtifactName) => (path.get(b) ?? 0) - (path.get(a) ?? 0);
  const rank = new Map(startOrder(planned).map((name, at) => [name, at]));
  const play = (order: readonly ArtifactName[]) => ({ order, seconds: secondsOf(tasks, order, machine) });
  const inPlanOrder = play(here);
  const byPath = play(here.toSorted(longest));
  const searched = play(here.toSorted((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0)));
  const shortest = searched.seconds < inPlanOrder.seconds ? searched : inPlanOrder;
  const best = byPath.seconds <= Math.min(inPlanOrder.seconds, shortest.seconds * ROBUST) ? byPath : shortest;
  return {
    order: best.order,
    seconds: best.seconds,
    bound: planned.bound,
    inPlanOrder: inPlanOrder.seconds,
    onCard: tasks.some(onCard),
  };
}

/** What an order takes when it is followed as the builder follows it. */
export function secondsOf(tasks: readonly Task[], order: readonly string[], machine: Machine): number {
  const priority = new Map(order.map((name, at) => [name, order.length - at]));
  return simulate(tasks, machine, { name: 'in order', priority, prefetch: 'ready', warmth: 0 }).makespan;
}

/** Without what no card here can hold, and what stands on that: the builder refuses those by themselves. */
function runnable(graph: Graph, stale: readonly ArtifactName[], { gpus }: Machine): ArtifactName[] {
  const largest = Math.max(0, ...gpus);
  const left = new Set(stale);
  for (let before = -1; before !== left.size;) {
    before = left.size;
    for (const name of left) {
      const node = graph.get(name);
      const onGpu = node !== undefined && node.backend !== 'preview' && node.gpu !== undefined;
      const fits = node !== undefined && (!onGpu || (node.gpu?.vramGb ?? 0) <= largest);
      const blocked =
        node === undefined || parentsOf(node).some((parent) => stale.includes(parent) && !left.has(parent));
      if (!fits || blocked) left.delete(name);
    }
  }
  return stale.filter((name) => left.has(name));
}

/** "About 41 min by this order; none is shorter than 39 min (1.04), that of the plan takes 46 min." */
export function startWords(
  { seconds, bound, inPlanOrder }: StartPlan,
  duration: (seconds: number) => string,
): string {
  const ratio = bound > 0 ? seconds / bound : 1;
  return `About ${duration(seconds)} by this order; none is shorter than ${duration(bound)} (${ratio.toFixed(2)}), that of the plan takes ${duration(inPlanOrder)}.`;
}
