import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { formatLock, LOCK_PATH } from '#core/lock.ts';
import type { LockLine } from '#core/lock.ts';
import { oidOf } from '#core/oid.ts';
import { folderStore } from '#engine/store/folder.ts';
import { writeWhole } from '#media/picture-file.ts';
import { ball } from '#media/compare/sample-models.ts';
import { writeSplat } from '#media/splat/ply.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { lfsRepo } from '#test/lfs-repo.ts';
import { fullLock } from '#test/small-world/full-lock.ts';
import { catalog } from '#engine/pipelines/catalog.ts';
import { lfsReader } from '#engine/repository/lfs-objects.ts';
import { readWorkTree } from '#engine/repository/snapshot.ts';

const checkout = resolve(import.meta.dirname, '../..');
const Told = z.object({
  equal: z.boolean(),
  untouched: z.number(),
  report: z.string().nullable(),
  files: z.array(z.object({ name: z.string(), verdict: z.object({ kind: z.string() }) })),
  missing: z.array(z.object({ name: z.string(), why: z.string() })),
});

/** A line of a lock with one picture of these bytes in place of its outputs. */
function withPicture(line: LockLine, bytes: Uint8Array): LockLine {
  const [output] = line.outputs;
  if (output === undefined) throw new Error(`${line.name} has no outputs`);
  return { ...line, outputs: [{ ...output, medium: 'picture', digest: oidOf(bytes), size: bytes.length }] };
}

test('what the locks of two commits hold is compared; bytes that are nowhere are named', async () => {
  await using repo = await lfsRepo();
  const bytesOf = await lfsReader(checkout, { maxBytes: 2 ** 24 });
  const { graph, facts } = await readWorkTree(checkout, { catalog, bytesOf, trust: 'cards' });
  const lines = [...fullLock(graph, facts, catalog).values()].slice(0, 3);
  const [first, second, third] = lines;
  if (first === undefined || second === undefined || third === undefined) throw new Error('no lines');
  const variants = join(checkout, 'scripts/test/fixtures/variants');
  const [purple, blue] = [
    await readFile(join(variants, 'same_seed7.png')),
    await readFile(join(variants, 'hair_hue_m60.png')),
  ];
  const gone = Buffer.from('bytes that nobody keeps');
  await repo.commit('before', {
    [LOCK_PATH]: formatLock([
      withPicture(first, purple),
      withPicture(second, purple),
      withPicture(third, purple),
    ]),
  });
  await repo.commit('after', {
    [LOCK_PATH]: formatLock([
      withPicture(first, blue),
      withPicture(second, gone),
      withPicture(third, purple),
    ]),
  });
  const store = join(repo.root, '..', 'store');
  for (const [name, bytes] of Object.entries({ purple, blue })) {
    await writeWhole(join(repo.root, '..', name), bytes);
    await folderStore(store).put(join(repo.root, '..', name));
  }
  const report = join(repo.root, '..', 'report');
  const { stdout, exitCode } = await execa(
    process.execPath,
    [join(checkout, 'scripts/alpha.ts'), 'compare', 'HEAD~1', 'HEAD', '--json', '--report', report],
    { cwd: repo.root, env: { ALPHA_STORE: store }, reject: false },
  );
  const told = Told.parse(JSON.parse(stdout));
  expect(exitCode).toBe(1);
  expect(told).toMatchObject({
    equal: false,
    untouched: 1,
    missing: [{ name: `${second.name}/${second.outputs[0]?.role}` }],
  });
  expect(told.files).toMatchObject([
    { name: `${first.name}/${first.outputs[0]?.role}`, verdict: { kind: 'changed' } },
  ]);
  expect((await stat(told.report ?? '')).size).toBeGreaterThan(10_000);
});

test('a word that is neither a path nor a commit says so', async () => {
  await using repo = await lfsRepo();
  await repo.commit('one', { 'a.txt': 'a' });
  const { stderr, exitCode } = await execa(
    process.execPath,
    [join(checkout, 'scripts/alpha.ts'), 'compare', 'HEAD', 'nothing-of-this-name'],
    { cwd: repo.root, reject: false },
  );
  expect(exitCode).not.toBe(0);
  expect(stderr).toContain('there is no commit "nothing-of-this-name" here');
});

test('a renderer that nobody knows is told, not taken for a fault of the files', async () => {
  await using folder = await temporaryFolder();
  const [before, after] = [join(folder.path, 'before.ply'), join(folder.path, 'after.ply')];
  await writeWhole(before, writeSplat(ball()));
  await writeWhole(after, writeSplat(ball(1000)));
  const { stderr, exitCode } = await execa(
    process.execPath,
    [join(checkout, 'scripts/alpha.ts'), 'compare', before, after],
    { env: { ALPHA_RENDERER: 'gpu' }, reject: false },
  );
  expect(exitCode).toBe(2);
  expect(stderr).toContain('renderer-unknown: ALPHA_RENDERER is "gpu"');
});
