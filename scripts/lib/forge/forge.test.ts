import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UserError } from '#core/errors.ts';
import { oidOf } from '#core/oid.ts';
import { openSandbox } from '#sandbox/sandbox.ts';
import type { Sandbox } from '#sandbox/sandbox.ts';
import { COMMENT_MARKER } from './comment.ts';
import { gitAccess } from './git-access.ts';
import { openGitHub } from './github.ts';
import type { GitHub } from './github.ts';
import { pictureUrl, putPictures } from './image-branch.ts';
import { putRelease } from './release.ts';
import type { ReleasePlan } from './release.ts';
import { putComment } from './sticky-comment.ts';

let root: string;
let sandbox: Sandbox;
let clone: Awaited<ReturnType<Sandbox['clone']>>;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'alpha-forge-'));
  sandbox = await openSandbox({ root });
  clone = await sandbox.clone('owner');
  await clone.commit('first', { 'a.txt': 'one\n' });
  await clone.push('HEAD:refs/heads/main');
  await clone.git('switch', '-q', '-c', 'topic');
  await clone.commit('second', { 'a.txt': 'two\n' });
  await clone.push();
  await sandbox
    .api('owner')
    .request('POST /repos/{owner}/{repo}/pulls', { ...place(), title: 'topic', head: 'topic', base: 'main' });
  await clone.git('tag', 'ep/one/v1.0.0');
  await clone.git('tag', 'ep/one/v1.0.1');
  await clone.push('ep/one/v1.0.0', 'ep/one/v1.0.1');
});

afterAll(async () => {
  await sandbox.close();
  await rm(root, { recursive: true, force: true });
});

function place() {
  const [owner = '', repo = ''] = sandbox.slug.split('/');
  return { owner, repo };
}

function jobToken(...grants: readonly (readonly ['contents' | 'pull_requests', 'read' | 'write'])[]): string {
  return sandbox.forge.mintJobToken({ repo: sandbox.slug, run: 1, job: 1 }, new Map(grants));
}

function github(token: string): GitHub {
  const { owner, repo } = place();
  return openGitHub({ apiUrl: sandbox.forge.apiUrl, token, owner, repository: repo });
}

test('the comment is put once and then replaced, however often it is said', async () => {
  const hub = github(jobToken(['pull_requests', 'write']));
  const first = await putComment(hub, 1, `${COMMENT_MARKER}\none`);
  const second = await putComment(hub, 1, `${COMMENT_MARKER}\ntwo`);
  expect(second).toEqual({ id: first.id, updated: true });
  const { data } = await sandbox
    .api('owner')
    .request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', { ...place(), issue_number: 1 });
  expect(data.map(({ body }) => body)).toEqual([`${COMMENT_MARKER}\ntwo`]);
});

test('a person who quotes the marker keeps their comment', async () => {
  await sandbox.api('reviewer').request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
    ...place(),
    issue_number: 1,
    body: `${COMMENT_MARKER}\nI quote`,
  });
  await putComment(github(jobToken(['pull_requests', 'write'])), 1, `${COMMENT_MARKER}\nthree`);
  const { data } = await sandbox
    .api('owner')
    .request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', { ...place(), issue_number: 1 });
  expect(data.map(({ body }) => body)).toContain(`${COMMENT_MARKER}\nI quote`);
});

test('a token without the permission fails with the permission that it needs', async () => {
  const fault = await putComment(github(jobToken(['pull_requests', 'read'])), 1, 'x').catch(
    (error: unknown) => error,
  );
  expect(fault).toBeInstanceOf(UserError);
  expect(fault).toMatchObject({
    code: 'token-too-weak',
    hint: expect.stringContaining('pull-requests: write'),
  });
});

test('pictures lie under their commit for good, and older commits keep theirs', async () => {
  const token = jobToken(['contents', 'write']);
  await using _access = await gitAccess({ serverUrl: sandbox.url, token, temp: root });
  const picture = async (text: string) => {
    const path = join(root, `${text}.webp`);
    await writeFile(path, text);
    return [oidOf(text), { path, extension: 'webp' }] as const;
  };
  const by = { name: 'bot', email: 'bot@users.noreply.example', seconds: 0 };
  const put = async (text: string) =>
    putPictures({
      root: clone.path,
      remote: 'origin',
      pull: 1,
      files: new Map([await picture(text)]),
      looks: new Map(),
      by,
    });
  const [one, two] = [await put('one'), await put('two')];
  const seen = async (commit: typeof one, text: string) => {
    if (commit === undefined) return 'no commit';
    const answer = await fetch(pictureUrl(`${sandbox.url}/${sandbox.slug}`, commit, oidOf(text), 'webp'));
    return answer.ok ? answer.text() : answer.status;
  };
  expect([
    await seen(one, 'one'),
    await seen(two, 'one'),
    await seen(two, 'two'),
    await seen(one, 'two'),
  ]).toEqual(['one', 'one', 'two', 404]);
  expect(
    await putPictures({
      root: clone.path,
      remote: 'origin',
      pull: 2,
      files: new Map(),
      looks: new Map(),
      by,
    }),
  ).toBeUndefined();
});

async function releaseOf(tag: string, text = 'film'): Promise<ReleasePlan> {
  const path = join(root, `${oidOf(text)}.mp4`);
  await writeFile(path, text);
  return {
    tag,
    title: 'One',
    notes: 'notes',
    prerelease: true,
    assets: [{ name: 'one.mp4', path, digest: oidOf(text), type: 'video/mp4' }],
  };
}

test('I22: a release has exactly its assets, is made once, and a second run changes nothing', async () => {
  const hub = github(jobToken(['contents', 'write']));
  const plan = await releaseOf('ep/one/v1.0.0');
  expect(await putRelease(hub, plan)).toMatchObject({ published: true });
  expect(await putRelease(hub, plan)).toMatchObject({ published: false });
  const { data } = await sandbox
    .api('stranger')
    .request('GET /repos/{owner}/{repo}/releases/tags/{tag}', { ...place(), tag: plan.tag });
  expect(data.assets.map(({ name, digest }) => [name, digest])).toEqual([
    ['one.mp4', `sha256:${oidOf('film')}`],
  ]);
  const answer = await fetch(data.assets[0]?.browser_download_url ?? '');
  expect(await answer.text()).toBe('film');
  expect(
    await putRelease(hub, await releaseOf(plan.tag, 'another')).catch((error: unknown) => error),
  ).toMatchObject({ code: 'release-differs' });
});

test('an upload that breaks leaves a draft that nobody sees, and the next run completes it', async () => {
  const hub = github(jobToken(['contents', 'write']));
  const plan = await releaseOf('ep/one/v1.0.1');
  const half = {
    ...plan,
    assets: [
      ...plan.assets,
      { name: 'lost.wav', path: join(root, 'not-there'), digest: oidOf('lost'), type: 'audio/wav' },
    ],
  };
  await expect(putRelease(hub, half)).rejects.toThrow('Unable to open file as blob');
  const seen = await sandbox.api('stranger').request('GET /repos/{owner}/{repo}/releases', place());
  expect(seen.data.map(({ tag_name: tag }) => tag)).not.toContain(plan.tag);
  expect(await putRelease(hub, plan)).toMatchObject({ published: true });
});

test('all of it was said as GitHub describes it', () => {
  expect(sandbox.forge.violations()).toEqual([]);
});
