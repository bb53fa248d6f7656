import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expandGraph } from '#core/graph.ts';
import type { Graph } from '#core/graph.ts';
import { contentKey } from '#core/key.ts';
import type { LedgerRecord } from '#core/ledger-record.ts';
import { MANIFEST_PATH, parseManifest } from '#core/manifest.ts';
import { ArtifactName, EpisodeSlug } from '#core/names.ts';
import type { BackendName } from '#core/names.ts';
import { CommitId, oidOf } from '#core/oid.ts';
import { RepoPath } from '#core/repo-path.ts';
import { extend } from '../ledger/chain.ts';
import { catalog } from '../pipelines/catalog.ts';
import { measuredOf } from './measured.ts';
import { planStart, secondsOf, startWords } from './start-plan.ts';
import { tasksOf } from './tasks-of.ts';
import type { Machine } from './work.ts';

const manifest = parseManifest(readFileSync(MANIFEST_PATH, 'utf8'), MANIFEST_PATH, catalog);
const slugs = (count: number) => Array.from({ length: count }, (_, at) => EpisodeSlug.parse(`e${at + 1}`));
const name = (text: string) => ArtifactName.parse(text);

/** The graph of this repository, each system that has this backend run by it. */
function graphOf(episodes: number, backend: BackendName): Graph {
  const systems = Object.fromEntries(
    Object.entries(manifest.systems).map(([system, choice]) => [
      system,
      { ...choice, backend: catalog.get(system)?.versions[backend] === undefined ? choice.backend : backend },
    ]),
  );
  return expandGraph({ ...manifest, systems }, slugs(episodes));
}

/** Everything, in the order in which a plan tells it. */
const planned = (graph: Graph) => [...graph.keys()];

const TWO_CORES: Machine = { gpus: [], cpuSlots: 2 };

test('on two cores the longest chains start first, and what nothing reads fills the gaps', () => {
  const graph = graphOf(1, 'preview');
  const { order, seconds, bound, inPlanOrder, onCard } = planStart({
    graph,
    stale: planned(graph),
    measured: new Map(),
    catalog,
    machine: TWO_CORES,
  });
  expect(order).toHaveLength(graph.size);
  expect(seconds).toBeLessThanOrEqual(inPlanOrder);
  expect(seconds).toBeLessThanOrEqual(bound * 1.03);
  expect(onCard).toBe(false);
  const place = (artifact: string) => order.indexOf(name(artifact));
  for (const last of ['splat', 'clip']) expect(place('mesh')).toBeLessThan(place(last));
});

test('whatever builds take and whatever is stale, the order is never expected to be longer than that of the plan', () => {
  const graph = graphOf(3, 'preview');
  const onGpu = graphOf(3, 'upstream');
  const all = planned(graph);
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.1, max: 500, noNaN: true }), {
        minLength: all.length,
        maxLength: all.length,
      }),
      fc.subarray(all),
      fc.integer({ min: 1, max: 4 }),
      fc.boolean(),
      (durations, stale, cpuSlots, cards) => {
        const measured = new Map(
          all.map((artifact, at) => [
            artifact,
            { seconds: durations[at] ?? 1, gpuSeconds: durations[at] ?? 1 },
          ]),
        );
        const machine = { gpus: cards ? [32] : [], cpuSlots };
        const question = { graph: cards ? onGpu : graph, stale, measured, catalog, machine };
        const plan = planStart(question);
        expect(plan.order.toSorted()).toEqual(stale.toSorted());
        const tasks = tasksOf(question.graph, new Set(stale), measured, catalog);
        expect(secondsOf(tasks, plan.order, machine)).toBe(plan.seconds);
        expect(plan.seconds).toBeLessThanOrEqual(secondsOf(tasks, stale, machine));
        expect(plan.seconds).toBeGreaterThanOrEqual(plan.bound - 1e-6);
      },
    ),
    { numRuns: 12 },
  );
});

test('what no card can hold is left out, with what stands on it', () => {
  const graph = graphOf(1, 'upstream');
  const small = planStart({
    graph,
    stale: planned(graph),
    measured: new Map(),
    catalog,
    machine: { gpus: [20], cpuSlots: 2 },
  });
  expect(small.order).not.toContain(name('mesh'));
  expect(small.order).not.toContain(name('scene'));
  expect(small.order).toContain(name('splat'));
  expect(small.onCard).toBe(true);
});

test('the expectation and the bound are told in one line', () => {
  const plan = { order: [], seconds: 100, bound: 80, inPlanOrder: 120, onCard: true };
  expect(startWords(plan, (seconds) => `${seconds} s`)).toBe(
    'About 100 s by this order; none is shorter than 80 s (1.25), that of the plan takes 120 s.',
  );
});

/** A build of an artifact that took so long. */
function built(
  artifact: string,
  system: string,
  backend: BackendName,
  seed: number,
  seconds: number,
): LedgerRecord {
  const recipe = { system, backend, version: '1', pins: {}, params: {}, seed, inputs: {} };
  const output = {
    role: 'x',
    file: RepoPath.parse('x'),
    medium: 'text' as const,
    digest: oidOf(`${artifact} ${seed}`),
    size: 1,
  };
  return {
    kind: 'build',
    artifact: name(artifact),
    key: contentKey(recipe),
    recipe,
    outputs: [output],
    preview: null,
    commit: CommitId.parse('0'.repeat(40)),
    runner: 'r',
    cost: backend === 'preview' || seconds === 0 ? { seconds } : { seconds, gpuSeconds: seconds - 1 },
  };
}

test('the ledger’s newest builds of an artifact say what it takes, else those of its system; another backend says nothing', () => {
  const voices = [900, 800, 10, 11, 12, 13, 14].map((seconds, at) =>
    built('voice/e1', 'fish-speech', 'upstream', at, seconds),
  );
  const ledger = extend(
    [],
    [
      ...voices,
      ...voices.slice(0, 1), // recorded again
      built('voice/e1', 'fish-speech', 'upstream', 99, 0), // taken from the store
      built('mesh', 'hunyuan3d-2.1', 'preview', 1, 7),
      built('splat', 'sharp', 'upstream', 1, 30),
    ],
    '2026-01-01T00:00:00Z',
  );
  const measured = measuredOf(graphOf(2, 'upstream'), ledger);
  expect(measured.get(name('voice/e1'))).toEqual({ seconds: 12, gpuSeconds: 11 });
  expect(measured.get(name('voice/e2'))).toEqual({ seconds: 12, gpuSeconds: 11 });
  expect(measured.get(name('splat'))).toEqual({ seconds: 30, gpuSeconds: 29 });
  expect(measured.has(name('mesh'))).toBe(false);
});
