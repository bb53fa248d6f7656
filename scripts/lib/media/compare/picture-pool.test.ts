import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writePng } from '../picture-file.ts';
import { compareFiles } from './compare.ts';
import { randomPair } from './kernel/random-pair.ts';
import { randomly } from './random.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pool-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('pictures compared at the same time have the verdicts and panels that they have one by one', async () => {
  const next = randomly(8);
  const pairs = await Promise.all(
    Array.from({ length: 12 }, async (_, i) => {
      const { before, after } = randomPair(next);
      const files = { before: join(folder, `${i}-before.png`), after: join(folder, `${i}-after.png`) };
      await writePng(files.before, before);
      await (i === 5 ? writeFile(files.after, 'damaged') : writePng(files.after, after));
      return files;
    }),
  );
  const alone = [];
  for (const [i, files] of pairs.entries()) {
    alone.push(await compareFiles({ medium: 'picture', ...files, outDir: join(folder, `alone-${i}`) }));
  }
  const together = await Promise.all(
    pairs.map((files, i) =>
      compareFiles({ medium: 'picture', ...files, outDir: join(folder, `together-${i}`) }),
    ),
  );
  expect(together).toEqual(alone);
  expect(together[5]).toMatchObject({ kind: 'unreadable', side: 'after' });
  for (const [i, { panels }] of together.entries()) {
    for (const { file } of panels) {
      const [one, other] = [join(folder, `alone-${i}`, file), join(folder, `together-${i}`, file)];
      expect((await readFile(one)).equals(await readFile(other))).toBe(true);
    }
  }
});

test('a queued comparison that is no longer wanted does not wait for its turn', async () => {
  const { before } = randomPair(randomly(9));
  const [a, b] = [join(folder, 'a.png'), join(folder, 'b.png')];
  await writePng(a, before);
  await writeFile(b, 'damaged');
  const stop = new AbortController();
  const compared = Array.from({ length: 8 }, () =>
    compareFiles({
      medium: 'picture',
      before: a,
      after: b,
      outDir: join(folder, 'out'),
      signal: stop.signal,
    }),
  );
  stop.abort(new Error('a newer push came'));
  const outcomes = await Promise.allSettled(compared);
  expect(outcomes.some(({ status }) => status === 'rejected')).toBe(true);
});
