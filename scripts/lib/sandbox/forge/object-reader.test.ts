import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BareRepository, serverEnv } from './bare.ts';
import { ObjectReader } from './object-reader.ts';

let folder: string;
let repository: BareRepository;
let reader: ObjectReader;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'objects-'));
  repository = await BareRepository.init(join(folder, 'a.git'));
  reader = new ObjectReader(repository.path, serverEnv());
});
afterAll(async () => {
  await reader.close();
  await repository.close();
  await rm(folder, { recursive: true, force: true });
});

test('objects come back byte for byte, in the order of the questions, also those written after the first one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 70_000 }), { maxLength: 6 }), async (contents) => {
      const names: string[] = [];
      for (const bytes of contents) names.push(await repository.putBlob(bytes));
      const found = await Promise.all(names.map((name) => reader.read(name)));
      expect(found.map((one) => one?.sha)).toEqual(names);
      expect(found.map((one) => Buffer.from(one?.bytes ?? []))).toEqual(
        contents.map((one) => Buffer.from(one)),
      );
    }),
    { numRuns: 15 },
  );
});

test('what is not there is told as such, whatever its name holds, and the next answer is still the right one', async () => {
  const blob = await repository.putBlob(Buffer.from('there'));
  for (const name of [
    'main:nothing',
    '',
    ' ',
    '--help',
    `${blob}x`,
    'a b c',
    'HEAD^{tree}',
    ':0:x',
    'ä'.repeat(5000),
  ]) {
    const [none, some] = await Promise.all([reader.read(name), reader.read(blob)]);
    expect(none).toBeUndefined();
    expect(Buffer.from(some?.bytes ?? []).toString()).toBe('there');
  }
  await expect(reader.read('a\nb')).rejects.toThrow(RangeError);
});

test('after the process has ended, the next question starts another', async () => {
  const blob = await repository.putBlob(Buffer.alloc(3_000_000, 'x'));
  expect((await reader.read(blob))?.size).toBe(3_000_000);
  await reader.close();
  expect((await reader.read(blob))?.size).toBe(3_000_000);
});
