import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { oidOf } from '#core/oid.ts';
import { ACCESS, s3Server } from '#test/s3-server.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { s3Store } from './s3.ts';
import type { S3Place } from './s3.ts';

const bucket = 'alpha-bucket';
const limits = { maxBytes: 1000 };
const at = (endpoint: string, more: Partial<S3Place> = {}): S3Place => ({
  endpoint,
  bucket,
  prefix: 'home/',
  ...ACCESS,
  ...more,
});

test('a bucket gives back what it was given, lists it in pages and forgets it', async () => {
  await using server = await s3Server(bucket);
  await using folder = await temporaryFolder();
  const store = s3Store(at(server.endpoint), limits);
  const [from, to] = [join(folder.path, 'from'), join(folder.path, 'to')];
  const texts = ['one', 'two', 'three', 'four', 'five'];
  for (const text of texts) {
    await writeFile(from, text);
    expect(await store.put(from)).toEqual({ digest: oidOf(text), size: text.length });
  }
  expect(server.objects.has(`home/sha256/${oidOf('one').slice(0, 2)}/${oidOf('one')}`)).toBe(true);
  server.objects.set('home/sha256/xx/stray', Buffer.from('x'));
  server.objects.set('elsewhere', Buffer.from('x'));
  await store.get({ digest: oidOf('two') }, to);
  expect(await readFile(to, 'utf8')).toBe('two');
  expect((await buffer(await store.read({ digest: oidOf('three'), size: 5 }))).toString()).toBe('three');
  const listed = await Array.fromAsync(store.list());
  expect(new Map(listed.map(({ digest, size }) => [digest, size]))).toEqual(
    new Map(texts.map((text) => [oidOf(text), text.length])),
  );
  expect(await store.delete(oidOf('one'))).toBe(true);
  expect(await store.delete(oidOf('one'))).toBe(false);
  expect(await store.has({ digest: oidOf('one') })).toBe(false);
});

test('what is not whole is never given out, and what was not kept is not said to be', async () => {
  await using server = await s3Server(bucket);
  await using folder = await temporaryFolder();
  const store = s3Store(at(server.endpoint), limits);
  const to = join(folder.path, 'to');
  const digest = oidOf('right');
  const name = `home/sha256/${digest.slice(0, 2)}/${digest}`;
  await expect(store.get({ digest }, to)).rejects.toMatchObject({ code: 'store-missing' });
  for (const wrong of ['wrong', 'right and more', 'x'.repeat(2000)]) {
    server.objects.set(name, Buffer.from(wrong));
    await expect(store.get({ digest }, to)).rejects.toMatchObject({ code: 'store-corrupt' });
    await expect(store.read({ digest })).rejects.toMatchObject({ code: 'store-corrupt' });
  }
  server.objects.delete(name);
  server.lost.add(name);
  await writeFile(join(folder.path, 'from'), 'right');
  await expect(store.put(join(folder.path, 'from'))).rejects.toMatchObject({ code: 'store-missing' });
  expect(await readdir(folder.path)).toEqual(['from']);
});

test('a wrong secret and a server that is not there are told as that', async () => {
  await using server = await s3Server(bucket);
  const digest = oidOf('x');
  const refused = s3Store(at(server.endpoint, { secretAccessKey: 'other' }), limits);
  await expect(refused.has({ digest })).rejects.toMatchObject({ code: 's3-refused' });
  const nowhere = s3Store(at('http://127.0.0.1:9'), limits);
  await expect(nowhere.has({ digest })).rejects.toMatchObject({ code: 's3-failed' });
});
