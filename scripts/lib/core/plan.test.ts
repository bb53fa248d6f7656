import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { randomOf, randomWorld } from '#test/random-world.ts';
import type { RandomWorld } from '#test/random-world.ts';
import { parentsOf } from './graph.ts';
import { byCodeUnit } from './json.ts';
import { contentKey } from './key.ts';
import type { LockLine, Output } from './lock.ts';
import type { ArtifactName } from './names.ts';
import { oidOf } from './oid.ts';
import { explain, makePlan, staleOf, whyRebuilt } from './plan.ts';

/** What must be stale, by brute force: S. Warshall, "A theorem on Boolean matrices", 1962, over who reads whom. */
function closure({ graph, touched }: RandomWorld): string {
  const nodes = [...graph.values()];
  // Bit j of row i: j reads i, at some distance.
  const reaches = nodes.map(({ name }) =>
    nodes.reduce((row, { reads }, j) => {
      for (const input of reads.values())
        if (input.kind === 'artifact' && input.artifact === name) return row | (1 << j);
      return row;
    }, 0),
  );
  for (const k of reaches.keys())
    for (const [i, row] of reaches.entries())
      if (((row >> k) & 1) === 1) reaches[i] = row | (reaches[k] ?? 0);
  let stale = 0;
  for (const [i, { name }] of nodes.entries()) if (touched.has(name)) stale |= (1 << i) | (reaches[i] ?? 0);
  return namesOf(nodes.filter((_, j) => ((stale >> j) & 1) === 1));
}

const namesOf = (items: readonly { readonly name: ArtifactName }[]): string =>
  items
    .map(({ name }) => name)
    .toSorted(byCodeUnit)
    .join(' ');

test('I4: on 100 000 random graphs, what is stale is what was touched and all that reads it: no more, no less', () => {
  const random = randomOf(4);
  let stale = 0;
  for (let round = 0; round < 100_000; round += 1) {
    const world = randomWorld(random);
    const plan = makePlan(world.graph, world.facts, world.lock, world.catalog);
    const found = namesOf(staleOf(plan));
    const expected = closure(world);
    if (found !== expected) expect({ round, found }).toEqual({ round, found: expected });
    if (plan.removed.join() !== [...world.removed].toSorted(byCodeUnit).join())
      expect({ round, removed: plan.removed }).toEqual({ round, removed: world.removed });
    stale += found === '' ? 0 : 1;
  }
  expect(stale).toBeGreaterThan(50_000);
});

test('a key is known just when everything that is read is fresh, and each stale artifact has a cause', () => {
  const random = randomOf(5);
  for (let round = 0; round < 1000; round += 1) {
    const world = randomWorld(random);
    const plan = makePlan(world.graph, world.facts, world.lock, world.catalog);
    const stale = new Map(staleOf(plan).map((item) => [item.name, item]));
    for (const { name, key, recipe, causes, node } of stale.values()) {
      const waits = parentsOf(node).some((parent) => stale.has(parent));
      expect([key === undefined, recipe === undefined]).toEqual([waits, waits]);
      expect(causes.length).toBeGreaterThan(0);
      expect(explain(plan, name)).toMatch(new RegExp(`^${name} is stale: .`, 'u'));
      expect(explain(plan, name)).not.toMatch(/undefined|report this/u);
    }
  }
});

test('I6: when builds give equal bytes, nothing that only reads those is built', () => {
  const random = randomOf(6);
  for (let round = 0; round < 1000; round += 1) {
    const world = randomWorld(random);
    const { graph, facts, catalog } = world;
    const lock = new Map<ArtifactName, LockLine>(world.lock);
    const before = new Map(lock);
    const built = new Set<ArtifactName>();
    const affected = new Set(staleOf(makePlan(graph, facts, lock, catalog)).map(({ name }) => name));
    for (;;) {
      const next = staleOf(makePlan(graph, facts, lock, catalog)).find(({ key }) => key !== undefined);
      if (next?.recipe === undefined || next.key === undefined) break;
      expect(built.has(next.name)).toBe(false);
      const equal = random() < 0.5 && next.line !== undefined;
      const digest = equal ? (next.line?.outputs[0]?.digest ?? oidOf('')) : oidOf(`${round} ${next.name}`);
      const outputs: Output[] = [];
      for (const output of next.line?.outputs ?? world.outputs(next.node.system))
        outputs.push({ ...output, digest });
      lock.set(next.name, {
        name: next.name,
        key: next.key,
        recipe: next.recipe,
        outputs,
        preview: null,
        reference: null,
      });
      built.add(next.name);
    }
    expect(staleOf(makePlan(graph, facts, lock, catalog))).toEqual([]);
    for (const name of built) {
      expect(affected.has(name)).toBe(true);
      const [node, line] = [graph.get(name), lock.get(name)];
      if (node === undefined || line === undefined) throw new Error(`${name} is gone`);
      expect(contentKey(line.recipe)).toBe(line.key);
      expect(whyRebuilt(node, before.get(name), facts, lock, catalog).length).toBeGreaterThan(0);
      expect(before.get(name)?.key).not.toBe(line.key);
    }
  }
});

test('I25: equal trees give equal plans and sentences in every time zone and locale, however they were read', async () => {
  const teller = fileURLToPath(new URL('../../test/plan-teller.ts', import.meta.url));
  const told = async (shuffle: string, env: Record<string, string>) =>
    (await execa(process.execPath, [teller, shuffle], { env })).stdout;
  const [first, ...others] = await Promise.all([
    told('0', { TZ: 'UTC', LC_ALL: 'C' }),
    told('1', { TZ: 'Asia/Tokyo', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' }),
    told('2', { TZ: 'America/St_Johns', LC_ALL: 'lt_LT.UTF-8', LANG: 'lt_LT.UTF-8' }),
    told('3', { TZ: 'Europe/Tallinn', LC_ALL: 'et_EE.UTF-8', LANG: 'et_EE.UTF-8' }),
  ]);
  expect(first).toContain('is stale');
  for (const other of others) expect(other).toBe(first);
});
