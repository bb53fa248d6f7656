import { headsOf, onCard, tailsOf } from './work.ts';
import type { Machine, Task } from './work.ts';

/** What occupies a card for some time: a compute, or a load that nothing can overlap. */
interface Job {
  readonly head: number;
  readonly seconds: number;
  readonly tail: number;
}

/**
 * No schedule is shorter than this. The largest of
 * - the longest path, first loads included;
 * - for one card: the preemptive one-machine relaxation with heads and tails (J. R. Jackson 1955; J. Carlier 1982, "The
 *   one-machine sequencing problem"), which is exact for the relaxation and solved by always running what has the longest tail;
 * - for any number of cards: for each pair of limits, what starts no earlier and has no shorter a tail, spread evenly over all
 *   cards, between the two; the same for the parts on the CPU, over its slots.
 * A model that fits beside no other that is used cannot be loaded while another computes: its first load occupies a card.
 */
export function lowerBound(tasks: readonly Task[], machine: Machine): number {
  if (tasks.length === 0) return 0;
  const heads = headsOf(tasks);
  const tails = tailsOf(tasks);
  const path = Math.max(
    ...tasks.map(({ name, gpuSeconds }) => (heads.get(name) ?? 0) + gpuSeconds + (tails.get(name) ?? 0)),
  );
  const jobs: Job[] = [
    ...tasks.filter(onCard).map(({ name, gpuSeconds }) => ({
      head: heads.get(name) ?? 0,
      seconds: gpuSeconds,
      tail: tails.get(name) ?? 0,
    })),
    ...lonelyLoads(tasks, machine, tails),
  ];
  const onCpu = tasks.map(({ name, gpuSeconds, cpuSeconds }) => ({
    head: (heads.get(name) ?? 0) + gpuSeconds,
    seconds: cpuSeconds,
    tail: (tails.get(name) ?? 0) - cpuSeconds,
  }));
  return Math.max(
    path,
    areaOf(onCpu, machine.cpuSlots),
    jobs.length === 0 ? 0 : areaOf(jobs, machine.gpus.length),
  );
}

/** Jobs on so many equal machines: no schedule is shorter. */
function areaOf(jobs: readonly Job[], machines: number): number {
  if (machines === 0) return 0;
  return Math.max(spreadEvenly(jobs, machines), machines === 1 ? preemptive(jobs) : 0);
}

/** First loads that can overlap no compute: of models that fit beside no other model on the largest card. */
function lonelyLoads(tasks: readonly Task[], machine: Machine, tails: ReadonlyMap<string, number>): Job[] {
  const models = new Map<string, (Task & { readonly model: string })[]>();
  for (const task of tasks)
    if (onCard(task)) models.set(task.model, [...(models.get(task.model) ?? []), task]);
  const largest = Math.max(0, ...machine.gpus);
  return [...models].flatMap(([model, list]) => {
    const others = [...models].filter(([other]) => other !== model).map(([, others_]) => held(others_));
    if (others.some((other) => held(list) + other <= largest)) return [];
    return [
      {
        head: 0,
        seconds: Math.min(...list.map(({ loadSeconds }) => loadSeconds)),
        tail: Math.min(...list.map(({ name, gpuSeconds }) => gpuSeconds + (tails.get(name) ?? 0))),
      },
    ];
  });
}

const held = (list: readonly Task[]) => Math.max(...list.map(({ vramGb }) => vramGb));

function preemptive(jobs: readonly Job[]): number {
  const waiting = jobs
    .toSorted((a, b) => a.head - b.head)
    .map(({ head, seconds, tail }) => ({ head, tail, left: seconds }));
  const ready: { readonly tail: number; left: number }[] = [];
  let now = 0;
  let bound = 0;
  while (waiting.length > 0 || ready.length > 0) {
    if (ready.length === 0) now = Math.max(now, waiting[0]?.head ?? now);
    while ((waiting[0]?.head ?? Infinity) <= now) {
      const job = waiting.shift();
      if (job !== undefined) ready.push(job);
    }
    const longest = ready.reduce((best, job) => (job.tail > best.tail ? job : best));
    const until = Math.min(now + longest.left, waiting[0]?.head ?? Infinity);
    longest.left -= until - now;
    now = until;
    if (longest.left <= 1e-9) {
      bound = Math.max(bound, now + longest.tail);
      ready.splice(ready.indexOf(longest), 1);
    }
  }
  return bound;
}

function spreadEvenly(jobs: readonly Job[], cards: number): number {
  let bound = 0;
  for (const { head } of jobs) {
    const late = jobs.filter((job) => job.head >= head).toSorted((a, b) => b.tail - a.tail);
    let sum = 0;
    for (const job of late) {
      sum += job.seconds;
      bound = Math.max(bound, head + sum / cards + job.tail);
    }
  }
  return bound;
}
