import { utimes, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { formatLock, LOCK_PATH } from '#core/lock.ts';
import { oidOf } from '#core/oid.ts';
import { folderStore } from '#engine/store/folder.ts';
import { lfsRepo } from '#test/lfs-repo.ts';
import { randomOf, randomWorld } from '#test/random-world.ts';

const checkout = resolve(import.meta.dirname, '../..');
const Swept = z.object({
  objects: z.array(z.object({ digest: z.string() })),
  deleted: z.array(z.string()),
  kept: z.object({ objects: z.number() }),
});
const Refused = z.object({ error: z.object({ code: z.string() }) });

test(
  'a sweep goes over what no branch needs; a dry run says so and deletes nothing; a remote that is away ends it',
  { timeout: 240_000 },
  async () => {
    await using repo = await lfsRepo();
    const folder = join(repo.root, '..', 'store');
    const store = folderStore(folder);
    const [line] = randomWorld(randomOf(1)).lock.values();
    if (line === undefined) throw new Error('the world has no line');
    const lockOf = (word: string) => {
      const outputs = line.outputs
        .slice(0, 1)
        .map(({ role, file, medium, size }) => ({ role, file, medium, size, digest: oidOf(word) }));
      return formatLock([{ ...line, outputs }]);
    };
    await repo.commit('main', { [LOCK_PATH]: lockOf('committed') });
    await repo.git('push', '--quiet', 'origin', 'HEAD:refs/heads/main');
    await repo.write({ [LOCK_PATH]: lockOf('in the work tree') });
    const then = new Date(Date.now() - 20 * 86_400_000);
    for (const word of ['committed', 'in the work tree', 'left over']) {
      await writeFile(join(repo.root, '..', 'word'), word);
      const { digest } = await store.put(join(repo.root, '..', 'word'));
      await utimes(join(folder, 'sha256', digest.slice(0, 2), digest), then, then);
    }
    const sweep = async (...argv: readonly string[]) => {
      const { stdout, exitCode } = await execa(
        process.execPath,
        [join(checkout, 'scripts/alpha.ts'), 'sweep', '--json', '--store', folder, ...argv],
        { cwd: repo.root, reject: false },
      );
      return { exitCode, json: z.unknown().parse(JSON.parse(stdout)) };
    };
    const gone = oidOf('left over');

    const dry = await sweep('--dry-run');
    expect(dry.exitCode).toBe(0);
    expect(Swept.parse(dry.json)).toEqual({ objects: [{ digest: gone }], deleted: [], kept: { objects: 2 } });
    expect(await store.has({ digest: gone })).toBe(true);

    expect(Swept.parse((await sweep('--grace-days', '30')).json).deleted).toEqual([]);
    const wrong = await sweep('--grace-days', 'soon');
    expect([wrong.exitCode, Refused.parse(wrong.json).error.code]).toEqual([2, 'option-invalid']);

    await repo.git('remote', 'set-url', 'origin', join(repo.root, '..', 'nowhere'));
    const away = await sweep();
    expect([away.exitCode, Refused.parse(away.json).error.code]).toEqual([2, 'remote-failed']);
    expect(await store.has({ digest: gone })).toBe(true);

    await repo.git('remote', 'set-url', 'origin', repo.origin);
    expect(Swept.parse((await sweep()).json).deleted).toEqual([gone]);
    for (const word of ['committed', 'in the work tree'])
      expect(await store.has({ digest: oidOf(word) })).toBe(true);
  },
);
