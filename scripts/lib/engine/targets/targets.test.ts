import { mkdir, readdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CommitId } from '#core/oid.ts';
import { oidOf } from '#core/oid.ts';
import { RepoPath } from '#core/repo-path.ts';
import { lfsRepo } from '#test/lfs-repo.ts';
import { makeHistory } from '#test/history.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { isAncestor } from '../repository/history.ts';
import { folderStore } from '../store/folder.ts';
import type { Store } from '../store/store.ts';
import { branchTarget } from './branch.ts';
import { exclusively } from './exclusive.ts';
import { folderTarget } from './folder.ts';
import { setDigest } from './target.ts';
import type { SiteSet, Target } from './target.ts';

const page = RepoPath.parse('index.html');
const video = RepoPath.parse('video/one.mp4');

/** The site of a version: one page, one stored file. */
async function siteOf(folder: string, store: Store, version: number, commit: CommitId): Promise<SiteSet> {
  const from = join(folder, `from-${version}`);
  await writeFile(from, `video ${version}`);
  const { digest, size } = await store.put(from);
  return {
    commit,
    lock: oidOf(`lock ${version}`),
    files: new Map([
      [page, { kind: 'page', bytes: Buffer.from(`page ${version}`) }],
      [video, { kind: 'stored', digest, size }],
    ]),
  };
}

const KINDS = ['folder', 'branch'] as const;
type Kind = (typeof KINDS)[number];

async function world(kind: Kind, versions: number) {
  const repo = await lfsRepo();
  const commits = await makeHistory(repo, versions);
  const temporary = await temporaryFolder();
  const store = folderStore(join(temporary.path, 'store'));
  const sets: SiteSet[] = [];
  for (const [version, commit] of commits.entries())
    sets.push(await siteOf(temporary.path, store, version, commit));
  let made = 0;
  const target = (): Target =>
    kind === 'folder'
      ? folderTarget(join(temporary.path, `site-${made}`), {
          store,
          isAncestor: (range) => isAncestor(repo.root, range),
          graceSeconds: 0,
        })
      : branchTarget({
          root: repo.root,
          remote: 'origin',
          branch: `published-${made}`,
          store,
          by: { name: 'alpha', email: 'alpha@example.invalid', seconds: 1_700_000_000 },
        });
  return {
    repo,
    store,
    sets,
    folder: temporary.path,
    /** One that nobody has published to. */
    fresh: () => {
      made += 1;
      return target();
    },
    /** Of the newest one: the name of its branch, or of its folder. */
    place: () => (kind === 'folder' ? join(temporary.path, `site-${made}`) : `published-${made}`),
    /** Another one for the same place. */
    again: target,
    [Symbol.asyncDispose]: async () => {
      await repo[Symbol.asyncDispose]();
      await temporary[Symbol.asyncDispose]();
    },
  };
}

const worlds = new Map<Kind, Awaited<ReturnType<typeof world>>>();
beforeAll(async () => {
  for (const kind of KINDS) worlds.set(kind, await world(kind, 4));
});
afterAll(async () => {
  for (const at of worlds.values()) await at[Symbol.asyncDispose]();
});
function placeOf(kind: Kind) {
  const at = worlds.get(kind);
  if (at === undefined) throw new Error(`there is no ${kind}`);
  return at;
}

test.each(KINDS)('a %s shows what was published, and says what it is', async (kind) => {
  const at = placeOf(kind);
  const target = at.fresh();
  const [first, second] = at.sets;
  if (first === undefined || second === undefined) throw new Error('no sets');
  expect(await target.current()).toBeUndefined();
  expect(await target.publish(first)).toBe('published');
  expect(await at.again().publish(first)).toBe('unchanged');
  expect(await target.publish(second)).toBe('published');
  expect(await target.publish(first)).toBe('superseded');
  expect(await at.again().current()).toEqual({
    commit: second.commit,
    lock: second.lock,
    set: setDigest(second),
  });
  const read = (path: string) =>
    kind === 'folder'
      ? readFile(join(at.place(), 'current', path), 'utf8')
      : at.repo.git(`--git-dir=${at.repo.origin}`, 'show', `${at.place()}:${path}`);
  expect([await read(page), await read(video)]).toEqual(['page 1', 'video 1']);
  if (kind === 'branch')
    expect(await at.repo.git(`--git-dir=${at.repo.origin}`, 'rev-list', '--count', at.place())).toBe('2');
});

test.each([
  ['folder', 6],
  ['branch', 2],
] as const)(
  'I8: whatever the order and company of its runs, a %s ends at the newest set',
  async (kind, numRuns) => {
    const at = placeOf(kind);
    const runs = fc.array(fc.tuple(fc.nat(3), fc.nat(10)), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(runs, async (all) => {
        const target = at.fresh();
        const newest = Math.max(...all.map(([version]) => version));
        await Promise.all(
          all.map(async ([version, delay]) => {
            await wait(delay);
            const set = at.sets[version];
            if (set !== undefined) await at.again().publish(set);
          }),
        );
        expect((await target.current())?.commit).toBe(at.sets[newest]?.commit);
      }),
      { numRuns, interruptAfterTimeLimit: 20_000 },
    );
  },
);

test.each(KINDS)('a %s stays as it is when a set cannot be had or does not follow', async (kind) => {
  const at = placeOf(kind);
  const target = at.fresh();
  const [first, second] = at.sets;
  if (first === undefined || second === undefined) throw new Error('no sets');
  await target.publish(first);
  const before = await target.current();
  const files = new Map(second.files).set(video, { kind: 'stored', digest: oidOf('nobody has it') });
  await expect(target.publish({ ...second, files })).rejects.toMatchObject({ code: 'store-missing' });
  await at.repo.git('checkout', '--quiet', '--orphan', `other-${kind}`);
  const [stranger] = await makeHistory(at.repo, 1);
  if (stranger === undefined) throw new Error('no commit');
  await expect(target.publish({ ...first, commit: stranger })).rejects.toMatchObject({
    code: 'publish-diverged',
  });
  expect(await target.current()).toEqual(before);
});

test('a branch that somebody else writes is not published over', async () => {
  const at = placeOf('branch');
  const target = at.fresh();
  await at.repo.git('push', '--quiet', 'origin', `main:${at.place()}`);
  const [set] = at.sets;
  if (set === undefined) throw new Error('no set');
  await expect(target.publish(set)).rejects.toMatchObject({ code: 'publish-foreign' });
});

test('old sets stay for readers in the middle of one, but not for ever, and nothing half-written does', async () => {
  const at = placeOf('folder');
  const target = at.fresh();
  const root = at.place();
  await mkdir(join(root, 'sets', '.left.partial'), { recursive: true });
  const [first, ...others] = at.sets;
  if (first === undefined) throw new Error('no set');
  await target.publish(first);
  const reader = await realpath(join(root, 'current'));
  for (const set of others.slice(0, 2)) await target.publish(set);
  expect(await readFile(join(reader, page), 'utf8')).toBe('page 0');
  for (const set of others.slice(2)) await target.publish(set);
  expect(await readdir(join(root, 'sets'))).toHaveLength(3);
  expect((await readdir(root)).toSorted()).toEqual(['current', 'sets']);
});

test.each(['kernel', 'folder'] as const)('one at a time, with a turn in the %s', async (place) => {
  let inside = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 5 }, () =>
      exclusively(
        `test ${process.pid}`,
        async () => {
          inside += 1;
          most = Math.max(most, inside);
          await wait(5);
          inside -= 1;
        },
        place,
      ),
    ),
  );
  expect(most).toBe(1);
});
