import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oidOf } from '#core/oid.ts';
import { lfsRepo } from '#test/lfs-repo.ts';
import { lfsServer } from '#test/lfs-server.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { lfsFolder, readLfsObject } from './lfs-objects.ts';
import { downloadObject, endpoint, lfsPath, lfsRemote, uploadObject } from './lfs-remote.ts';

const bytes = Buffer.from('a picture, say');
const pointer = { oid: oidOf(bytes), size: bytes.length };
const maxBytes = 1000;
const basic = (user: string, secret: string) =>
  `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;

test('one object goes up and comes down, and the token stays with its server', async () => {
  const authorization = basic('x-access-token', 'secret');
  await using storage = await lfsServer();
  await using server = await lfsServer({ authorization, storage: new URL(storage.url).origin });
  await using folder = await temporaryFolder();
  await using repo = await lfsRepo();
  await repo.git('config', 'remote.origin.lfsurl', server.url);
  const remote = await lfsRemote(repo.root, 'origin', 'secret');
  const [from, to] = [join(folder.path, 'from'), join(folder.path, 'to')];
  await writeFile(from, bytes);

  expect(await uploadObject(remote, pointer, from)).toBe('sent');
  await downloadObject(remote, pointer, to, { maxBytes });
  expect(await readFile(to)).toEqual(bytes);
  expect(server.seen.map((seen) => seen.authorization)).toEqual([authorization, authorization]);
  expect(storage.seen.map((seen) => seen.authorization)).toEqual([undefined, undefined]);
});

test('what the server has is not sent again', async () => {
  await using server = await lfsServer();
  await using folder = await temporaryFolder();
  const remote = { kind: 'http', url: server.url, authorization: undefined } as const;
  const from = join(folder.path, 'from');
  await writeFile(from, bytes);
  expect(await uploadObject(remote, pointer, from)).toBe('sent');
  expect(await uploadObject(remote, pointer, from)).toBe('there');
  expect(server.seen.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  await writeFile(from, 'something else');
  await expect(uploadObject(remote, pointer, from)).rejects.toMatchObject({ code: 'lfs-object-corrupt' });
});

test('a server that stumbles twice is asked a third time', async () => {
  await using server = await lfsServer();
  await using folder = await temporaryFolder();
  server.objects.set(pointer.oid, bytes);
  server.failNext('/objects/batch', 503, 429);
  const remote = { kind: 'http', url: server.url, authorization: undefined } as const;
  await downloadObject(remote, pointer, join(folder.path, 'to'), { maxBytes });
  expect(server.downloads()).toBe(1);
});

test.each([
  ['lfs-too-large', { ...pointer, size: maxBytes + 1 }, bytes, []],
  ['lfs-object-missing', pointer, undefined, []],
  ['lfs-object-corrupt', pointer, Buffer.from('A picture, say'), []],
  ['lfs-object-corrupt', pointer, Buffer.concat([bytes, bytes]), []],
  ['lfs-object-corrupt', pointer, bytes.subarray(1), []],
  ['lfs-refused', pointer, bytes, [403]],
  ['lfs-failed', pointer, bytes, [500, 500, 500]],
])('%s leaves nothing behind', async (code, asked, served, statuses) => {
  await using server = await lfsServer();
  await using folder = await temporaryFolder();
  if (served !== undefined) server.objects.set(pointer.oid, served);
  server.failNext('/objects/batch', ...statuses);
  const remote = { kind: 'http', url: server.url, authorization: undefined } as const;
  await expect(downloadObject(remote, asked, join(folder.path, 'to'), { maxBytes })).rejects.toMatchObject({
    code,
  });
  expect(await readdir(folder.path)).toEqual([]);
  if (code === 'lfs-too-large') expect(server.seen).toEqual([]);
});

test('the objects of a remote on this machine are found beside it', async () => {
  await using repo = await lfsRepo();
  await using folder = await temporaryFolder();
  await repo.commit('drawing', { 'a.png': bytes });
  await repo.git('push', '--quiet', 'origin', 'main');
  const to = join(folder.path, 'to');
  await downloadObject(await lfsRemote(repo.root), pointer, to, { maxBytes });
  expect(await readFile(to)).toEqual(bytes);
});

test('a corrupted object of this clone is found by its digest and not given out', async () => {
  await using repo = await lfsRepo();
  await repo.commit('drawing', { 'a.png': bytes });
  const folder = await lfsFolder(repo.root);
  expect(await readLfsObject(folder, pointer)).toEqual(bytes);
  expect(await readLfsObject(folder, { oid: oidOf('none'), size: 4 })).toBeUndefined();
  const path = lfsPath(folder, oidOf('other'));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, 'othEr');
  await expect(readLfsObject(folder, { oid: oidOf('other'), size: 5 })).rejects.toMatchObject({
    code: 'lfs-object-corrupt',
  });
});

test("a tree's .lfsconfig leads nowhere", async () => {
  await using repo = await lfsRepo();
  await repo.git('config', 'remote.origin.url', 'https://example.invalid/a/b');
  await repo.commit('trap', { '.lfsconfig': '[lfs]\n\turl = https://evil.invalid/\n' });
  expect(await lfsRemote(repo.root)).toMatchObject({ url: 'https://example.invalid/a/b.git/info/lfs' });
  await expect(lfsRemote(repo.root, 'none')).rejects.toMatchObject({ code: 'no-lfs-remote' });
});

test.each([
  ['https://host.invalid/o/r', 'https://host.invalid/o/r.git/info/lfs', undefined],
  ['https://host.invalid/o/r.git/', 'https://host.invalid/o/r.git/info/lfs', undefined],
  ['git@host.invalid:o/r.git', 'https://host.invalid/o/r.git/info/lfs', undefined],
  ['ssh://git@host.invalid:22/o/r.git', 'https://host.invalid/o/r.git/info/lfs', undefined],
  ['http://me:s%40f@127.0.0.1:80/o/r.git', 'http://127.0.0.1/o/r.git/info/lfs', basic('me', 's@f')],
])('%s is asked at %s', (remote, url, authorization) => {
  expect(endpoint(remote, false)).toEqual({ kind: 'http', url, authorization });
});

test('no remote address makes the discovery crash', () => {
  fc.assert(
    fc.property(
      fc
        .string()
        .chain((s) => fc.constantFrom(s, `https://${s}`, `ssh://${s}`, `me@host:${s}`, `file://${s}`)),
      fc.boolean(),
      (url, isLfs) => {
        endpoint(url, isLfs);
      },
    ),
  );
});
