import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oidOf } from '#core/oid.ts';
import { lfsServer } from '#test/lfs-server.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { clearPartials, folderStore } from './folder.ts';
import { lfsStore } from './lfs.ts';
import type { Store } from './store.ts';

const placeIn = (folder: string, digest: string) => join(folder, 'sha256', digest.slice(0, 2), digest);

test.each(['folder', 'lfs'] as const)(
  'a %s store gives back what it was given, by its digest',
  async (kind) => {
    await using folder = await temporaryFolder();
    await using server = await lfsServer();
    const store: Store =
      kind === 'folder'
        ? folderStore(join(folder.path, 'store'))
        : lfsStore({ kind: 'http', url: server.url, authorization: undefined }, { maxBytes: 1_000_000 });
    const files = fc.array(fc.uint8Array({ maxLength: 5000 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(files, async (all) => {
        for (const bytes of all) {
          const [from, to] = [join(folder.path, 'from'), join(folder.path, 'to')];
          await writeFile(from, bytes);
          const put = await store.put(from);
          expect(put).toEqual({ digest: oidOf(bytes), size: bytes.length });
          expect(await store.has(put)).toBe(true);
          await store.get(kind === 'lfs' ? { digest: put.digest } : put, to);
          expect(new Uint8Array(await readFile(to))).toEqual(new Uint8Array(bytes));
          expect(new Uint8Array(await buffer(await store.read(put)))).toEqual(new Uint8Array(bytes));
        }
      }),
      { numRuns: 10 },
    );
    const digest = oidOf('nothing');
    const to = join(folder.path, 'nothing');
    expect(await store.has({ digest, size: 7 })).toBe(false);
    await expect(store.get({ digest, size: 7 }, to)).rejects.toMatchObject({ code: 'store-missing' });
    await expect(store.read({ digest, size: 7 })).rejects.toMatchObject({ code: 'store-missing' });
  },
);

test('a corrupted object is found by its digest, never served, and mended by the next put', async () => {
  await using folder = await temporaryFolder();
  const store = folderStore(join(folder.path, 'store'));
  const [from, to] = [join(folder.path, 'from'), join(folder.path, 'to')];
  await writeFile(from, 'the bytes');
  await writeFile(to, 'what stood here before');
  const put = await store.put(from);
  const place = placeIn(join(folder.path, 'store'), put.digest);
  expect((await stat(place)).mode & 0o777).toBe(0o444);
  await chmod(place, 0o644);
  await writeFile(place, 'The bytes');
  await expect(store.get(put, to)).rejects.toMatchObject({ code: 'store-corrupt' });
  await expect(store.read(put)).rejects.toMatchObject({ code: 'store-corrupt' });
  expect(await readFile(to, 'utf8')).toBe('what stood here before');
  await store.put(from);
  await store.get(put, to);
  expect(await readFile(to, 'utf8')).toBe('the bytes');
});

test('a store lists what it has and forgets what it is told to, and only that', async () => {
  await using folder = await temporaryFolder();
  const root = join(folder.path, 'store');
  const store = folderStore(root);
  expect(await Array.fromAsync(store.list())).toEqual([]);
  const from = join(folder.path, 'from');
  const put = [];
  for (const text of ['one', 'two', 'three']) {
    await writeFile(from, text);
    put.push(await store.put(from));
  }
  await writeFile(join(root, 'sha256', 'stray'), 'x').catch(() => undefined);
  await mkdir(join(root, 'sha256', 'zz'));
  await writeFile(join(root, 'sha256', 'zz', 'no-digest'), 'x');
  const [first, ...others] = put;
  if (first === undefined) throw new Error('nothing was put');
  expect(await store.delete(first.digest)).toBe(true);
  expect(await store.delete(first.digest)).toBe(false);
  const listed = await Array.fromAsync(store.list());
  expect(new Set(listed.map(({ digest }) => digest))).toEqual(new Set(others.map(({ digest }) => digest)));
});

test('what a killed writer left is cleared when it is old', async () => {
  await using folder = await temporaryFolder();
  const root = join(folder.path, 'store');
  const store = folderStore(root);
  const from = join(folder.path, 'from');
  await writeFile(from, 'one');
  const put = await store.put(from);
  const left = join(root, 'sha256', put.digest.slice(0, 2), '.x.partial');
  await writeFile(left, 'half');
  expect(await clearPartials(root, 60_000)).toBe(0);
  expect(await clearPartials(root, 60_000, Date.now() + 120_000)).toBe(1);
  expect(await readdir(join(root, 'sha256', put.digest.slice(0, 2)))).toEqual([put.digest]);
});

test('a link is put as the bytes behind it', async () => {
  await using folder = await temporaryFolder();
  const store = folderStore(join(folder.path, 'store'));
  await writeFile(join(folder.path, 'from'), 'bytes');
  await symlink(join(folder.path, 'from'), join(folder.path, 'link'));
  const { digest } = await store.put(join(folder.path, 'link'));
  expect((await stat(placeIn(join(folder.path, 'store'), digest))).isFile()).toBe(true);
});
