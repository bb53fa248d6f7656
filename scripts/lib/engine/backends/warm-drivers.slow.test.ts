import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { ArtifactName } from '#core/names.ts';
import { cardWorld } from '#test/small-world/card-world.ts';
import type { CardWorld } from '#test/small-world/card-world.ts';
import { build, kinds } from '#test/small-world/workshop.ts';
import { failureOf } from '../build/outcome.ts';
import type { BuildReport } from '../build/build-stale.ts';

const whats = async (world: CardWorld) => (await world.events()).map(({ what }) => what);
const outcomeOf = (report: BuildReport, name: string) => report.outcomes.get(ArtifactName.parse(name));
const faultOf = (report: BuildReport, name: string) => {
  const outcome = outcomeOf(report, name);
  return outcome?.kind === 'failed' ? outcome.error : outcome?.kind;
};

test('builds of one model load it once', async () => {
  await using world = await cardWorld({
    one: { system: 'paint' },
    two: { system: 'paint' },
    three: { system: 'paint' },
  });
  const report = await build(world);
  expect(kinds(report)).toEqual({ one: 'built', two: 'built', three: 'built' });
  const events = await world.events();
  expect(events.filter(({ what }) => what === 'load paint')).toHaveLength(1);
  expect(new Set(events.map(({ pid }) => pid)).size).toBe(1);
  expect(events.at(-1)?.what, 'it ends with the run').toBe('gone paint');
});

test('the next model is loaded while the one before it computes, and computes when that has done', async () => {
  await using world = await cardWorld({
    // The first goes on for so long that the second would compute beside it, if it did not wait.
    one: { system: 'paint', until: 'load mould', how: 'sleep 0.5' },
    two: { system: 'mould', until: 'load paint', how: 'sleep 0.5' },
  });
  const report = await build(world);
  expect([...report.outcomes.values()].map(failureOf).filter(Boolean)).toEqual([]);
  const events = await whats(world);
  const [first, second] = events[0] === 'load paint' ? ['one', 'two'] : ['two', 'one'];
  const models = events.filter((what) => what.startsWith('load'));
  expect(events.slice(0, 6)).toEqual([
    models[0],
    `compute ${first}`,
    models[1],
    `done ${first}`,
    `compute ${second}`,
    `done ${second}`,
  ]);
});

test('one model computes at a time, whichever programs they are', async () => {
  await using world = await cardWorld({
    one: { system: 'paint', how: 'sleep 0.2' },
    two: { system: 'mould', how: 'sleep 0.2' },
    three: { system: 'press', how: 'sleep 0.2' },
    four: { system: 'paint', how: 'child' },
    five: { system: 'mould', how: 'sleep 0.2' },
    six: { system: 'press', how: 'sleep 0.2' },
  });
  const report = await build(world);
  expect(report.complete).toBe(true);
  const turns = (await whats(world)).filter((what) => /^(?:compute|done)/u.test(what));
  expect(turns).toHaveLength(12);
  for (let at = 0; at < turns.length; at += 2)
    expect(turns[at + 1]).toBe(turns[at]?.replace('compute', 'done'));
  const seconds = [...report.outcomes.values()].map((outcome) =>
    outcome.kind === 'built' ? (outcome.result.cost.gpuSeconds ?? 0) : 0,
  );
  expect(Math.min(...seconds), 'each is billed for what it computed').toBeGreaterThan(0);
});

test('I21: where two models do not fit side by side, one is gone before the other is loaded', async () => {
  await using world = await cardWorld(
    { one: { system: 'paint', how: 'sleep 0.5' }, two: { system: 'mould', how: 'sleep 0.5' } },
    { vramGb: { paint: 24, mould: 12 } },
  );
  expect((await build(world)).complete).toBe(true);
  const events = await whats(world);
  const [first, second] = events[0] === 'load paint' ? ['paint', 'mould'] : ['mould', 'paint'];
  expect(events.indexOf(`gone ${first}`)).toBeGreaterThan(0);
  expect(events.indexOf(`gone ${first}`)).toBeLessThan(events.indexOf(`load ${second}`));
});

test('a driver that keeps no model ends after its job, and the next build has one of its own', async () => {
  await using world = await cardWorld(
    { one: { system: 'paint' }, two: { system: 'paint' } },
    { env: { KEEPS_NOT: '1' } },
  );
  expect((await build(world)).complete).toBe(true);
  expect((await whats(world)).map((what) => what.split(' ')[0])).toEqual([
    'load',
    'compute',
    'done',
    'gone',
    'load',
    'compute',
    'done',
    'gone',
  ]);
});

test.each([
  ['die', 'system-memory', /the kernel killed it/u],
  ['raise', 'upstream-failed', /ended with exit 1:\n(?:.*\n)+RuntimeError: something broke/u],
  ['unfit', 'upstream-failed', /ended with exit 2:\njob: this job is unfit/u],
  ['quit', 'output-missing', /wrote no (?:text\.txt|result\.json)/u],
  ['nothing', 'output-missing', /wrote no text\.txt/u],
])(
  'a driver whose job ends by “%s” fails as a process of its own would, and the next job has a new one',
  async (how, code, told) => {
    const artifacts = {
      one: { system: 'paint' },
      odd: { system: 'paint', how },
      two: { system: 'paint' },
    } as const;
    await using world = await cardWorld(artifacts);
    const report = await build(world);
    expect(kinds(report)).toEqual({ one: 'built', odd: 'failed', two: 'built' });
    expect(faultOf(report, 'odd')).toMatchObject({ code, message: expect.stringMatching(told) });
    const alone = await build(world, {
      only: [ArtifactName.parse('odd')],
      machine: { slots: 1, vramGb: 32 },
    });
    expect(faultOf(alone, 'odd')).toMatchObject({ code });

    await using single = await cardWorld({ odd: { system: 'press', how } });
    expect(faultOf(await build(single), 'odd'), 'started for this job alone').toMatchObject({
      code,
      message: expect.stringMatching(told),
    });
  },
);

test('out of memory is tried once more, in a process that has all the memory that the first one held', async () => {
  await using world = await cardWorld({ one: { system: 'paint', how: 'memory' }, two: { system: 'paint' } });
  expect((await build(world)).complete).toBe(true);
  const events = await world.events();
  const tries = events.filter(({ what }) => what === 'compute one');
  expect(tries).toHaveLength(2);
  const gone = events.findIndex(({ what, pid }) => what === 'gone paint' && pid === tries[0]?.pid);
  const again = events.findIndex(({ what, pid }) => what === 'load paint' && pid === tries[1]?.pid);
  expect(gone).toBeLessThan(again);
  expect(gone).toBeGreaterThanOrEqual(0);
});

test('what a program prints is never taken for its driver’s answer, and it reads none of the jobs', async () => {
  await using world = await cardWorld({
    one: { system: 'paint', how: 'forge' },
    two: { system: 'paint', how: 'read' },
    three: { system: 'paint' },
  });
  const logs: string[] = [];
  const report = await build(world, { onEvent: (event) => event.kind === 'log' && logs.push(event.line) });
  expect(report.complete).toBe(true);
  expect((await whats(world)).filter((what) => what.startsWith('load'))).toHaveLength(1);
  expect(logs).toContain('{"id": "mine", "exit": 0, "serves": true}');
  expect(logs).toContain("read ''");
  expect(logs.filter((line) => line.includes('"exit": 0, "serves": true') && !line.includes('mine'))).toEqual(
    [],
  );
});

test('whoever waits for the card does not use up its own time', async () => {
  await using world = await cardWorld(
    { one: { system: 'paint', how: 'sleep 4' }, two: { system: 'mould', how: 'sleep 4' } },
    { minutes: 6 / 60 },
  );
  const report = await build(world, { timeoutSeconds: () => 7 });
  expect([...report.outcomes.values()].map(failureOf).filter(Boolean)).toEqual([]);
  const seconds = [...report.outcomes.values()].map((outcome) =>
    outcome.kind === 'built' ? outcome.result.cost.seconds : Infinity,
  );
  expect(Math.max(...seconds), 'nor is it billed').toBeLessThan(7.5);
});

test('a driver that hangs is stopped at its time limit, and a cancelled one at once', async () => {
  await using world = await cardWorld({ one: { system: 'paint', how: 'sleep 60' } }, { minutes: 1 / 60 });
  expect(faultOf(await build(world), 'one')).toMatchObject({ code: 'upstream-timeout' });

  await using other = await cardWorld({ one: { system: 'paint', how: 'sleep 60' } });
  const abort = new AbortController();
  const building = build(other, { signal: abort.signal });
  await until(other, 'compute one');
  abort.abort();
  expect(kinds(await building)).toEqual({ one: 'cancelled' });
  await allGone([...(await world.events()), ...(await other.events())].map(({ pid }) => pid));
});

test('when the builder is killed, no driver is left, whether it computes or waits', async () => {
  await using world = await cardWorld({
    one: { system: 'paint', until: 'load mould', how: 'sleep 60' },
    two: { system: 'mould', until: 'load paint', how: 'sleep 60' },
  });
  const { folder: work, program, pipelines } = world.options;
  const store = join(world.repo.root, '..', 'workshop');
  const job = { root: world.repo.root, store, work, program, pipelines, vramGb: 32 };
  const builder = execa(
    process.execPath,
    [fileURLToPath(new URL('../../../test/builder.ts', import.meta.url)), JSON.stringify(job)],
    { reject: false },
  );
  await until(world, 'load paint');
  await until(world, 'load mould');
  const pids = [...new Set((await world.events()).map(({ pid }) => pid))];
  expect(pids).toHaveLength(2);
  builder.kill('SIGKILL');
  await builder;
  await allGone(pids);
});

async function allGone(pids: readonly number[]): Promise<void> {
  for (let tries = 0; tries < 100 && pids.some(isAlive); tries += 1) await wait(50);
  expect(pids.filter(isAlive)).toEqual([]);
}

async function until(world: CardWorld, what: string): Promise<void> {
  for (let tries = 0; tries < 1000; tries += 1) {
    if ((await whats(world)).includes(what)) return;
    await wait(20);
  }
  throw new Error(`${what} never happened`);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
