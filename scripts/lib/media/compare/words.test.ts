import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Medium } from '#core/names.ts';
import { compareFiles } from './compare.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'words-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function compared(medium: Medium, before: string | Uint8Array, after: string | Uint8Array) {
  const [a, b] = [join(folder, 'before'), join(folder, 'after')];
  await writeFile(a, before);
  await writeFile(b, after);
  return compareFiles({ medium, before: a, after: b, outDir: join(folder, 'out') });
}

test('a changed word is said in full', async () => {
  expect(await compared('text', 'She has purple hair.\n', 'She has blue hair.\n')).toMatchObject({
    kind: 'changed',
    finding: '1 word came and 1 went, first “purple” became “blue”.',
  });
});

test('Cyrillic words are words', async () => {
  const verdict = await compared('text', 'Здравствуйте, это Альфа.', 'Здравствуйте, это снова Альфа.');
  expect(verdict.finding).toBe('1 word came and 0 went, first “снова” came.');
});

test('a Cyrillic word that lost a letter is another word, not a letter', async () => {
  const verdict = await compared('text', 'Меня зовут Альфа.\nИ всё.\n', 'Меня зовут Алфа.\nИ всё.\n');
  expect(verdict.finding).toBe('1 word came and 1 went, first “Альфа” became “Алфа”.');
});

test('other spaces are no change of words', async () => {
  expect(await compared('text', 'one two\n', 'one\r\n two')).toMatchObject({ kind: 'equal', by: 'content' });
});

test('bytes that are no text are a verdict about their side, without the path', async () => {
  expect(await compared('text', 'fine', Uint8Array.of(0xff, 0xfe, 0x00))).toMatchObject({
    kind: 'unreadable',
    side: 'after',
    reason: 'it is no UTF-8 text',
  });
  const picture = await compared('picture', 'no picture', 'none either');
  expect(picture.finding).not.toContain(folder);
});

function npy(rows: number, values: readonly number[]): Buffer {
  const header =
    `{'descr': '<i4', 'fortran_order': False, 'shape': (${rows}, ${values.length / rows}), }`.padEnd(117) +
    '\n';
  const start = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0]);
  return Buffer.concat([start, Buffer.from(header), Buffer.from(Int32Array.from(values).buffer)]);
}

test('tokens are compared one by one', async () => {
  const verdict = await compared('tokens', npy(2, [1, 2, 3, 4]), npy(2, [1, 2, 9, 4]));
  expect(verdict.finding).toBe('25 % of the tokens changed: another voice, or another reading of it.');
  expect(await compared('tokens', npy(2, [1, 2, 3, 4]), npy(2, [1, 2]))).toMatchObject({ kind: 'resized' });
});
