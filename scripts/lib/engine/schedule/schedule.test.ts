import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expandGraph } from '#core/graph.ts';
import { Manifest } from '#core/manifest.ts';
import { ArtifactName, EpisodeSlug } from '#core/names.ts';
import { hunyuan3d } from '../pipelines/hunyuan3d-2.1/declaration.ts';
import { graphTasks, measure, quantile } from '../../../bench/schedule.ts';
import { lowerBound } from './bound.ts';
import { planSchedule, scheduleWords, startOrder } from './plan-schedule.ts';
import { criticalPath, simulate } from './simulate.ts';
import type { Policy } from './simulate.ts';
import { tasksOf } from './tasks-of.ts';
import { headsOf, inReadingOrder, tailsOf } from './work.ts';
import type { Machine, Schedule, Task } from './work.ts';

const LITTLE = 1e-6;

/** Everything that a schedule may break, looked for by itself: none of it is what the simulator computes with. */
function faults(
  tasks: readonly Task[],
  machine: Machine,
  { slots, residencies, makespan }: Schedule,
): string[] {
  const found: string[] = [];
  const slotOf = new Map(slots.map((slot) => [slot.task, slot]));
  if (slots.length !== tasks.length || slotOf.size !== tasks.length) found.push('a task ran not once');
  for (const task of tasks) {
    const slot = slotOf.get(task.name);
    if (slot === undefined) continue;
    if (Math.abs(slot.compute.end - slot.compute.start - task.gpuSeconds) > LITTLE)
      found.push(`${task.name} computed for another time`);
    if (Math.abs(slot.cpu.end - slot.cpu.start - task.cpuSeconds) > LITTLE)
      found.push(`${task.name} was on the CPU for another time`);
    if (slot.cpu.start < slot.compute.end - LITTLE)
      found.push(`${task.name} was encoded before it was computed`);
    for (const parent of task.parents)
      if ((slotOf.get(parent)?.cpu.end ?? Infinity) > slot.compute.start + LITTLE)
        found.push(`${task.name} began before ${parent} ended`);
    if (task.model === undefined) continue;
    const held = residencies.some(
      ({ gpu, model, loaded, end }) =>
        gpu === slot.gpu &&
        model === task.model &&
        loaded <= slot.compute.start + LITTLE &&
        end >= slot.compute.end - LITTLE,
    );
    if (!held) found.push(`${task.name} computed without its model`);
  }
  for (const [gpu, vramGb] of machine.gpus.entries()) {
    const computes = slots
      .filter((slot) => slot.gpu === gpu && slot.compute.end > slot.compute.start)
      .map(({ compute }) => compute);
    if (overlaps(computes) > 1) found.push(`card ${gpu} computed two at once`);
    const here = residencies.filter((residency) => residency.gpu === gpu);
    if (overlaps(here.map(({ start, loaded }) => ({ start, end: loaded }))) > 1)
      found.push(`card ${gpu} loaded two at once`);
    // VRAM changes only where something begins.
    for (const { start } of here) {
      const sum = here
        .filter((other) => other.start <= start + LITTLE && other.end > start + LITTLE)
        .reduce((total, other) => total + other.vramGb, 0);
      if (sum > vramGb + LITTLE) found.push(`card ${gpu} held ${sum} of ${vramGb} GB`);
    }
  }
  const parts = slots.map(({ cpu }) => cpu).filter(({ start, end }) => end > start);
  if (overlaps(parts) > machine.cpuSlots) found.push('more was on the CPU than it has slots');
  if (Math.abs(makespan - Math.max(0, ...slots.map(({ cpu }) => cpu.end))) > LITTLE)
    found.push('the makespan is another');
  return found;
}

/** How many spans lie over each other at most. */
function overlaps(spans: readonly { readonly start: number; readonly end: number }[]): number {
  return Math.max(
    0,
    ...spans.map(
      ({ start }) =>
        spans.filter((other) => other.start <= start + LITTLE && other.end > start + LITTLE).length,
    ),
  );
}

const SIZES = [4, 8, 12, 18, 24, 30];
/** Any graph of up to 14 tasks, with up to five models. */
const work = fc
  .array(
    fc.record({
      card: fc.boolean(),
      model: fc.nat(4),
      gpu: fc.integer({ min: 1, max: 100 }),
      cpu: fc.integer({ min: 0, max: 30 }),
      parents: fc.array(fc.nat(13), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((list) =>
    list.map(({ card, model, gpu, cpu, parents }, at): Task => ({
      name: `t${at}`,
      parents: [...new Set(parents.filter((parent) => parent < at))].map((parent) => `t${parent}`),
      ...(card && { model: `m${model}` }),
      vramGb: card ? (SIZES[model] ?? 4) : 0,
      // One model, one load.
      loadSeconds: card ? (SIZES[model] ?? 4) / 2 : 0,
      gpuSeconds: card ? gpu : 0,
      cpuSeconds: card ? cpu : cpu + 1,
    })),
  );
const machines = fc.record({
  gpus: fc.array(fc.constantFrom(30, 32, 48), { minLength: 1, maxLength: 4 }),
  cpuSlots: fc.integer({ min: 1, max: 4 }),
});

test('no schedule of any policy is over the VRAM of a card, computes two at once, or beats the bound', () => {
  fc.assert(
    fc.property(
      work,
      machines,
      fc.boolean(),
      fc.boolean(),
      fc.integer({ min: 0, max: 10 }),
      fc.constantFrom(0, 10, 100),
      fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 14, maxLength: 14 }),
      (tasks, machine, prefetch, cold, warmth, patience, priorities) => {
        const priority = new Map(tasks.map(({ name }, at) => [name, priorities[at] ?? 0]));
        const policy: Policy = { name: 'any', priority, prefetch, warmth, patience, cold };
        const schedule = simulate(tasks, machine, policy);
        expect(faults(tasks, machine, schedule)).toEqual([]);
        expect(schedule.makespan).toBeGreaterThanOrEqual(lowerBound(tasks, machine) - LITTLE);
      },
    ),
    { numRuns: 300 },
  );
});

test('the best is sound, and never worse than any named policy', () => {
  fc.assert(
    fc.property(work, machines, (tasks, machine) => {
      const { best, named, bound } = planSchedule(tasks, machine, 40);
      expect(faults(tasks, machine, best.schedule)).toEqual([]);
      for (const candidate of named)
        expect(best.schedule.makespan).toBeLessThanOrEqual(candidate.schedule.makespan);
      expect(best.schedule.makespan).toBeGreaterThanOrEqual(bound - LITTLE);
    }),
    { numRuns: 40 },
  );
});

test('the checker itself sees what is wrong', () => {
  const tasks = graphTasks(1, 0);
  const machine = { gpus: [32], cpuSlots: 4 };
  const good = planSchedule(tasks, machine, 0).best.schedule;
  expect(faults(tasks, machine, good)).toEqual([]);
  expect(faults(tasks, { ...machine, gpus: [8] }, good).join()).toContain('of 8 GB');
  expect(faults(tasks, { ...machine, cpuSlots: 0 }, good)).toContain('more was on the CPU than it has slots');
  const early = good.slots.map((slot) => ({
    ...slot,
    compute: { start: 0, end: slot.compute.end - slot.compute.start },
  }));
  expect(faults(tasks, machine, { ...good, slots: early }).join()).toContain('began before');
  expect(faults(tasks, machine, { ...good, slots: early }).join()).toContain('computed two at once');
});

test.each([
  [3, 1, 1.05],
  [8, 1, 1.05],
  [3, 2, 1.08],
  [3, 4, 1.08],
  [8, 3, 1.08],
] as const)('%i episodes on %i cards stay within %f of the bound', (episodes, cards, limit) => {
  const row = measure(episodes, cards, 4, 120);
  expect(quantile(row.best, 0.5)).toBeLessThanOrEqual(limit);
  expect(row.worseThanCriticalPath).toBe(0);
  expect(quantile(row.best, 0.5)).toBeLessThan(quantile(row.fifo, 0.5));
});

test('the same tasks give the same schedule', () => {
  const machine = { gpus: [32, 32], cpuSlots: 2 };
  const once = planSchedule(graphTasks(2, 5), machine, 60);
  expect(planSchedule(graphTasks(2, 5), machine, 60)).toEqual(once);
  expect(startOrder(once)).toHaveLength(graphTasks(2, 5).length);
  expect(startOrder(once)[0]).toBe('canon');
});

const card = (name: string, gpuSeconds: number, more: Partial<Task> = {}): Task => ({
  name,
  parents: [],
  model: name,
  vramGb: 10,
  loadSeconds: 5,
  gpuSeconds,
  cpuSeconds: 0,
  ...more,
});
const ONE: Machine = { gpus: [32], cpuSlots: 1 };

test('the bound of one task is its load, its compute and its tail', () => {
  expect(lowerBound([card('a', 60, { cpuSeconds: 7 })], ONE)).toBe(72);
  expect(planSchedule([card('a', 60, { cpuSeconds: 7 })], ONE).best.schedule.makespan).toBe(72);
});

test('two models that fit together load while the other computes; two that do not cannot', () => {
  const together = planSchedule([card('a', 60), card('b', 60)], ONE);
  expect(together.best.schedule.makespan).toBe(125);
  expect(together.bound).toBe(125);
  const large = { vramGb: 20 };
  const apart = planSchedule([card('a', 60, large), card('b', 60, large)], ONE);
  expect(apart.best.schedule.makespan).toBe(130);
  expect(apart.bound).toBe(130);
});

test('a model that is there is kept for the next task of its kind', () => {
  const tasks = [
    card('a1', 10, { model: 'a', vramGb: 20 }),
    card('b', 10, { vramGb: 20 }),
    card('a2', 10, { model: 'a', vramGb: 20 }),
  ];
  const { best, named } = planSchedule(tasks, ONE);
  expect(best.schedule.makespan).toBe(40);
  expect(named[0]?.schedule.makespan, 'first come, first served loads it twice').toBe(45);
  expect(best.schedule.residencies.filter(({ model }) => model === 'a')).toHaveLength(1);
});

test('heads and tails are longest paths', () => {
  const tasks = [
    card('a', 10, { cpuSeconds: 2 }),
    card('b', 20, { parents: ['a'] }),
    card('c', 5, { parents: ['a'] }),
  ];
  expect([...headsOf(tasks)]).toEqual([
    ['a', 5],
    ['b', 17],
    ['c', 17],
  ]);
  expect([...tailsOf(tasks)]).toEqual([
    ['a', 22],
    ['b', 0],
    ['c', 0],
  ]);
  expect(criticalPath(tasks).get('a')).toBe(32);
});

test('what can never run is told', () => {
  expect(() =>
    simulate([card('a', 1, { vramGb: 40 })], ONE, {
      name: 'x',
      priority: new Map(),
      prefetch: false,
      warmth: 0,
    }),
  ).toThrow('a needs 40 GB; the largest card has 32');
  expect(() => inReadingOrder([card('a', 1, { parents: ['b'] }), card('b', 1, { parents: ['a'] })])).toThrow(
    'circle',
  );
  expect(() => inReadingOrder([card('a', 1, { parents: ['z'] })])).toThrow('which is not there');
  expect(planSchedule([], ONE).best.schedule.makespan).toBe(0);
});

test('a schedule is told in one line', () => {
  const words = scheduleWords(planSchedule([card('a', 60)], ONE), (seconds) => `${seconds} s`);
  expect(words).toBe(
    '65 s by first come, first served; nothing is shorter than 65 s (1.00); first come, first served takes 65 s',
  );
});

const name = (text: string) => ArtifactName.parse(text);
test('a graph’s stale artifacts become tasks: measured times win, previews stay on the CPU, only drivers share a model', () => {
  const manifest = Manifest.parse({
    schema: 'alpha/1',
    sources: {},
    episodes: 'episodes',
    systems: {
      hunyuan: { backend: 'upstream', gpu: { vramGb: 21, minutes: 4 } },
      fish: { backend: 'preview', gpu: { vramGb: 24, minutes: 2 } },
      wan: { backend: 'upstream', gpu: { vramGb: 24, minutes: 12 } },
    },
    artifacts: {
      mesh: { system: 'hunyuan', reads: {}, ships: 'yes' },
      scene: { system: 'hunyuan', reads: { mesh: 'mesh' }, ships: 'yes' },
      clip: { system: 'wan', reads: {}, ships: 'never' },
      voice: { per: 'episode', system: 'fish', reads: {}, ships: 'yes' },
    },
  });
  const graph = expandGraph(manifest, [EpisodeSlug.parse('one')]);
  const tasks = tasksOf(
    graph,
    new Set(['scene', 'voice/one', 'clip'].map(name)),
    new Map([[name('scene'), { gpuSeconds: 33, seconds: 40 }]]),
    new Map([['hunyuan', { ...hunyuan3d, name: 'hunyuan' }]]),
  );
  expect(tasks.toSorted((a, b) => b.cpuSeconds - a.cpuSeconds || b.gpuSeconds - a.gpuSeconds)).toEqual([
    { name: 'voice/one', parents: [], vramGb: 0, loadSeconds: 0, gpuSeconds: 0, cpuSeconds: 12 },
    {
      name: 'clip',
      parents: [],
      model: 'clip',
      vramGb: 24,
      loadSeconds: 0,
      gpuSeconds: 720,
      cpuSeconds: 4,
    },
    {
      name: 'scene',
      parents: [],
      model: 'hunyuan',
      vramGb: 21,
      loadSeconds: 10.5,
      gpuSeconds: 33,
      cpuSeconds: 4,
    },
  ]);
});
