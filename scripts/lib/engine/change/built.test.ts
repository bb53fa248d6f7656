import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '#core/errors.ts';
import { contentKey, Recipe } from '#core/key.ts';
import { LockLine } from '#core/lock.ts';
import { CommitId, oidOf } from '#core/oid.ts';
import { builtFile, readBuilt, writeBuilt } from './built.ts';

const commit = CommitId.parse('a'.repeat(40));
const bytes = Buffer.from('a mesh');
const recipe = Recipe.parse({
  system: 'any',
  backend: 'preview',
  version: '1',
  pins: {},
  params: {},
  seed: 1,
  inputs: {},
});
const line = LockLine.parse({
  name: 'mesh',
  key: contentKey(recipe),
  recipe,
  outputs: [{ role: 'mesh', file: 'alpha.glb', medium: 'mesh', digest: oidOf(bytes), size: bytes.length }],
  preview: null,
  reference: null,
});

async function lane(content: Uint8Array | undefined = bytes) {
  const folder = await mkdtemp(join(tmpdir(), 'alpha-built-'));
  const inner = join(folder, 'built-lane-1');
  await writeBuilt(inner, {
    commit,
    runner: 'test',
    results: [{ kind: 'built', line, cost: { seconds: 2 } }],
  });
  await mkdir(join(inner, 'files'));
  if (content !== undefined) await writeFile(builtFile(inner, oidOf(bytes)), content);
  return { folder, inner, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

const fault = (promise: Promise<unknown>) =>
  promise.then(
    () => 'taken',
    (error: unknown) => (error instanceof UserError ? error.code : error),
  );

test('what a lane left is read back with the place of each digest', async () => {
  await using left = await lane();
  const { results, files } = await readBuilt(left.folder);
  expect(results.map(({ results: [first] }) => first)).toEqual([
    { kind: 'built', line, cost: { seconds: 2 } },
  ]);
  expect(files.get(oidOf(bytes))).toBe(builtFile(left.inner, oidOf(bytes)));
});

test('no folder at all is no result', async () => {
  expect(await readBuilt('/nonexistent/alpha')).toEqual({ results: [], files: new Map() });
});

test('other bytes under the name of a digest are refused', async () => {
  await using left = await lane(Buffer.from('b mesh'));
  expect(await fault(readBuilt(left.folder))).toBe('built-invalid');
});

test('missing bytes are refused', async () => {
  await using left = await lane();
  await rm(builtFile(left.inner, oidOf(bytes)));
  expect(await fault(readBuilt(left.folder))).toBe('built-invalid');
});

test('a symbolic link out of the folder is refused', async () => {
  await using left = await lane();
  await rm(builtFile(left.inner, oidOf(bytes)));
  await writeFile(join(left.folder, 'elsewhere'), bytes);
  await symlink(join(left.folder, 'elsewhere'), builtFile(left.inner, oidOf(bytes)));
  expect(await fault(readBuilt(left.folder))).toBe('built-invalid');
});

test('whatever the results file says, the answer is results or built-invalid', async () => {
  await using left = await lane();
  const texts = fc.oneof(
    fc.string(),
    fc.json(),
    fc.constant(
      JSON.stringify({
        schema: 'alpha-built/1',
        commit,
        runner: '',
        results: [{ kind: 'failed', name: '../x', reason: '' }],
      }),
    ),
  );
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      await writeFile(join(left.inner, 'results.json'), text);
      expect(await fault(readBuilt(left.folder))).toBe('built-invalid');
    }),
    { numRuns: 50 },
  );
});
