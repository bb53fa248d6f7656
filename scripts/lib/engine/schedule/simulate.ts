import { indexOf, onCard, tailsOf } from './work.ts';
import type { Machine, Residency, Schedule, Slot, Task } from './work.ts';

/** How a simulated scheduler decides. */
export interface Policy {
  readonly name: string;
  /** Larger goes first. */
  readonly priority: ReadonlyMap<string, number>;
  /** Loads what comes next while the card computes, where VRAM has room; `ready`: only what could start by now. */
  readonly prefetch: boolean | 'ready';
  /** What a second of loading costs against a second of priority: 0 ignores what lies in VRAM already. */
  readonly warmth: number;
  /** A card waits so long at most for a task that is about to become ready, seconds, where that one goes first. */
  readonly patience?: number;
  /** Models leave VRAM after each task, as processes of their own do. */
  readonly cold?: boolean;
}

interface Card {
  readonly index: number;
  readonly vramGb: number;
  /** By model. */
  readonly resident: Map<
    string,
    { readonly start: number; readonly loaded: number; readonly vramGb: number; used: number }
  >;
  busyUntil: number;
  /** Of the model that computes, if any. */
  computing: string | undefined;
  loadingUntil: number;
  /** Waits for its load. */
  next: Task | undefined;
}

const EPSILON = 1e-9;

function freeOn({ vramGb, resident }: Card): number {
  let held = 0;
  for (const entry of resident.values()) held += entry.vramGb;
  return vramGb - held;
}

/**
 * Plays a schedule through: a card computes one task at a time and loads one model at a time, both may overlap; a model holds
 * its VRAM from the start of its load until it is thrown out, and nothing is thrown out that computes or is awaited.
 *
 * @throws {RangeError} when a task can never run: a model larger than every card, a circle, a parent that is not there
 */
export function simulate(tasks: readonly Task[], machine: Machine, policy: Policy): Schedule {
  const index = indexOf(tasks);
  const largest = Math.max(0, ...machine.gpus);
  for (const task of tasks)
    if (onCard(task) && task.vramGb > largest)
      throw new RangeError(`${task.name} needs ${task.vramGb} GB; the largest card has ${largest}`);
  const cards = machine.gpus.map((vramGb, at): Card => ({
    index: at,
    vramGb,
    resident: new Map(),
    busyUntil: 0,
    computing: undefined,
    loadingUntil: 0,
    next: undefined,
  }));
  const slots: Slot[] = [];
  const residencies: Residency[] = [];
  const ended = new Map<string, number>();
  const started = new Set<string>();
  /** Of what runs or is awaited: when it will have ended. */
  const expected = new Map<string, number>();
  const waitingParents = new Map(tasks.map(({ name, parents }) => [name, parents.length]));
  const gpuTasks = tasks.filter(onCard);
  const children = new Map<string, string[]>();
  for (const { name, parents } of tasks)
    for (const parent of parents) {
      const list = children.get(parent);
      if (list === undefined) children.set(parent, [name]);
      else list.push(name);
    }
  const ready = new Set(tasks.filter(({ parents }) => parents.length === 0).map(({ name }) => name));
  /** Ends of compute and of CPU parts, soonest first when asked. */
  const events: number[] = [];
  const running: {
    readonly task: Task;
    readonly gpu: number | undefined;
    readonly computeEnd: number;
    readonly computeStart: number;
  }[] = [];
  const onCpu: { readonly task: Task; readonly end: number }[] = [];
  const cpuQueue: { readonly task: Task; readonly slot: Omit<Slot, 'cpu'> }[] = [];
  let now = 0;

  const priorityOf = (task: Task): number => policy.priority.get(task.name) ?? 0;
  const throwOut = (card: Card, model: string): void => {
    const entry = card.resident.get(model);
    if (entry === undefined) return;
    residencies.push({
      gpu: card.index,
      model,
      start: entry.start,
      loaded: entry.loaded,
      end: now,
      vramGb: entry.vramGb,
    });
    card.resident.delete(model);
  };
  /** Makes room by throwing out what was used longest ago; false when what must stay leaves too little. */
  const makeRoom = (card: Card, task: Task, keep: ReadonlySet<string>): boolean => {
    const idle = [...card.resident]
      .filter(
        ([model, { loaded }]) =>
          model !== card.computing &&
          model !== card.next?.model &&
          loaded <= now + EPSILON &&
          !keep.has(model),
      )
      .toSorted(([, a], [, b]) => a.used - b.used);
    let free = freeOn(card);
    const out: string[] = [];
    for (const [model, { vramGb }] of idle) {
      if (free >= task.vramGb - EPSILON) break;
      out.push(model);
      free += vramGb;
    }
    if (free < task.vramGb - EPSILON) return false;
    for (const model of out) throwOut(card, model);
    return true;
  };
  const load = (card: Card, task: Task & { readonly model: string }): void => {
    const loaded = now + task.loadSeconds;
    card.resident.set(task.model, { start: now, loaded, vramGb: task.vramGb, used: loaded });
    card.loadingUntil = loaded;
    events.push(loaded);
  };
  const compute = (card: Card, task: Task & { readonly model: string }): void => {
    const end = now + task.gpuSeconds;
    card.busyUntil = end;
    expected.set(task.name, end + task.cpuSeconds);
    card.computing = task.model;
    card.next = undefined;
    const entry = card.resident.get(task.model);
    if (entry !== undefined) entry.used = end;
    running.push({ task, gpu: card.index, computeStart: now, computeEnd: end });
    events.push(end);
  };
  /** The card keeps itself for a task whose model is on its way. */
  const keepFor = (card: Card, task: Task & { readonly model: string }): void => {
    card.next = task;
    const loaded = card.resident.get(task.model)?.loaded ?? now;
    expected.set(task.name, loaded + task.gpuSeconds + task.cpuSeconds);
  };
  /** Until it is ready, seconds: 0 when it is, Infinity when that cannot be told yet. */
  const waitFor = (task: Task): number => {
    let wait = 0;
    for (const parent of task.parents)
      if (!ended.has(parent)) wait = Math.max(wait, (expected.get(parent) ?? Infinity) - now);
    return wait;
  };
  const patience = policy.patience ?? 0;
  const isLoaded = (card: Card, model: string): boolean =>
    (card.resident.get(model)?.loaded ?? Infinity) <= now + EPSILON;
  /** Seconds from the present moment until its model could be there; Infinity where it never fits. */
  const delayOn = (card: Card, task: Task & { readonly model: string }): number => {
    if (task.vramGb > card.vramGb) return Infinity;
    const entry = card.resident.get(task.model);
    if (entry !== undefined) return Math.max(0, entry.loaded - now);
    return Math.max(0, card.loadingUntil - now) + task.loadSeconds;
  };

  const finish = (task: Task): void => {
    ended.set(task.name, now);
    for (const child of children.get(task.name) ?? []) {
      const left = (waitingParents.get(child) ?? 0) - 1;
      waitingParents.set(child, left);
      if (left === 0) ready.add(child);
    }
  };
  /** Everything that ends now, and what that ends in turn. */
  const settle = (): void => {
    for (let again = true; again;) {
      again = false;
      for (const run of running.filter(({ computeEnd }) => computeEnd <= now + EPSILON)) {
        running.splice(running.indexOf(run), 1);
        const card = run.gpu === undefined ? undefined : cards[run.gpu];
        if (card !== undefined) {
          card.computing = undefined;
          if (policy.cold === true && run.task.model !== undefined) throwOut(card, run.task.model);
        }
        cpuQueue.push({
          task: run.task,
          slot: {
            task: run.task.name,
            gpu: run.gpu,
            compute: { start: run.computeStart, end: run.computeEnd },
          },
        });
        again = true;
      }
      for (const part of onCpu.filter(({ end }) => end <= now + EPSILON)) {
        onCpu.splice(onCpu.indexOf(part), 1);
        finish(part.task);
        again = true;
      }
      for (const name of ready) {
        const task = index.get(name);
        if (task === undefined || onCard(task)) continue;
        ready.delete(name);
        started.add(name);
        cpuQueue.push({ task, slot: { task: name, gpu: undefined, compute: { start: now, end: now } } });
        again = true;
      }
      cpuQueue.sort((a, b) => priorityOf(b.task) - priorityOf(a.task));
      while (
        cpuQueue.length > 0 &&
        (onCpu.length < machine.cpuSlots || (cpuQueue[0]?.task.cpuSeconds ?? 1) === 0)
      ) {
        const part = cpuQueue.shift();
        if (part === undefined) break;
        const end = now + part.task.cpuSeconds;
        expected.set(part.task.name, end);
        slots.push({ ...part.slot, cpu: { start: now, end } });
        if (part.task.cpuSeconds === 0) finish(part.task);
        else {
          onCpu.push({ task: part.task, end });
          events.push(end);
        }
        again = true;
      }
    }
  };
  const dispatch = (): void => {
    for (const card of cards) {
      if (
        card.next !== undefined &&
        card.computing === undefined &&
        onCard(card.next) &&
        isLoaded(card, card.next.model)
      )
        compute(card, card.next);
    }
    const blocked = new Set<Card>();
    /** One card waits for a task, not all of them. */
    const held = new Set<string>();
    const soon = gpuTasks.filter(
      (task) =>
        !started.has(task.name) && (ready.has(task.name) || (patience > 0 && waitFor(task) <= patience)),
    );
    for (;;) {
      let best:
        | { readonly card: Card; readonly task: Task & { readonly model: string }; readonly score: number }
        | undefined;
      for (const card of cards) {
        if (card.computing !== undefined || card.next !== undefined || blocked.has(card)) continue;
        for (const task of soon) {
          if (started.has(task.name) || held.has(task.name)) continue;
          const delay = Math.max(delayOn(card, task), ready.has(task.name) ? 0 : waitFor(task));
          if (delay === Infinity) continue;
          const score = priorityOf(task) - policy.warmth * delay;
          if (best === undefined || score > best.score + EPSILON) best = { card, task, score };
        }
      }
      if (best === undefined) break;
      const { card, task } = best;
      if (!ready.has(task.name)) {
        // Worth waiting for: its model is loaded meanwhile.
        if (
          !card.resident.has(task.model) &&
          card.loadingUntil <= now + EPSILON &&
          makeRoom(card, task, new Set())
        )
          load(card, task);
        held.add(task.name);
        blocked.add(card);
      } else if (isLoaded(card, task.model)) {
        ready.delete(task.name);
        started.add(task.name);
        compute(card, task);
      } else if (card.resident.has(task.model)) {
        // It is on its way already.
        ready.delete(task.name);
        started.add(task.name);
        keepFor(card, task);
      } else if (card.loadingUntil <= now + EPSILON && makeRoom(card, task, new Set())) {
        ready.delete(task.name);
        started.add(task.name);
        load(card, task);
        keepFor(card, task);
        if (task.loadSeconds === 0) compute(card, task);
      } else blocked.add(card); // its loader is busy, or what it loads leaves no room
    }
    if (policy.prefetch !== false) for (const card of cards) prefetch(card);
  };
  /** What will run next on a card, by priority among what is ready or whose parents all run: loaded where there is room. */
  const prefetch = (card: Card): void => {
    if (card.loadingUntil > now + EPSILON || card.computing === undefined) return;
    let best: (Task & { readonly model: string }) | undefined;
    for (const task of tasks) {
      if (!onCard(task) || started.has(task.name) || task.vramGb > card.vramGb) continue;
      const soon =
        ready.has(task.name) ||
        (policy.prefetch === true &&
          task.parents.every((parent) => ended.has(parent) || started.has(parent)));
      if (!soon) continue;
      if (best === undefined || priorityOf(task) > priorityOf(best)) best = task;
    }
    if (best === undefined || cards.some((other) => best !== undefined && other.resident.has(best.model)))
      return;
    // What ready tasks still need stays; a builder that follows an order makes room for the next.
    const needed = policy.prefetch === true ? [...ready] : [];
    const keep = new Set(needed.flatMap((name) => index.get(name)?.model ?? []));
    if (makeRoom(card, best, keep)) load(card, best);
  };

  for (;;) {
    settle();
    dispatch();
    settle();
    if (ended.size === tasks.length) break;
    let next = Infinity;
    for (let at = events.length - 1; at >= 0; at -= 1) {
      const event = events[at] ?? Infinity;
      if (event <= now + EPSILON) events.splice(at, 1);
      else if (event < next) next = event;
    }
    if (next === Infinity) throw new RangeError('nothing can run any more: the tasks close a circle');
    now = next;
  }
  for (const card of cards) for (const model of card.resident.keys()) throwOut(card, model);
  const makespan = Math.max(0, ...slots.map(({ cpu }) => cpu.end));
  return { slots, residencies, makespan };
}

/** Priority by what still stands on a task: its own compute and the longest path after it. */
export function criticalPath(tasks: readonly Task[]): Map<string, number> {
  const tails = tailsOf(tasks);
  return new Map(tasks.map(({ name, gpuSeconds }) => [name, gpuSeconds + (tails.get(name) ?? 0)]));
}

/** Priority by the order in which they stand. */
export const firstComeFirstServed = (tasks: readonly Task[]): Map<string, number> =>
  new Map(tasks.map(({ name }, at) => [name, (tasks.length - at) * 1e6]));
