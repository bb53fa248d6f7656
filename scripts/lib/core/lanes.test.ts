import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parentsOf } from './graph.ts';
import type { Input, Node } from './graph.ts';
import { splitIntoLanes } from './lanes.ts';
import { ArtifactName } from './names.ts';
import type { StaleItem } from './plan.ts';

const stale = (name: string, parents: readonly string[], minutes?: number): StaleItem => {
  const node: Node = {
    name: ArtifactName.parse(name),
    system: 'any',
    backend: 'preview',
    pins: {},
    params: {},
    seed: 0,
    reads: new Map(
      parents.map((parent, slot): [string, Input] => [
        `slot${slot}`,
        { kind: 'artifact', artifact: ArtifactName.parse(parent) },
      ]),
    ),
    episode: undefined,
    ships: 'yes',
    gate: undefined,
    licence: undefined,
    gpu: minutes === undefined ? undefined : { vramGb: 1, minutes },
  };
  return {
    name: node.name,
    status: 'stale',
    node,
    line: undefined,
    causes: [{ kind: 'never-built' }],
    recipe: undefined,
    key: undefined,
  };
};

const whole = [
  stale('canon', []),
  stale('mesh', ['canon'], 4),
  stale('splat', ['canon'], 1),
  stale('stills', ['canon'], 2),
  stale('scene', ['mesh'], 10),
];

/** Each by its minutes on the card; a build without is as good as done. */
const minutesOf = (items: readonly StaleItem[]) => {
  const minutes = new Map(items.map(({ name, node }) => [name, node.gpu?.minutes ?? 0]));
  return (name: ArtifactName) => minutes.get(name) ?? 0;
};

test('one runner gets everything, in the order of the plan', () => {
  expect(splitIntoLanes(whole, 1, minutesOf(whole))).toEqual([
    { name: 'lane-1', artifacts: ['canon', 'mesh', 'splat', 'stills', 'scene'], seconds: 17 },
  ]);
});

test('two runners share the load, each makes canon for itself, and scene stays with its mesh', () => {
  expect(splitIntoLanes(whole, 2, minutesOf(whole))).toEqual([
    { name: 'lane-1', artifacts: ['canon', 'mesh', 'scene'], seconds: 14 },
    { name: 'lane-2', artifacts: ['canon', 'splat', 'stills'], seconds: 3 },
  ]);
});

test('nothing stale gives no lane, and a lone canon gives one', () => {
  expect(splitIntoLanes([], 3, minutesOf([]))).toEqual([]);
  expect(splitIntoLanes([stale('canon', [])], 3, () => 1).map(({ artifacts }) => artifacts)).toEqual([
    ['canon'],
  ]);
});

test('every stale artifact is in a lane, together with every stale one that it reads', () => {
  const graphs = fc.array(
    fc.record({
      parents: fc.array(fc.nat(20), { maxLength: 3 }),
      minutes: fc.option(fc.nat(30), { nil: undefined }),
    }),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(graphs, fc.integer({ min: 1, max: 5 }), (shape, runners) => {
      const items = shape.map(({ parents, minutes }, index) =>
        stale(
          `a${index}`,
          parents.filter((parent) => parent < index).map((parent) => `a${parent}`),
          minutes,
        ),
      );
      const lanes = splitIntoLanes(items, runners, minutesOf(items));
      const known = new Set(items.map(({ name }) => name));
      expect(lanes.length).toBeLessThanOrEqual(runners);
      expect(new Set(lanes.flatMap(({ artifacts }) => artifacts))).toEqual(known);
      for (const { artifacts } of lanes) {
        for (const { name, node } of items)
          if (artifacts.includes(name))
            for (const parent of parentsOf(node)) expect(artifacts).toContain(parent);
      }
    }),
  );
});
