import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contentKey } from '#core/key.ts';
import { formatLock, parseLock } from '#core/lock.ts';
import { ArtifactName } from '#core/names.ts';
import { oidOf } from '#core/oid.ts';
import { pixelDigest } from '#media/canon/reference.ts';
import { odd, oddities } from '#test/small-world/oddities.ts';
import { RED, WORLD } from '#test/small-world/small-world.ts';
import { build, kinds, smallWorld } from '#test/small-world/workshop.ts';
import type { StartPlan } from '../schedule/start-plan.ts';
import { buildRecords, failureOf } from './outcome.ts';

test('a whole graph is built, and then nothing is stale', async () => {
  await using world = await smallWorld({ ...WORLD, 'episodes/two/episode.yml': null });
  const report = await build(world, {
    preview: async (name, files, file) =>
      writeFile(file, `${name} shows ${files.map(({ digest }) => digest).join()}`),
  });
  expect([...report.outcomes.values()].map(failureOf).filter(Boolean)).toEqual([]);
  expect(report.complete).toBe(true);
  expect([...report.lock.keys()].toSorted()).toEqual(
    'ambient/one canon clip mesh scene splat video/one voice/one'.split(' '),
  );
  const { lock } = report;
  const line = (name: string) => lock.get(ArtifactName.parse(name));
  expect(line('scene')?.reference).toBe(pixelDigest(RED));
  expect(line('video/one')?.reference).toBe(pixelDigest(RED));
  expect(line('voice/one')?.reference).toBeNull();
  const mesh = line('mesh')?.outputs[0];
  if (mesh === undefined) throw new Error('mesh has no output');
  expect(line('mesh')?.preview).toBe(oidOf(`mesh shows ${mesh.digest}`));
  await world.options.store.get(mesh, join(world.options.folder, 'mesh.txt'));
  expect(await readFile(join(world.options.folder, 'mesh.txt'), 'utf8')).toBe(
    `WEAVE {"WORDS":""} 7\nFROM/PICTURE ${line('canon')?.outputs[0]?.digest.toUpperCase()}`,
  );
  expect(buildRecords(report, await world.repo.commit('x', {})).length).toBe(8);
  for (const { key, recipe } of parseLock(formatLock(lock.values())).values())
    expect(contentKey(recipe)).toBe(key);

  expect((await build(world)).outcomes.size).toBe(0);
  expect(await readdir(join(world.options.folder, 'jobs'))).toEqual([]);
});

test('I11: what cannot be built stops only what reads it, and then no lock is complete', async () => {
  const ways: [string, RegExp][] = [
    ['throw', /something broke/u],
    ['refuse', /^It is too blue$/u],
    ['nothing', /text\.txt is missing/u],
    ['exit', /ended without a result: exit 0/u],
    ['die', /SIGKILL/u],
    ['read assets/alpha-ref.png', /ERR_ACCESS_DENIED|ENOENT/u],
  ];
  await using world = await smallWorld({ ...WORLD, 'assets/alpha.yml': oddities(ways.map(([way]) => way)) });
  const report = await build(world);
  expect(report.complete).toBe(false);
  const said = (name: string) => {
    const outcome = report.outcomes.get(ArtifactName.parse(name));
    return outcome && failureOf(outcome);
  };
  for (const [index, [, message]] of ways.entries()) {
    expect(said(`odd-${index}`)).toMatch(message);
    expect(said(`after-${index}`)).toBe(`it reads odd-${index}, which could not be built`);
  }
  expect([...report.lock.keys()].toSorted()).toEqual(['canon', 'sibling']);
  expect(await Array.fromAsync(world.options.results.list())).toHaveLength(2);
});

test('equal bytes cut off what follows, and what was built once is not built again', async () => {
  await using world = await smallWorld({
    ...WORLD,
    'assets/alpha.yml': odd('how: behave the same, seed: 1'),
  });
  await build(world);
  await world.repo.write({ 'assets/alpha.yml': odd('how: behave the same, seed: 2') });
  expect(kinds(await build(world))).toEqual({ odd: 'built' });
  await world.repo.write({ 'assets/alpha.yml': odd('how: behave differently, seed: 2') });
  expect(kinds(await build(world))).toEqual({ odd: 'built', after: 'built' });
  await world.repo.write({ 'assets/alpha.yml': odd('how: behave the same, seed: 1') });
  expect(kinds(await build(world))).toEqual({ odd: 'reused', after: 'reused' });
});

const took = (name: string) => new Map([[ArtifactName.parse(name), { seconds: 1000 }]]);

test('what the longest way stands on starts first, by what was measured', async () => {
  await using world = await smallWorld();
  const startedFirst = async (measured: ReadonlyMap<ArtifactName, { seconds: number }>) => {
    const started: string[] = [];
    const plans: StartPlan[] = [];
    const stop = new AbortController();
    await build(world, {
      machine: { slots: 1 },
      measured,
      onPlan: (plan) => plans.push(plan),
      onEvent: (event) => {
        if (event.kind === 'started') started.push(event.name);
        stop.abort();
      },
      signal: stop.signal,
    });
    expect(plans).toHaveLength(1);
    expect(plans[0]?.seconds).toBeLessThanOrEqual(plans[0]?.inPlanOrder ?? 0);
    return started[0];
  };
  expect(await startedFirst(took('ambient/one'))).toBe('ambient/one');
  expect(await startedFirst(took('voice/two'))).toBe('voice/two');
  expect(await startedFirst(took('clip'))).toBe('canon');
});
