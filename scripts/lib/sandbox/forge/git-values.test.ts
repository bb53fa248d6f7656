import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { BareRepository } from './bare.ts';
import { treeEntries } from './git-values.ts';

const Name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .map((name) => name.replaceAll(/[/\0\p{Cs}]/gu, '-'))
  .filter((name) => !/^\.{0,2}$|^\.?git/iu.test(name));
const Mode = fc.constantFrom('100644', '100755', '120000');

test('whatever the bytes, a tree is read or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 90 }), (bytes) => {
      try {
        expect(treeEntries(bytes).length).toBeLessThanOrEqual(bytes.length / 22);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
  );
  expect(() => treeEntries(Buffer.from(`100644 a\0${'x'.repeat(19)}`))).toThrow('torn');
});

test('a tree is read as git lists it, whatever its files are called', async () => {
  await using folder = await temporaryFolder();
  const repository = await BareRepository.init(join(folder.path, 'a.git'));
  try {
    const blob = await repository.putBlob(Buffer.from('x'));
    const inner = await repository.git(['mktree', '-z'], { input: `100644 blob ${blob}\tb\0` });
    await fc.assert(
      fc.asyncProperty(fc.dictionary(Name, Mode, { maxKeys: 12 }), async (files) => {
        const entries = Object.entries(files).map(([name, mode]) => `${mode} blob ${blob}\t${name}\0`);
        const tree = await repository.git(['mktree', '-z'], {
          input: `040000 tree ${inner}\tfolder of its own\0${entries.join('')}`,
        });
        const listed = (await repository.git(['ls-tree', '-z', tree])).split('\0').filter(Boolean);
        const found = treeEntries((await repository.object(tree))?.bytes ?? Buffer.alloc(0));
        expect(
          found.map(
            ({ mode, sha, name }) => `${mode} ${mode === '040000' ? 'tree' : 'blob'} ${sha}\t${name}`,
          ),
        ).toEqual(listed);
      }),
      { numRuns: 12 },
    );
  } finally {
    await repository.close();
  }
});
