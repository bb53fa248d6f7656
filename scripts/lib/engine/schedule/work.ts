/** One build as the scheduler sees it. Times are seconds; whatever does not apply is 0. */
export interface Task {
  readonly name: string;
  readonly parents: readonly string[];
  /** What must lie in VRAM while it computes; absent for a build on the CPU. Tasks of one model share it. */
  readonly model?: string;
  /** What the model holds, GB. */
  readonly vramGb: number;
  /** From disk into VRAM. */
  readonly loadSeconds: number;
  /** On the card, alone: two models that compute at once would share its processors and both be slower. */
  readonly gpuSeconds: number;
  /** On the CPU: after the card (encoding, packing), or all of it. */
  readonly cpuSeconds: number;
}

/** What builds run on. */
export interface Machine {
  /** VRAM of each card, GB. */
  readonly gpus: readonly number[];
  /** Builds or tails at once on the CPU, ≥ 1. */
  readonly cpuSlots: number;
}

/** A stretch of time, seconds from the start. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** When and where a task ran. */
export interface Slot {
  readonly task: string;
  /** Index of its card; `undefined` on the CPU. */
  readonly gpu: number | undefined;
  readonly compute: Span;
  readonly cpu: Span;
}

/** A model in VRAM of a card: it is being loaded from `start` to `loaded`, lies there until `end`, and holds `vramGb` all the time. */
export interface Residency extends Span {
  readonly gpu: number;
  readonly model: string;
  readonly loaded: number;
  readonly vramGb: number;
}

export interface Schedule {
  readonly slots: readonly Slot[];
  readonly residencies: readonly Residency[];
  /** When the last task has ended. */
  readonly makespan: number;
}

export const onCard = (task: Task): task is Task & { readonly model: string } => task.model !== undefined;

/** Tasks by name. @throws {RangeError} for a name that comes twice, or a parent that is not there */
export function indexOf(tasks: readonly Task[]): ReadonlyMap<string, Task> {
  const index = new Map<string, Task>();
  for (const task of tasks) {
    if (index.has(task.name)) throw new RangeError(`${task.name} comes twice`);
    index.set(task.name, task);
  }
  for (const { name, parents } of tasks)
    for (const parent of parents)
      if (!index.has(parent)) throw new RangeError(`${name} reads ${parent}, which is not there`);
  return index;
}

/** Each after its parents; A. B. Kahn 1962. @throws {RangeError} when they close a circle */
export function inReadingOrder(tasks: readonly Task[]): Task[] {
  const index = indexOf(tasks);
  const children = new Map<string, string[]>();
  const waiting = new Map<string, number>();
  for (const { name, parents } of tasks) {
    waiting.set(name, parents.length);
    for (const parent of parents) children.set(parent, [...(children.get(parent) ?? []), name]);
  }
  const order: Task[] = [];
  const ready = tasks.filter(({ parents }) => parents.length === 0).map(({ name }) => name);
  for (let name = ready.shift(); name !== undefined; name = ready.shift()) {
    const task = index.get(name);
    if (task !== undefined) order.push(task);
    for (const child of children.get(name) ?? []) {
      const left = (waiting.get(child) ?? 0) - 1;
      waiting.set(child, left);
      if (left === 0) ready.push(child);
    }
  }
  if (order.length !== tasks.length) throw new RangeError('the tasks close a circle');
  return order;
}

/** From the end of a task's compute to the end of all that stands on it, at the least: its own CPU part and the longest path after it. */
export function tailsOf(tasks: readonly Task[]): ReadonlyMap<string, number> {
  const after = new Map<string, number>();
  for (const task of inReadingOrder(tasks).toReversed()) {
    const tail = task.cpuSeconds + (after.get(task.name) ?? 0);
    for (const parent of task.parents)
      after.set(parent, Math.max(after.get(parent) ?? 0, task.gpuSeconds + tail));
  }
  return new Map(tasks.map(({ name, cpuSeconds }) => [name, cpuSeconds + (after.get(name) ?? 0)]));
}

/** When a task's compute can begin at the earliest: after its parents, and after its own load. */
export function headsOf(tasks: readonly Task[]): ReadonlyMap<string, number> {
  const heads = new Map<string, number>();
  const ends = new Map<string, number>();
  for (const { name, parents, loadSeconds, gpuSeconds, cpuSeconds } of inReadingOrder(tasks)) {
    const head = Math.max(loadSeconds, ...parents.map((parent) => ends.get(parent) ?? 0));
    heads.set(name, head);
    ends.set(name, head + gpuSeconds + cpuSeconds);
  }
  return heads;
}
