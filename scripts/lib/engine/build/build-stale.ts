import { join } from 'node:path';
import { UserError } from '#core/errors.ts';
import { parentsOf } from '#core/graph.ts';
import type { Graph } from '#core/graph.ts';
import type { ContentKey } from '#core/key.ts';
import type { Lock } from '#core/lock.ts';
import type { ArtifactName } from '#core/names.ts';
import { makePlan, staleOf } from '#core/plan.ts';
import type { StaleItem } from '#core/plan.ts';
import type { Snapshot } from '../repository/snapshot.ts';
import type { Measured } from '../schedule/measured.ts';
import { residentOf, residents } from '../backends/residents.ts';
import type { CardStand } from '../pipelines/card.ts';
import { roomOnCard } from '../schedule/on-card.ts';
import type { CardRoom } from '../schedule/on-card.ts';
import { planStart } from '../schedule/start-plan.ts';
import type { StartPlan } from '../schedule/start-plan.ts';
import { crewIn } from './crew.ts';
import { admits, needOf, requireMachine } from './resources.ts';
import type { Machine, Need } from './resources.ts';
import { isReady, obtain } from './obtain.ts';
import type { Obtaining, Ready } from './obtain.ts';
import { isLost, rootOf } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { twinsLast } from './twins.ts';
import type { Work } from './twins.ts';

export interface BuildOptions extends Obtaining {
  readonly machine: Machine;
  /** These and what they need; everything when absent. */
  readonly only?: readonly ArtifactName[];
  /** What builds are expected to take, where it was measured: decides in which order they start, and nothing else. */
  readonly measured?: ReadonlyMap<ArtifactName, Measured>;
  /** Told once, before the first build. */
  readonly onPlan?: (plan: StartPlan) => void;
  /**
   * Comes when something newer is to be built instead: what runs and is not asked for there is stopped, what is asked for there
   * is finished, and nothing else is started.
   */
  readonly newer?: Promise<Pick<Snapshot, 'graph' | 'facts' | 'lock'>> | undefined;
  readonly signal: AbortSignal;
}

export interface BuildReport {
  /** The lock as it is now: with what was built, without what is no longer in the manifest. */
  readonly lock: Lock;
  /** In the order in which they ended. */
  readonly outcomes: ReadonlyMap<ArtifactName, Outcome>;
  /** Whether everything that was asked for is fresh now: only then may the lock be committed (I11). */
  readonly complete: boolean;
}

/**
 * Builds what is stale. After each build the plan is made again from the new line, so that equal bytes cut off what
 * follows; what is ready starts as soon as the machine has room, in the order that ends soonest by what is expected; a failure
 * stops only what reads it. On the card one build computes while the next loads its model, where both fit, and a driver of ours
 * stays for the next build of its system. Every result is kept by its key as it comes: a run that is killed loses the builds that
 * were running and nothing else.
 */
export async function buildStale(options: BuildOptions): Promise<BuildReport> {
  const { snapshot, catalog, only, signal, onEvent } = options;
  const { graph, facts } = snapshot;
  const wanted = only === undefined ? undefined : withParents(graph, only);
  const lock = new Map(snapshot.lock);
  if (only === undefined) for (const name of lock.keys()) if (!graph.has(name)) lock.delete(name);
  const outcomes = new Map<ArtifactName, Outcome>();
  const running = new Map<ArtifactName, Running>();
  await using vram = residents();
  let woken = Promise.withResolvers<void>();
  await using crew = await crewIn(join(options.folder, 'jobs'), options.program);

  const end = (name: ArtifactName, outcome: Outcome): void => {
    outcomes.set(name, outcome);
    if (outcome.kind === 'built' || outcome.kind === 'reused') lock.set(name, outcome.line);
    onEvent?.({ kind: 'ended', name, outcome });
  };
  const start = (item: Ready, room: CardRoom): void => {
    onEvent?.({ kind: 'started', name: item.name, because: item.causes });
    const need = needOf(item.node);
    const system = residentOf(item.node);
    if (need.gpu) vram.begins(system, need.vramGb);
    const onCard = (stand: CardStand): void => {
      if (stand === 'left') vram.left(system);
      running.set(item.name, { ...entry, stand });
      woken.resolve();
    };
    const stop = new AbortController();
    const work = async (): Promise<void> => {
      await Promise.all(room.end.map((other) => vram.end(other)));
      const either = AbortSignal.any([signal, stop.signal]);
      const outcome = await obtain(options, crew, item, lock, {
        onCard,
        drivers: vram.drivers,
        signal: either,
      });
      running.delete(item.name);
      end(item.name, outcome);
    };
    const entry: Running = { ...item, need, system, stand: undefined, stop, ended: work() };
    running.set(item.name, entry);
  };
  const roomFor = (item: Ready, later: readonly StaleItem[]): CardRoom | undefined => {
    const need = needOf(item.node);
    if (!need.gpu) return admits(options.machine, needsOf(running), need) ? { end: [] } : undefined;
    return roomOnCard(
      {
        vramGb: options.machine.vramGb ?? 0,
        builds: [...running.values()].flatMap((build) =>
          build.need.gpu ? [{ ...build, vramGb: build.need.vramGb }] : [],
        ),
        idle: vram.idle(),
      },
      { system: residentOf(item.node), vramGb: need.vramGb },
      later.map(({ node }) => residentOf(node)),
    );
  };

  let closed = false;
  const makeWay = (next: Pick<Snapshot, 'graph' | 'facts' | 'lock'>): void => {
    closed = true;
    const built = [...outcomes].flatMap(([name, outcome]) =>
      'line' in outcome ? [[name, outcome.line] as const] : [],
    );
    const asked = makePlan(next.graph, next.facts, new Map([...next.lock, ...built]), catalog);
    const keys = new Map(staleOf(asked).map(({ name, key }) => [name, key]));
    for (const [name, { key, stop }] of running)
      if (keys.get(name) !== key) stop.abort(new Error('it is no longer asked for'));
    woken.resolve();
  };
  // What is newer and cannot be read stops nothing.
  options.newer?.then(makeWay).catch(() => undefined);

  const first = staleOf(makePlan(graph, facts, lock, catalog)).filter(
    ({ name }) => wanted?.has(name) ?? true,
  );
  const rank = rankOf(options, first);

  for (;;) {
    const stale = staleOf(makePlan(graph, facts, lock, catalog))
      .filter(({ name }) => (wanted?.has(name) ?? true) && !outcomes.has(name) && !running.has(name))
      .toSorted((a, b) => rank(a.name) - rank(b.name));
    for (const { name, node } of stale) {
      const lost = parentsOf(node).find((parent) => isLost(outcomes.get(parent)));
      if (lost !== undefined) end(name, { kind: 'skipped', without: rootOf(lost, outcomes) });
    }
    /** The first that is ready has the card; none after it gets ready before it. */
    let cardTaken = false;
    for (const item of twinsLast(stale, () => running.values())) {
      if (outcomes.has(item.name) || !isReady(item)) continue;
      const impossible = faultOf(() => requireMachine(options.machine, item.node));
      if (signal.aborted || closed) end(item.name, { kind: 'cancelled' });
      else if (impossible !== undefined)
        end(item.name, { kind: 'failed', error: impossible, log: undefined });
      else if (!needOf(item.node).gpu || !cardTaken) {
        const room = roomFor(item, stale.slice(stale.indexOf(item) + 1));
        cardTaken ||= needOf(item.node).gpu;
        if (room !== undefined) start(item, room);
      }
    }
    woken = Promise.withResolvers();
    if (running.size > 0)
      await Promise.race([woken.promise, ...[...running.values()].map(({ ended }) => ended)]);
    else if (stale.every(({ name }) => !outcomes.has(name))) break;
  }
  const left = staleOf(makePlan(graph, facts, lock, catalog)).filter(({ name }) => wanted?.has(name) ?? true);
  return { lock, outcomes, complete: left.length === 0 };
}

interface Running extends Work {
  readonly need: Need;
  readonly system: string;
  readonly stand: CardStand | undefined;
  readonly key: ContentKey;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

/** The place of each artifact in the order to start in; what is not in it comes last, as the plan has it. */
function rankOf(
  { snapshot, catalog, machine, measured, onPlan }: BuildOptions,
  stale: readonly StaleItem[],
): (name: ArtifactName) => number {
  const plan = planStart({
    graph: snapshot.graph,
    stale: stale.map(({ name }) => name),
    measured: measured ?? new Map(),
    catalog,
    machine: { gpus: machine.vramGb === undefined ? [] : [machine.vramGb], cpuSlots: machine.slots },
  });
  if (stale.length > 0) onPlan?.(plan);
  const places = new Map(plan.order.map((name, at) => [name, at]));
  return (name) => places.get(name) ?? plan.order.length;
}

function* needsOf(running: ReadonlyMap<ArtifactName, { readonly need: Need }>): Generator<Need> {
  for (const { need } of running.values()) yield need;
}

function faultOf(attempt: () => void): UserError | undefined {
  try {
    attempt();
    return undefined;
  } catch (cause) {
    if (cause instanceof UserError) return cause;
    throw cause;
  }
}

function withParents(graph: Graph, names: readonly ArtifactName[]): Set<ArtifactName> {
  const wanted = new Set<ArtifactName>();
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const node = graph.get(name);
    if (node === undefined) {
      throw new UserError('no-such-artifact', `there is no artifact ${name}`, {
        hint: `There are: ${[...graph.keys()].join(', ')}.`,
      });
    }
    if (wanted.has(name)) continue;
    wanted.add(name);
    open.push(...parentsOf(node));
  }
  return wanted;
}
