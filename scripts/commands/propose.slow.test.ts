import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { parseCard } from '#core/card.ts';
import { formatLock, LOCK_PATH } from '#core/lock.ts';
import type { Lock } from '#core/lock.ts';
import { CommitId, oidOf } from '#core/oid.ts';
import { readPointer } from '#core/pointer.ts';
import { RepoPath } from '#core/repo-path.ts';
import { catalog } from '#engine/pipelines/catalog.ts';
import { lfsReader } from '#engine/repository/lfs-objects.ts';
import { readSnapshot } from '#engine/repository/snapshot.ts';
import { readReference } from '#media/canon/reference.ts';
import type { Clone } from '#sandbox/clone.ts';
import { openSandbox } from '#sandbox/sandbox.ts';
import type { Sandbox } from '#sandbox/sandbox.ts';
import { fullLock } from '#test/small-world/full-lock.ts';

const checkout = resolve(import.meta.dirname, '../..');
const CARD = RepoPath.parse('assets/alpha-ref.yml');
const PICTURE = 'assets/alpha-ref.png';

const Answer = z.object({
  branch: z.string(),
  commit: CommitId,
  origin: z.string(),
  picture: z.object({ path: z.string(), file: z.string(), pixels: z.string() }),
  predecessor: z.string(),
  pull: z.object({ number: z.number(), url: z.string(), found: z.boolean() }).nullable(),
});
const Refusal = z.object({ error: z.object({ code: z.string(), hint: z.string() }) });

/** Eight times the command as a process of its own, where two cores are shared by all tests. */
const PATIENCE = 240_000;

let root: string;
let sandbox: Sandbox;
let clone: Clone;
let lock: Lock;

/** Main of this repository, with a lock in which everything is fresh; no machine has a GPU. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'alpha-propose-'));
  sandbox = await openSandbox({
    root,
    seedFrom: checkout,
    runner: {
      disabled: ['check.yml', 'publish.yml'],
      machines: [{ name: 'hosted', labels: ['ubuntu-latest'], hosted: true }],
    },
  });
  clone = await sandbox.clone('owner');
  const { graph, facts } = await readSnapshot(
    clone.path,
    CommitId.parse(await clone.git('rev-parse', 'HEAD')),
    {
      catalog,
      bytesOf: await lfsReader(clone.path, { maxBytes: 2 ** 24 }),
      trust: 'cards',
    },
  );
  lock = fullLock(graph, facts, catalog);
  await clone.commit('Lock everything', { [LOCK_PATH]: formatLock(lock.values()) });
  await clone.push();
}, PATIENCE);

afterAll(async () => {
  await sandbox.close();
  await rm(root, { recursive: true, force: true });
});

const access = () => ({
  GITHUB_TOKEN: sandbox.users.owner.token ?? '',
  GITHUB_API_URL: sandbox.forge.apiUrl,
});

const propose = (cwd: string, env: Readonly<Record<string, string>>, ...args: readonly string[]) =>
  execa(process.execPath, [join(checkout, 'scripts/alpha.ts'), 'propose', '--seed', '7', '--json', ...args], {
    cwd,
    env: { ...clone.env, ...env },
    extendEnv: false,
    reject: false,
  });

const pixelsOf = async (bytes: Buffer): Promise<Uint8Array> => sharp(bytes).removeAlpha().raw().toBuffer();

test(
  'a candidate is a commit, its object and a pull request, whose plan rebuilds all that shows her and nothing else',
  { timeout: PATIENCE },
  async () => {
    const { stdout, exitCode, stderr } = await propose(clone.path, access());
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.anything() });
    const answer = Answer.parse(JSON.parse(stdout));

    const pointer = readPointer(Buffer.from(`${await clone.git('show', `${answer.branch}:${PICTURE}`)}\n`));
    expect(pointer?.oid).toBe(answer.picture.file);
    const card = parseCard(await clone.git('show', `${answer.branch}:${CARD}`), CARD);
    const before = parseCard((await readFile(join(checkout, CARD))).toString(), CARD);
    expect(card).toMatchObject({ origin: 'preview', predecessor: before.pixels, file: answer.picture.file });
    expect(card.note).toMatch(/preview.*seed 7.*not made by a model/u);

    const reviewer = await sandbox.clone('reviewer');
    await reviewer.git('switch', '--quiet', answer.branch);
    const picture = Buffer.from(await reviewer.read(PICTURE));
    expect(oidOf(picture)).toBe(answer.picture.file);
    expect(readReference(picture, { width: 1024, height: 1024 }).pixels).toBe(card.pixels);
    const [was, is] = [await pixelsOf(await readFile(join(checkout, PICTURE))), await pixelsOf(picture)];
    let moved = 0;
    for (const [at, value] of was.entries()) if (Math.abs(value - (is[at] ?? 0)) > 8) moved += 1;
    expect(moved / was.length).toBeGreaterThan(0.25);

    const [owner = '', repo = ''] = sandbox.slug.split('/');
    const { data: pull } = await sandbox
      .api('reviewer')
      .request('GET /repos/{owner}/{repo}/pulls/{pull_number}', { owner, repo, pull_number: 1 });
    expect(pull).toMatchObject({ html_url: answer.pull?.url, state: 'open', base: { ref: 'main' } });
    expect(pull.title).toBe('A preview of a candidate for the reference, seed 7');
    expect(pull.body).toContain('not made by a model');

    await sandbox.idle();
    const run = (await sandbox.runs()).find(({ path }) => path.endsWith('/reference.yml'));
    const detect = run?.jobs.find(({ name }) => name === 'detect changes');
    expect(detect?.conclusion).toBe('success');
    const lanes = run?.jobs.filter(({ name }) => name.startsWith('rebuild'));
    expect(lanes).toHaveLength(1);
    const affected = [...(detect?.summary ?? '').matchAll(/^- \*\*(?<name>[^*]+)\*\*/gmu)].map(
      ({ groups }) => groups?.['name']?.replaceAll('&#95;', '_') ?? '',
    );
    expect(affected.toSorted()).toEqual(
      [...lock.keys()].filter((name) => !/^(?:voice|ambient)\//u.test(name)).toSorted(),
    );
    expect(detect?.summary).toContain('1 LFS object was downloaded');
  },
);

test(
  'asked again, the same pull request is found; another seed is another',
  { timeout: PATIENCE },
  async () => {
    const again = Answer.parse(JSON.parse((await propose(clone.path, access())).stdout));
    expect(again.pull).toMatchObject({ number: 1, found: true });
  },
);

test(
  'what is missing is said, with exit code 2, and what was made is kept',
  { timeout: PATIENCE },
  async () => {
    const codeOf = async (cwd: string, env: Readonly<Record<string, string>>, ...args: readonly string[]) => {
      const { stdout, exitCode } = await propose(cwd, env, ...args);
      return [exitCode, Refusal.parse(JSON.parse(stdout)).error.code];
    };
    const fresh = await sandbox.clone('owner');
    expect(await codeOf(fresh.path, {})).toEqual([2, 'no-token']);
    expect(await fresh.git('branch', '--list', 'candidate/*')).toContain('candidate/seed-7-preview-');
    expect(await codeOf(fresh.path, access(), '--seed', '1.5')).toEqual([2, 'option-invalid']);
    expect(await codeOf(fresh.path, access(), '--backend', 'magic')).toEqual([2, 'no-such-backend']);
    expect(await codeOf(fresh.path, { ...access(), GITHUB_TOKEN: 'ghp_wrong' }, '--seed', '9')).toEqual([
      2,
      'pull-failed',
    ]);

    await writeFile(join(fresh.path, CARD), `${await readFile(join(fresh.path, CARD), 'utf8')}\n# later\n`);
    expect(await codeOf(fresh.path, access())).toEqual([2, 'not-committed']);
    await fresh.git('checkout', '--quiet', '--', CARD);

    await fresh.git('remote', 'set-url', 'origin', root);
    expect(await codeOf(fresh.path, access())).toEqual([2, 'no-remote']);
    const local = Answer.parse(JSON.parse((await propose(fresh.path, {}, '--local')).stdout));
    expect(local.pull).toBeNull();
    expect(await fresh.git('status', '--short')).toBe('');
  },
);

test('a clone that knows nobody is let in by the token', { timeout: PATIENCE }, async () => {
  const bare = join(root, 'bare-clone');
  await execa('git', ['clone', '--quiet', `${sandbox.url}/${sandbox.slug}.git`, bare], {
    env: { ...clone.env, GIT_LFS_SKIP_SMUDGE: '1' },
    extendEnv: false,
  });
  const nameless = await propose(bare, access(), '--seed', '8');
  expect(Refusal.parse(JSON.parse(nameless.stdout)).error.code).toBe('no-identity');
  await execa('git', ['-C', bare, 'config', 'user.name', 'A Test']);
  await execa('git', ['-C', bare, 'config', 'user.email', 'test@example.invalid']);
  const { stdout } = await propose(bare, access(), '--seed', '8');
  expect(Answer.parse(JSON.parse(stdout)).pull).toMatchObject({ found: false });
});
