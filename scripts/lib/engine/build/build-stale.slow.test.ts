import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { z } from 'zod';
import { expect, test } from 'vitest';
import { ArtifactName } from '#core/names.ts';
import { pixelDigest } from '#media/canon/reference.ts';
import { odd, oddities } from '#test/small-world/oddities.ts';
import { MANIFEST, NAVY, RED, reference, WORLD } from '#test/small-world/small-world.ts';
import type { Snapshot } from '../repository/snapshot.ts';
import { build, kinds, smallWorld } from '#test/small-world/workshop.ts';
import { ifThere } from '../store/durable-file.ts';
import { failureOf } from './outcome.ts';
import { withBackend } from './with-backend.ts';
import type { BuildEvent } from './outcome.ts';

test('a backend reads what it was given, and of the repository nothing else', async () => {
  await using world = await smallWorld({ ...WORLD, 'assets/alpha.yml': odd('how: behave') });
  const stolen = join(world.repo.root, 'assets/alpha-ref.png');
  for (const way of [`read ${stolen}`, `write ${stolen}`]) {
    await world.repo.write({ 'assets/alpha.yml': odd(`how: ${way}`) });
    const report = await build(world);
    const outcome = report.outcomes.get(ArtifactName.parse('odd'));
    expect(outcome && failureOf(outcome)).toMatch(/ERR_ACCESS_DENIED|restricted/u);
  }
});

test('what is enforced is what the result says: no host is reached where it says loopback', async () => {
  const server = createServer((_, response) => response.end('reached'));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  try {
    const address = server.address();
    const port = address === null || typeof address === 'string' ? 0 : address.port;
    await using world = await smallWorld({
      ...WORLD,
      'assets/alpha.yml': odd(`how: connect http://127.0.0.1:${port}/`),
    });
    const report = await build(world, { only: [ArtifactName.parse('odd')] });
    const canon = report.outcomes.get(ArtifactName.parse('canon'));
    const network = canon?.kind === 'built' ? canon.result.confinement.network : 'not built';
    expect(kinds(report)).toEqual({ canon: 'built', odd: network === 'loopback' ? 'failed' : 'built' });
  } finally {
    server.close();
  }
});

test('a build sees no secret of its parent, and all that it says is kept', async () => {
  process.env['ALPHA_TEST_TOKEN'] = 'secret';
  await using world = await smallWorld({ ...WORLD, 'assets/alpha.yml': odd('how: environment') });
  const seen = await build(world);
  delete process.env['ALPHA_TEST_TOKEN'];
  const environment = seen.lock.get(ArtifactName.parse('odd'))?.outputs[0];
  if (environment === undefined) throw new Error('odd was not built');
  const file = join(world.options.folder, 'x');
  await world.options.store.get(environment, file);
  expect((await readFile(file, 'utf8')).split('\n')).not.toContain('ALPHA_TEST_TOKEN');

  await world.repo.write({ 'assets/alpha.yml': odd('how: chatter') });
  const events: BuildEvent[] = [];
  const report = await build(world, { onEvent: (event) => events.push(event) });
  const outcome = report.outcomes.get(ArtifactName.parse('odd'));
  if (outcome?.kind !== 'built') throw new Error('odd was not built');
  await world.options.store.get({ digest: outcome.result.log }, file);
  expect((await readFile(file, 'utf8')).split('\n').toSorted()).toEqual([
    '',
    'in the log',
    'on standard error',
    'on standard output',
  ]);
  expect(events).toContainEqual({ kind: 'log', name: 'odd', line: 'in the log' });
});

test('what a backend started does not outlive it', async () => {
  await using world = await smallWorld();
  const trace = join(world.repo.root, 'trace');
  await world.repo.write({ 'assets/alpha.yml': odd(`how: orphan ${trace}`) });
  expect(kinds(await build(world))).toMatchObject({ odd: 'built' });
  const size = async () => ((await ifThere(readFile(trace))) ?? '').length;
  const before = await size();
  await wait(100);
  expect(await size()).toBe(before);
});

test('a process makes one preview after another, and none after one that failed', async () => {
  const ways = ['process', 'process again', 'throw', 'process at last'];
  await using world = await smallWorld({ ...WORLD, 'assets/alpha.yml': oddities(ways) });
  const report = await build(world, { machine: { slots: 1 } });
  const processOf = async (name: string) => {
    const output = report.lock.get(ArtifactName.parse(name))?.outputs[0];
    if (output === undefined) throw new Error(`${name} was not built`);
    const file = join(world.options.folder, 'x');
    await world.options.store.get(output, file);
    return readFile(file, 'utf8');
  };
  expect(await processOf('odd-1')).toBe(await processOf('odd-0'));
  expect(await processOf('odd-3')).not.toBe(await processOf('odd-0'));
});

test('a build that hangs is ended at its time, and a cancelled one at once', async () => {
  await using world = await smallWorld({ ...WORLD, 'assets/alpha.yml': odd('how: hang') });
  const report = await build(world, { timeoutSeconds: ({ name }) => (name === 'odd' ? 0.5 : 60) });
  const outcome = report.outcomes.get(ArtifactName.parse('odd'));
  expect(outcome && failureOf(outcome)).toMatch(/took longer than 0\.5 s/u);

  const abort = new AbortController();
  const start = performance.now();
  const cancelled = await build(world, {
    signal: abort.signal,
    onEvent: ({ kind, name }) => kind === 'started' && name === 'odd' && setTimeout(() => abort.abort(), 200),
  });
  expect(kinds(cancelled)).toMatchObject({ odd: 'cancelled', after: 'skipped' });
  expect(performance.now() - start).toBeLessThan(8000);
});

test('what this machine cannot build is said before it is tried', async () => {
  await using world = await smallWorld();
  const large = MANIFEST.replace(
    'weave: { backend: preview }',
    'weave: { backend: upstream, gpu: { vramGb: 29, minutes: 4 } }',
  );
  await world.repo.write({ 'assets/alpha.yml': large });
  const only = [ArtifactName.parse('mesh')];
  for (const [machine, message] of [
    [{ slots: 1 }, /no GPU/u],
    [{ slots: 1, vramGb: 24 }, /needs 29 GB of VRAM; the GPU has 24 GB/u],
  ] as const) {
    const report = await build(world, { only, machine });
    const outcome = report.outcomes.get(ArtifactName.parse('mesh'));
    expect(outcome && failureOf(outcome)).toMatch(message);
  }
  const report = await build(world, { only, machine: { slots: 1, vramGb: 32 } });
  expect(report.outcomes.get(ArtifactName.parse('mesh'))).toMatchObject({
    kind: 'built',
    result: { cost: { gpuSeconds: expect.any(Number) } },
  });
  const forked = withBackend(await world.snapshot(), 'preview', world.options);
  expect([...forked.graph.values()].every(({ backend }) => backend === 'preview')).toBe(true);
  await expect(build(world, { only: [ArtifactName.parse('nothing')] })).rejects.toMatchObject({
    code: 'no-such-artifact',
  });
});

test('a card that lied is found when the picture is read', async () => {
  await using world = await smallWorld({
    ...WORLD,
    ...reference(NAVY),
    'assets/alpha-ref.yml': String(reference(RED)['assets/alpha-ref.yml']),
  });
  const card = String(reference(NAVY)['assets/alpha-ref.yml']).replace(pixelDigest(NAVY), pixelDigest(RED));
  await world.repo.write({ 'assets/alpha-ref.yml': card });
  const report = await build(world, { only: [ArtifactName.parse('canon')] });
  const outcome = report.outcomes.get(ArtifactName.parse('canon'));
  expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'card-false' } });
});

test('I12: a builder that is killed loses what was running and nothing else, and leaves no process behind', async () => {
  await using world = await smallWorld({ ...WORLD, 'assets/alpha.yml': odd('how: trace') });
  const trace = join(world.repo.root, '..', 'trace');
  await world.repo.write({ 'assets/alpha.yml': odd(`how: orphan-and-hang ${trace}`) });
  const { folder: work, program, pipelines } = world.options;
  const job = {
    root: world.repo.root,
    store: join(world.repo.root, '..', 'workshop'),
    work,
    program,
    pipelines,
  };
  const builder = execa(
    process.execPath,
    [fileURLToPath(new URL('../../../test/builder.ts', import.meta.url)), JSON.stringify(job)],
    {
      reject: false,
    },
  );
  const built = new Set<string>();
  const lines = builder.iterable(); // by hand: leaving a loop over it would wait for the end of the process
  while (!built.has('built canon') || !built.has('built sibling')) {
    const { value } = await lines.next();
    built.add(z.string().parse(value));
  }
  while ((await ifThere(readFile(trace))) === undefined) await wait(20);
  builder.kill('SIGKILL');
  await builder;
  const grows = async (): Promise<boolean> => {
    const before = await readFile(trace, 'utf8');
    await wait(300);
    return (await readFile(trace, 'utf8')) !== before;
  };
  for (let patience = 0; patience < 30 && (await grows()); patience += 1);
  expect(await grows()).toBe(false);

  await world.repo.write({ 'assets/alpha.yml': odd('how: behave') });
  expect(kinds(await build(world))).toEqual({
    canon: 'reused',
    sibling: 'reused',
    odd: 'built',
    after: 'built',
  });
  expect(await readdir(join(work, 'jobs'))).toEqual([]); // nor what the killed one had laid out
}, 30_000);

test('what a corrupted store has of an input is found, and nothing is built from it', async () => {
  await using world = await smallWorld();
  const only = ['canon', 'mesh', 'splat'].map((name) => ArtifactName.parse(name));
  const first = await build(world, { only });
  const canon = first.lock.get(ArtifactName.parse('canon'))?.outputs[0]?.digest ?? '';
  const place = join(world.repo.root, '..', 'workshop', 'sha256', canon.slice(0, 2), canon);
  await chmod(place, 0o644);
  await writeFile(place, 'rotten');
  const snapshot = await world.snapshot();
  const lock = new Map(first.lock);
  lock.delete(ArtifactName.parse('mesh'));
  const seeds = await Array.fromAsync(world.options.results.list());
  for (const key of seeds)
    if (key === first.lock.get(ArtifactName.parse('mesh'))?.key) await world.options.results.delete(key);
  const again = await build(world, { only, snapshot: { ...snapshot, lock } });
  expect(again.outcomes.get(ArtifactName.parse('mesh'))).toMatchObject({
    kind: 'failed',
    error: { code: 'store-corrupt' },
  });
  expect(again.lock.has(ArtifactName.parse('mesh'))).toBe(false);
});

test('I23: when something newer is asked for, what it asks for too is finished, the rest is stopped, and nothing else is started', async () => {
  await using world = await smallWorld();
  const trace = join(world.repo.root, '..', 'trace');
  // Two that hang until a file is there, and one that reads one of them.
  const manifest = (other: string) =>
    odd(`how: until ${trace}`).replace(
      '  sibling: ',
      `  other: { system: misbehave, reads: { from: canon }, params: { how: '${other}' }, seed: 1, ships: no }\n  sibling: `,
    );
  await world.repo.write({ 'assets/alpha.yml': manifest(`until ${trace}`) });
  const before = await world.snapshot();
  await world.repo.write({ 'assets/alpha.yml': manifest('behave') });
  const newer = Promise.withResolvers<Snapshot>();
  const started = new Set<string>();
  const report = await build(world, {
    snapshot: before,
    newer: newer.promise,
    machine: { slots: 4 },
    onEvent: async ({ kind, name }) => {
      if (kind === 'started') started.add(name);
      if (kind === 'started' && started.has('odd') && started.has('other'))
        newer.resolve(await world.snapshot());
      if (kind === 'ended' && name === 'other') await writeFile(trace, 'go on');
    },
  });
  expect(kinds(report)).toMatchObject({
    canon: 'built',
    odd: 'built',
    other: 'cancelled',
    after: 'cancelled',
  });
  expect(report.complete).toBe(false);
  expect(kinds(await build(world))).toMatchObject({
    canon: 'reused',
    odd: 'reused',
    other: 'built',
    after: 'built',
  });
});
