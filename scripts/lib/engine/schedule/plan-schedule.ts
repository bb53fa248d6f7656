import { diceOf } from '#media/sound/seeded.ts';
import { lowerBound } from './bound.ts';
import { criticalPath, firstComeFirstServed, simulate } from './simulate.ts';
import type { Policy } from './simulate.ts';
import type { Machine, Schedule, Task } from './work.ts';

/** A policy and what came of it. */
export interface Candidate {
  readonly policy: Policy;
  readonly schedule: Schedule;
}

/** The best of all candidates, with what it is measured against. */
export interface PlannedSchedule {
  readonly best: Candidate;
  /** The named ones: first come first served, critical path, and so on; each is no better than the best. */
  readonly named: readonly Candidate[];
  /** Seconds; nothing can be shorter. */
  readonly bound: number;
}

/** Seconds that a card may wait for a task that is about to become ready. */
const PATIENCE = [0, 10, 30, 120];

/** Simulated beside the named policies: that many orders near the best one. Each takes well under a millisecond. */
const TRIES = 600;
/** Where that many have not come as near to the bound as this, they are made again from the best one, so many times at most. */
const NEAR = 1.04;
const ROUNDS = 6;

/**
 * Simulates several schedulers and takes the best. Greedy improvements may make things worse with several cards (R. L. Graham
 * 1969, anomalies; loading ahead for one card delays another), so plain critical path is always among them and the result is
 * never worse. Deterministic: the dice of the search begin at the tasks themselves.
 *
 * @throws {RangeError} when a task can never run on this machine
 */
export function planSchedule(tasks: readonly Task[], machine: Machine, tries = TRIES): PlannedSchedule {
  const path = criticalPath(tasks);
  const play = (policy: Policy): Candidate => ({ policy, schedule: simulate(tasks, machine, policy) });
  const named = [
    play({
      name: 'first come, first served',
      priority: firstComeFirstServed(tasks),
      prefetch: false,
      warmth: 0,
      cold: true,
    }),
    play({ name: 'critical path', priority: path, prefetch: false, warmth: 0 }),
    play({ name: 'critical path, loads ahead', priority: path, prefetch: true, warmth: 0 }),
    ...[1, 3, 10].flatMap((warmth) =>
      [false, true].map((prefetch) =>
        play({
          name: `critical path, warm ×${warmth}${prefetch ? ', loads ahead' : ''}`,
          priority: path,
          prefetch,
          warmth,
        }),
      ),
    ),
    play({ name: 'critical path, waits 30 s', priority: path, prefetch: true, warmth: 1, patience: 30 }),
    play({ name: 'model by model', priority: byModel(tasks, path), prefetch: true, warmth: 0 }),
  ];
  const bound = lowerBound(tasks, machine);
  let best = named.reduce((a, b) => (b.schedule.makespan < a.schedule.makespan ? b : a));
  const dice = diceOf('schedule', ...tasks.map(({ name }) => name), ...machine.gpus);
  const span = Math.max(1, ...path.values());
  const far = (ratio: number) => best.schedule.makespan > bound * ratio;
  for (let turns = 0; turns < tries * ROUNDS && far(turns < tries ? 1.0001 : NEAR); turns += 1) {
    const attempt = turns % tries;
    const priority = new Map(best.policy.priority);
    // A few tasks change their place; later in the search by less.
    const reach = span * (1 - attempt / tries) + span / 50;
    const changes = 1 + Math.floor(dice() * 3);
    for (let change = 0; change < changes; change += 1) {
      const task = tasks[Math.floor(dice() * tasks.length)];
      if (task !== undefined)
        priority.set(task.name, (priority.get(task.name) ?? 0) + (dice() - 0.5) * 2 * reach);
    }
    const turn = dice();
    const policy: Policy = {
      name: 'searched',
      priority,
      prefetch: turn < 0.15 ? best.policy.prefetch === false : best.policy.prefetch,
      warmth: turn > 0.85 ? dice() * 10 : best.policy.warmth,
      patience:
        turn > 0.4 && turn < 0.6
          ? (PATIENCE[Math.floor(dice() * PATIENCE.length)] ?? 0)
          : (best.policy.patience ?? 0),
    };
    const candidate = play(policy);
    // Equal ones are taken too: the search wanders along a plateau.
    if (candidate.schedule.makespan <= best.schedule.makespan) best = candidate;
  }
  return { best, named, bound };
}

/** All tasks of a model one after another, the model with the longest path first. */
function byModel(tasks: readonly Task[], path: ReadonlyMap<string, number>): Map<string, number> {
  const span = Math.max(1, ...path.values());
  const first = new Map<string, number>();
  for (const { model = '', name } of tasks)
    first.set(model, Math.max(first.get(model) ?? 0, path.get(name) ?? 0));
  return new Map(
    tasks.map(({ model = '', name }) => [name, (first.get(model) ?? 0) * span * 10 + (path.get(name) ?? 0)]),
  );
}

/** In which order builds should start: for whoever runs them, one after another as there is room. */
export const startOrder = ({ best }: PlannedSchedule): string[] =>
  best.schedule.slots
    .toSorted((a, b) => a.compute.start - b.compute.start || a.cpu.start - b.cpu.start)
    .map(({ task }) => task);

/** "2 h 3 min with critical path, warm ×3; nothing is shorter than 1 h 58 min (1.04); first come, first served takes 2 h 20 min" */
export function scheduleWords(
  { best, named, bound }: PlannedSchedule,
  duration: (seconds: number) => string,
): string {
  const [fifo] = named;
  const ratio = bound > 0 ? best.schedule.makespan / bound : 1;
  return [
    `${duration(best.schedule.makespan)} by ${best.policy.name}`,
    `nothing is shorter than ${duration(bound)} (${ratio.toFixed(2)})`,
    ...(fifo === undefined ? [] : [`first come, first served takes ${duration(fifo.schedule.makespan)}`]),
  ].join('; ');
}
