import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { CommitId, Oid } from '#core/oid.ts';
import { RepoPath } from '#core/repo-path.ts';
import { folderStore } from '#engine/store/folder.ts';
import { folderTarget } from '#engine/targets/folder.ts';

// A publisher in a process of its own, to be killed at any moment: shows one set after the other until it is.
const Job = z.strictObject({
  site: z.string(),
  store: z.string(),
  sets: z.array(z.strictObject({ commit: CommitId, lock: Oid, files: z.record(RepoPath, Oid) })),
});
const { site, store, sets } = Job.parse(JSON.parse(await readFile(process.argv[2] ?? '', 'utf8')));
const order = sets.map(({ commit }) => commit);
const target = folderTarget(site, {
  store: folderStore(store),
  isAncestor: ({ before, after }) => Promise.resolve(order.indexOf(before) <= order.indexOf(after)),
});
console.log('started');
for (const { commit, lock, files } of sets) {
  const stored = Object.entries(files).map(
    ([path, digest]) => [RepoPath.parse(path), { kind: 'stored', digest }] as const,
  );
  await target.publish({ commit, lock, files: new Map(stored) });
}
