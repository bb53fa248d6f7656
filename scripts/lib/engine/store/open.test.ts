import { readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '#core/errors.ts';
import { oidOf } from '#core/oid.ts';
import { ACCESS, s3Server } from '#test/s3-server.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { openStoreAt, s3Place } from './open.ts';
import { sweepStore } from './sweep-store.ts';

const env = {
  AWS_ACCESS_KEY_ID: ACCESS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: ACCESS.secretAccessKey,
  AWS_REGION: ACCESS.region,
};
const maxBytes = 1000;
/** When the test's server says that everything was put. */
const PUT = Date.parse('2026-01-02T03:04:05.000Z');

test('a bucket that is named is a store behind the cache folder: what is put lies in both, what is gone near is fetched', async () => {
  await using server = await s3Server('alpha-bucket');
  await using folder = await temporaryFolder();
  const address = `s3://alpha-bucket/home?endpoint=${encodeURIComponent(server.endpoint)}`;
  const open = (cache: string) => openStoreAt({ address, cache: join(folder.path, cache), maxBytes, env });
  const [from, to] = [join(folder.path, 'from'), join(folder.path, 'to')];
  await writeFile(from, 'bytes');
  const digest = oidOf('bytes');

  const mine = open('mine');
  await mine.store.put(from);
  expect([...server.objects.keys()]).toEqual([`home/sha256/${digest.slice(0, 2)}/${digest}`]);
  const theirs = open('theirs');
  await theirs.store.get({ digest }, to);
  expect(await readFile(to, 'utf8')).toBe('bytes');
  server.objects.clear();
  await theirs.store.get({ digest }, to); // near by now
});

test('a sweep of a bucket deletes what nobody needs, a dry run nothing', async () => {
  await using server = await s3Server('alpha-bucket');
  await using folder = await temporaryFolder();
  const opened = openStoreAt({
    address: `s3://alpha-bucket?endpoint=${encodeURIComponent(server.endpoint)}`,
    cache: folder.path,
    maxBytes,
    env,
  });
  for (const word of ['needed', 'left over']) {
    await writeFile(join(folder.path, 'from'), word);
    await opened.store.put(join(folder.path, 'from'));
  }
  const request = {
    opened,
    roots: new Set([oidOf('needed')]),
    graceSeconds: 60,
    now: new Date(PUT + 30_000),
  };
  expect((await sweepStore({ ...request, dryRun: false })).deleted).toEqual([]); // all of it is new
  const later = { ...request, now: new Date(PUT + 90_000) };
  const dry = await sweepStore({ ...later, dryRun: true });
  expect(dry).toMatchObject({ plan: { objects: [{ digest: oidOf('left over') }], bytes: 9 }, deleted: [] });
  expect(server.objects.size).toBe(2);
  expect((await sweepStore({ ...later, dryRun: false })).deleted).toEqual([oidOf('left over')]);
  expect([...server.objects.keys()].join()).toContain(oidOf('needed'));
});

test('a sweep of a folder takes what killed writers left, too', async () => {
  await using folder = await temporaryFolder();
  const opened = openStoreAt({ address: folder.path, cache: '/nowhere', maxBytes });
  const partial = join(folder.path, '.half.partial');
  await writeFile(partial, 'half');
  const old = new Date(Date.now() - 3 * 86_400_000);
  await utimes(partial, old, old);
  const request = { opened, roots: new Set<never>(), graceSeconds: 0, now: new Date(), dryRun: true };
  await sweepStore(request);
  expect(await readFile(partial, 'utf8')).toBe('half');
  await sweepStore({ ...request, dryRun: false });
  await expect(readFile(partial)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('an address says where a bucket is; the environment may say the rest', () => {
  expect(s3Place('s3://alpha-bucket/a/b?region=eu-central-1', env)).toMatchObject({
    endpoint: 'https://s3.eu-central-1.amazonaws.com',
    bucket: 'alpha-bucket',
    region: 'eu-central-1',
    prefix: 'a/b/',
  });
  expect(
    s3Place('s3://alpha-bucket', { ...env, AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_SESSION_TOKEN: 't' }),
  ).toMatchObject({ endpoint: 'http://127.0.0.1:9', prefix: '', sessionToken: 't' });
});

test('what is no store, and a bucket without a key, is said before anything is asked', () => {
  const code = (address: string, given: NodeJS.ProcessEnv = env) => {
    try {
      openStoreAt({ address, cache: '/nowhere', maxBytes, env: given });
      return 'opened';
    } catch (error) {
      if (error instanceof UserError) return error.code;
      throw error;
    }
  };
  for (const address of ['s3://', 's3://UPPER', 'ftp://x', 'gs://bucket', 's3://bucket?endpoint=file:///x'])
    expect(code(address)).toBe('store-address-invalid');
  expect(code('s3://alpha-bucket', { AWS_REGION: 'x' })).toBe('s3-no-access');
  expect(code('s3://alpha-bucket', { ...env, AWS_REGION: undefined })).toBe('store-address-invalid');
  expect(code('relative/folder')).toBe('opened');
});

test('no address whatever ends in another error', () => {
  fc.assert(
    fc.property(fc.string(), (word) => {
      try {
        s3Place(`s3://${word}`, env);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    }),
  );
});
