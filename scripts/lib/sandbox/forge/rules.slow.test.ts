import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { oidOf } from '#core/oid.ts';
import { stage } from '../runner/fixture.ts';
import type { Stage } from '../runner/fixture.ts';
import type { Role } from '../sandbox.ts';
import type { Level, Scope } from '../openapi/operations.ts';

/** Each `[name]` below is a row of the table of rules in README.md, and goes red when the rule is taken out. */

let set: Stage;
let here: { owner: string; repo: string };

beforeAll(async () => {
  set = await stage({ 'a.txt': 'a\n' }, { settings: { fileLimit: 1024 * 1024 } });
  here = { owner: set.owner, repo: set.repo };
  for (const name of ['one', 'two', 'clash']) {
    await set.clone.git('switch', '-q', '-c', name, 'main');
    await set.clone.commit(name, { [name === 'clash' ? 'a.txt' : `${name}.txt`]: name });
    await set.clone.push();
  }
  await set.clone.git('switch', '-q', 'main');
  await set.clone.commit('on main', { 'a.txt': 'changed on main\n' });
  await set.clone.push();
  await api('owner').request('POST /repos/{owner}/{repo}/pulls', {
    ...here,
    title: 'One',
    head: 'one',
    base: 'main',
  });
});
afterAll(() => set[Symbol.asyncDispose]());

const api = (role: Role) => set.sandbox.api(role);

interface Asked {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly token?: string | null;
}

/** Asks the forge without a client in between: a status and what was said. */
async function ask(
  path: string,
  { method = 'GET', body, headers = {}, token = set.sandbox.users.owner.token }: Asked = {},
) {
  const url = path.startsWith('http') ? path : `${set.sandbox.forge.apiUrl}/repos/${set.sandbox.slug}${path}`;
  const response = await fetch(url, {
    method,
    headers: { ...(token !== null && { authorization: `Bearer ${token}` }), ...headers },
    ...(body !== undefined && {
      body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body),
    }),
  });
  const text = await response.text();
  return { status: response.status, text, json: (): unknown => JSON.parse(text) };
}

const jobToken = (grants: Partial<Record<Scope, Level>>): string =>
  set.sandbox.forge.mintJobToken({ repo: set.sandbox.slug, run: 1, job: 1 }, new Map(scopes(grants)));

function* scopes(grants: Partial<Record<Scope, Level>>): Generator<[Scope, Level]> {
  const names: readonly Scope[] = ['actions', 'checks', 'contents', 'issues', 'pull_requests', 'statuses'];
  for (const name of names) {
    const level = grants[name];
    if (level !== undefined) yield [name, level];
  }
}

const comment = (length: number) => ({ method: 'POST', body: { body: 'x'.repeat(length) } });

test('a comment holds 65 536 characters and no more [comment-limit]', async () => {
  expect((await ask('/issues/1/comments', comment(65_536))).status).toBe(201);
  const refused = await ask('/issues/1/comments', comment(65_537));
  expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('body is too long')]);
  const pull = { method: 'PATCH', body: { body: 'x'.repeat(65_537) } };
  expect((await ask('/pulls/1', pull)).status).toBe(422);
});

test('a check takes 50 annotations a request, and more by more requests [annotations-50]', async () => {
  const token = jobToken({ checks: 'write' });
  const sha = await set.clone.git('rev-parse', 'one');
  const annotation = { path: 'a', start_line: 1, end_line: 1, annotation_level: 'notice', message: 'm' };
  const output = (count: number) => ({
    title: 't',
    summary: 's',
    annotations: Array.from({ length: count }, () => annotation),
  });
  const made = await ask('/check-runs', {
    method: 'POST',
    token,
    body: { name: 'c', head_sha: sha, output: output(50) },
  });
  expect(made.status).toBe(201);
  const over = await ask('/check-runs', {
    method: 'POST',
    token,
    body: { name: 'c', head_sha: sha, output: output(51) },
  });
  expect(over.status).toBe(422);
  const { id } = set.sandbox.forge.tables.checks.list((row) => row.name === 'c')[0] ?? { id: 0 };
  await ask(`/check-runs/${id}`, {
    method: 'PATCH',
    token,
    body: { conclusion: 'success', output: output(50) },
  });
  expect(set.sandbox.forge.tables.checks.get(id)?.annotations).toHaveLength(100);
});

test('only an app writes checks [checks-by-apps]', async () => {
  const sha = await set.clone.git('rev-parse', 'one');
  const body = { name: 'c', head_sha: sha, status: 'in_progress' };
  expect((await ask('/check-runs', { method: 'POST', body })).status).toBe(403);
  expect(
    (await ask('/check-runs', { method: 'POST', body, token: jobToken({ checks: 'write' }) })).status,
  ).toBe(201);
});

const RELEASE = { tag_name: 'v1', draft: true };

async function draft(tag: string) {
  const { data } = await api('owner').request('POST /repos/{owner}/{repo}/releases', {
    ...here,
    ...RELEASE,
    tag_name: tag,
  });
  const upload = (name: string, bytes: string, token = set.sandbox.users.owner.token) =>
    ask(data.upload_url.replace(/\{.*$/u, `?name=${encodeURIComponent(name)}`), {
      method: 'POST',
      body: Buffer.from(bytes),
      headers: { 'content-type': 'text/plain' },
      token,
    });
  return { id: data.id, upload };
}

test('an asset’s name is there once, its special characters become periods [asset-name-once]', async () => {
  const { upload } = await draft('names');
  expect((await upload('a.txt', 'one')).status).toBe(201);
  const again = await upload('a.txt', 'two');
  expect([again.status, again.text]).toEqual([422, expect.stringContaining('already_exists')]);
  expect((await upload('ä b.txt', 'x')).text).toContain('"name":"b.txt"');
});

test('an asset’s bytes come back as they went in, under the digest that was said [asset-digest]', async () => {
  const { id, upload } = await draft('bytes');
  await upload('a.txt', 'the bytes');
  const { data } = await api('owner').request('GET /repos/{owner}/{repo}/releases/{release_id}/assets', {
    ...here,
    release_id: id,
  });
  expect(data[0]?.digest).toBe(`sha256:${oidOf('the bytes')}`);
  const path = `/releases/assets/${data[0]?.id ?? 0}`;
  expect((await ask(path, { headers: { accept: 'application/octet-stream' } })).text).toBe('the bytes');
  await api('owner').request('PATCH /repos/{owner}/{repo}/releases/{release_id}', {
    ...here,
    release_id: id,
    draft: false,
  });
  expect(
    (await ask(`${set.sandbox.url}/${set.sandbox.slug}/releases/download/bytes/a.txt`, { token: null })).text,
  ).toBe('the bytes');
});

test('a published release is locked: assets, tag, and the tag’s name for ever [immutable-release]', async () => {
  const { id, upload } = await draft('v2');
  await upload('a.txt', 'one');
  const patch = { method: 'PATCH', body: { draft: false } };
  expect((await ask(`/releases/${id}`, patch)).status).toBe(200);
  const late = await upload('b.txt', 'late');
  expect([late.status, late.text]).toEqual([
    422,
    expect.stringContaining('Cannot upload assets to an immutable release'),
  ]);
  const asset = set.sandbox.forge.tables.assets.list((row) => row.release === id)[0]?.id ?? 0;
  expect((await ask(`/releases/assets/${asset}`, { method: 'DELETE' })).status).toBe(422);
  expect((await ask('/git/refs/tags/v2', { method: 'DELETE' })).status).toBe(422);
  await expect(set.clone.git('push', '-q', 'origin', ':refs/tags/v2')).rejects.toThrow('GH006');
  expect((await ask(`/releases/${id}`, { method: 'DELETE' })).status).toBe(204);
  const again = await ask('/releases', { method: 'POST', body: { tag_name: 'v2' } });
  expect([again.status, again.text]).toEqual([
    422,
    expect.stringContaining('was used by an immutable release'),
  ]);
});

test('a draft is seen by those who may push, and has no tag before it is published [draft-hidden]', async () => {
  const { id } = await draft('v3');
  expect((await ask('/releases/tags/v3')).status).toBe(404);
  expect((await ask(`/releases/${id}`, { token: set.sandbox.users.stranger.token })).status).toBe(404);
  expect((await ask('/git/ref/tags/v3')).status).toBe(404);
  await ask(`/releases/${id}`, { method: 'PATCH', body: { draft: false } });
  expect((await ask('/git/ref/tags/v3')).status).toBe(200);
  expect((await ask('/releases/tags/v3', { token: null })).status).toBe(200);
});

test('a job’s token does what its permissions say, and nothing else [token-scopes]', async () => {
  const told = await ask('/issues/1/comments', { ...comment(3), token: jobToken({ contents: 'write' }) });
  expect([told.status, told.text]).toEqual([
    403,
    expect.stringContaining('Resource not accessible by integration'),
  ]);
  expect((await ask('/pulls/1', { token: jobToken({ contents: 'read' }) })).status).toBe(403);
  expect((await ask('/pulls/1', { token: jobToken({ pull_requests: 'read' }) })).status).toBe(200);
  expect(
    (await ask('/releases', { method: 'POST', body: RELEASE, token: jobToken({ contents: 'read' }) })).status,
  ).toBe(403);
  expect((await ask(`${set.sandbox.forge.apiUrl}/user`, { token: jobToken({}) })).status).toBe(403);
});

test('a comment’s permission follows what is commented on [token-target]', async () => {
  expect(
    (await ask('/issues/1/comments', { ...comment(3), token: jobToken({ issues: 'write' }) })).status,
  ).toBe(403);
  expect(
    (await ask('/issues/1/comments', { ...comment(3), token: jobToken({ pull_requests: 'write' }) })).status,
  ).toBe(201);
  await ask('/issues', { method: 'POST', body: { title: 'an issue' } });
  expect(
    (await ask('/issues/2/comments', { ...comment(3), token: jobToken({ issues: 'write' }) })).status,
  ).toBe(201);
  expect(
    (await ask('/issues/2/comments', { ...comment(3), token: jobToken({ pull_requests: 'write' }) })).status,
  ).toBe(403);
});

test('a revoked or unknown token is 401, and writing wants one [bad-token]', async () => {
  const token = jobToken({ pull_requests: 'read' });
  set.sandbox.forge.revokeJobToken(token);
  expect((await ask('/pulls/1', { token })).status).toBe(401);
  expect((await ask('/pulls/1', { token: 'made-up' })).status).toBe(401);
  expect((await ask('/issues/1/comments', { ...comment(3), token: null })).status).toBe(401);
  expect((await ask('/pulls/1', { token: null })).status).toBe(200);
});

test('a job neither opens nor approves pull requests, and nobody approves their own [review-rules]', async () => {
  const token = jobToken({ pull_requests: 'write' });
  const open = await ask('/pulls', {
    method: 'POST',
    token,
    body: { title: 't', head: 'two', base: 'main' },
  });
  expect([open.status, open.text]).toEqual([
    403,
    expect.stringContaining('not permitted to create or approve'),
  ]);
  const approve = { method: 'POST', body: { event: 'APPROVE' } };
  expect((await ask('/pulls/1/reviews', { ...approve, token })).status).toBe(422);
  const own = await ask('/pulls/1/reviews', approve);
  expect([own.status, own.text]).toEqual([422, expect.stringContaining('your own pull request')]);
  expect(
    (await ask('/pulls/1/reviews', { ...approve, token: set.sandbox.users.reviewer.token })).status,
  ).toBe(200);
});

const open = (head: string, base = 'main') =>
  ask('/pulls', { method: 'POST', body: { title: 't', head, base } });

test('a pull request wants a branch that is there, something new, and no twin [pull-rules]', async () => {
  expect((await open('absent')).status).toBe(422);
  expect((await open('two', 'absent')).status).toBe(422);
  expect((await open('one')).text).toContain('A pull request already exists for alpha:one.');
  await set.clone.git('push', '-q', 'origin', 'main:refs/heads/same');
  expect((await open('same')).text).toContain('No commits between main and same');
});

test('a branch or tag that is called refs/… is refused, so that every full name means one ref [ref-names]', async () => {
  await expect(set.clone.push('HEAD:refs/heads/refs/heads/main')).rejects.toThrow('GH002');
  const body = { ref: 'refs/tags/refs/heads/main', sha: await set.clone.git('rev-parse', 'origin/main') };
  expect((await ask('/git/refs', { method: 'POST', body })).status).toBe(422);
});

test('a conflict makes no merge commit, starts nothing and cannot be merged [merge-conflict]', async () => {
  const { data } = await api('owner').request('POST /repos/{owner}/{repo}/pulls', {
    ...here,
    title: 'C',
    head: 'clash',
    base: 'main',
  });
  expect([data.mergeable, data.mergeable_state]).toEqual([false, 'dirty']);
  expect(await set.sandbox.forge.git(set.sandbox.slug).ref(`refs/pull/${data.number}/merge`)).toBeUndefined();
  const event = set.sandbox.forge.events().findLast(({ name }) => name === 'pull_request');
  expect(event?.sha).toBeNull();
  expect((await ask(`/pulls/${data.number}/merge`, { method: 'PUT', body: {} })).status).toBe(405);
});

test('a merge of another head than the one that was looked at is refused [merge-moved]', async () => {
  const { data } = await api('owner').request('POST /repos/{owner}/{repo}/pulls', {
    ...here,
    title: 'Two',
    head: 'two',
    base: 'main',
  });
  const merge = (sha: string) =>
    ask(`/pulls/${data.number}/merge`, { method: 'PUT', body: { sha, merge_method: 'squash' } });
  expect((await merge('0'.repeat(40))).status).toBe(409);
  expect((await merge(data.head.sha)).status).toBe(200);
  await set.clone.git('fetch', '-q', 'origin');
  expect(await set.clone.git('log', '-1', '--format=%s %P', 'origin/main')).toMatch(
    /^Two \(#\d+\) [0-9a-f]{40}$/u,
  );
});

test('a protected branch changes by pull request, when its approvals and checks are there [protected-branch]', async () => {
  const rule = { approvals: 1, checks: ['must'] };
  await using other = await stage({ 'a.txt': 'a' }, { settings: { protection: { guarded: rule } } });
  const { clone, sandbox, owner, repo } = other;
  await clone.push('HEAD:refs/heads/guarded');
  await clone.git('switch', '-q', '-c', 'topic');
  const sha = await clone.commit('change', { 'a.txt': 'b' });
  await clone.push();
  await expect(clone.push('HEAD:refs/heads/guarded')).rejects.toThrow('GH006');
  const request = sandbox.api('owner').request;
  const opened = await request('POST /repos/{owner}/{repo}/pulls', {
    owner,
    repo,
    title: 't',
    head: 'topic',
    base: 'guarded',
  });
  const pull = { owner, repo, pull_number: opened.data.number };
  const merge = () =>
    request('PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge', pull).then(
      ({ status }) => String(status),
      (error: unknown) => String(error),
    );
  expect(await merge()).toContain('At least 1 approving review is required');
  await sandbox
    .api('stranger')
    .request('POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews', { ...pull, event: 'APPROVE' });
  expect(await merge()).toContain('At least 1 approving review is required');
  await sandbox
    .api('reviewer')
    .request('POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews', { ...pull, event: 'APPROVE' });
  expect(await merge()).toContain('Required status check "must" is expected');
  await request('POST /repos/{owner}/{repo}/statuses/{sha}', {
    owner,
    repo,
    sha,
    state: 'success',
    context: 'must',
  });
  expect(await merge()).toBe('200');
});

test('refs/pull is the forge’s own [hidden-refs]', async () => {
  expect(await set.clone.git('ls-remote', 'origin', 'refs/pull/1/head')).toContain('refs/pull/1/head');
  await expect(set.clone.git('push', '-q', 'origin', 'HEAD:refs/pull/1/head')).rejects.toThrow('hidden ref');
});

test('a file over the limit does not come in without LFS [file-limit]', async () => {
  await set.clone.git('switch', '-q', '-c', 'large');
  await set.clone.commit('large', { 'large.bin': Buffer.alloc(1024 * 1024 + 1) });
  await expect(set.clone.push()).rejects.toThrow('GH001');
  await set.clone.git('switch', '-q', '-C', 'large', 'main');
});

test('an LFS object is taken by its digest and its size alone [lfs-digest]', async () => {
  const batch = (operation: string, oid: string, size: number, token = set.sandbox.users.owner.token) =>
    ask(`${set.sandbox.url}/${set.sandbox.slug}.git/info/lfs/objects/batch`, {
      method: 'POST',
      token,
      body: { operation, transfers: ['basic'], objects: [{ oid, size }] },
    });
  const oid = oidOf('right');
  const href = /"href":"([^"]+)"/u.exec((await batch('upload', oid, 5)).text)?.[1] ?? '';
  expect((await ask(href, { method: 'PUT', body: Buffer.from('wrong'), token: null })).status).toBe(422);
  expect((await batch('download', oid, 5)).text).toContain('"code":404');
  expect((await ask(href, { method: 'PUT', body: Buffer.from('right'), token: null })).status).toBe(200);
  expect((await batch('download', oid, 5)).text).toContain('"download"');
  expect((await batch('upload', oidOf('x'), 3 * 1024 ** 3)).text).toContain('"code":422');
  expect((await batch('upload', oidOf('y'), 1, set.sandbox.users.stranger.token)).status).toBe(403);
  expect((await batch('upload', oidOf('y'), 1, null)).status).toBe(401);
  expect(
    (await ask(`${href.slice(0, -3)}abc`, { method: 'PUT', body: Buffer.from('right'), token: null })).status,
  ).toBe(403);
});

test('a status says 140 characters, and a thousand times [status-limits]', async () => {
  const sha = await set.clone.git('rev-parse', 'main');
  const say = (description: string) =>
    ask(`/statuses/${sha}`, { method: 'POST', body: { state: 'success', context: 'c', description } });
  expect((await say('x'.repeat(140))).status).toBe(201);
  expect((await say('x'.repeat(141))).status).toBe(422);
  const { journal, statuses } = set.sandbox.forge.tables;
  const [row] = statuses.list();
  if (!row) throw new Error('no status');
  for (let count = 1; count < 1000; count += 1) statuses.put({ ...row, id: journal.nextId() });
  expect((await say('one more')).status).toBe(422);
});

test('lists come in pages of at most a hundred, with links [pages]', async () => {
  await Promise.all(Array.from({ length: 5 }, () => ask('/issues/1/comments', comment(1))));
  const response = await fetch(
    `${set.sandbox.forge.apiUrl}/repos/${set.sandbox.slug}/issues/1/comments?per_page=2&page=2`,
  );
  expect(await response.json()).toHaveLength(2);
  expect(response.headers.get('link')).toMatch(/page=1>; rel="prev".*page=3>; rel="next"/u);
  const all = (await ask('/issues/1/comments?per_page=1000')).json();
  expect(Array.isArray(all) ? all.length : 0).toBeLessThanOrEqual(100);
});

test('what is not in the description is 501, and is told [unknown-route]', async () => {
  const before = set.sandbox.forge.violations().length;
  expect((await ask('/pulls/1/comments')).status).toBe(501);
  expect((await ask(`${set.sandbox.url}/api/v3/gists`)).status).toBe(501);
  expect(
    set.sandbox.forge
      .violations()
      .slice(before)
      .map(({ side }) => side),
  ).toEqual(['route', 'route']);
});

test('a request outside of the description is 422, and is told [bad-request]', async () => {
  const before = set.sandbox.forge.violations().length;
  expect((await ask('/issues/1/comments', { method: 'POST', body: {} })).status).toBe(422);
  expect((await ask('/pulls?state=ajar')).status).toBe(422);
  expect((await ask('/pulls?made_up=1')).status).toBe(422);
  expect(
    set.sandbox.forge
      .violations()
      .slice(before)
      .map(({ side }) => side),
  ).toEqual(['request', 'request', 'request']);
});

const level = async (username: string) => {
  const asked = await api('owner').request('GET /repos/{owner}/{repo}/collaborators/{username}/permission', {
    ...here,
    username,
  });
  return asked.data.permission;
};

test('permission levels are those of the repository [permission-level]', async () => {
  expect(await Promise.all(['alpha', 'reviewer', 'stranger'].map(level))).toEqual(['admin', 'write', 'read']);
  expect((await ask('/collaborators/nobody/permission')).status).toBe(404);
});

test('a stranger comments, but changes nothing of others and pushes nothing [stranger]', async () => {
  const { token } = set.sandbox.users.stranger;
  expect((await ask('/issues/1/comments', { ...comment(3), token })).status).toBe(201);
  const first = set.sandbox.forge.tables.comments.list((row) => row.author === 'alpha')[0]?.id ?? 0;
  expect(
    (await ask(`/issues/comments/${first}`, { method: 'PATCH', body: { body: 'x' }, token })).status,
  ).toBe(403);
  expect((await ask('/releases', { method: 'POST', body: RELEASE, token })).status).toBe(403);
  const sha = await set.clone.git('rev-parse', 'main');
  expect((await ask('/git/refs', { method: 'POST', body: { ref: 'refs/heads/x', sha }, token })).status).toBe(
    403,
  );
  const { forge, url, slug } = set.sandbox;
  const header = `http.extraheader=Authorization: Bearer ${token ?? ''}`;
  const push = execa(
    'git',
    ['--git-dir', forge.git(slug).path, '-c', header, 'push', `${url}/${slug}`, 'main:x'],
    {
      env: { HOME: '/nonexistent', GIT_TERMINAL_PROMPT: '0', PATH: process.env['PATH'] ?? '' },
      extendEnv: false,
    },
  );
  await expect(push).rejects.toThrow('403');
});

test('refs move forward, or by force, or not at all [ref-rules]', async () => {
  const main = await set.clone.git('rev-parse', 'origin/main');
  const older = await set.clone.git('rev-parse', 'origin/main~1');
  const create = (ref: string, sha: string) => ask('/git/refs', { method: 'POST', body: { ref, sha } });
  expect((await create('refs/heads/r', main)).status).toBe(201);
  expect((await create('refs/heads/r', main)).status).toBe(422);
  expect((await create('heads/r', main)).status).toBe(422);
  expect((await create('refs/heads/q', '0'.repeat(40))).status).toBe(422);
  const move = (force: boolean) => ask('/git/refs/heads/r', { method: 'PATCH', body: { sha: older, force } });
  expect([(await move(false)).status, (await move(true)).status]).toEqual([422, 200]);
  expect((await ask('/git/refs/heads/r', { method: 'DELETE' })).status).toBe(204);
});

test('pictures of a commit are served for comments, pages and scripts are not [raw-files]', async () => {
  const { data } = await api('owner').request('POST /repos/{owner}/{repo}/git/blobs', {
    ...here,
    content: Buffer.from('PNG').toString('base64'),
    encoding: 'base64',
  });
  const tree = await api('owner').request('POST /repos/{owner}/{repo}/git/trees', {
    ...here,
    tree: [
      { path: 'a/x.png', mode: '100644', type: 'blob', sha: data.sha },
      { path: 'x.html', mode: '100644', type: 'blob', content: '<script>1</script>' },
    ],
  });
  const commit = await api('owner').request('POST /repos/{owner}/{repo}/git/commits', {
    ...here,
    message: 'm',
    tree: tree.data.sha,
    parents: [],
  });
  const base = `${set.sandbox.url}/${set.sandbox.slug}`;
  const picture = await fetch(`${base}/blob/${commit.data.sha}/a/x.png?raw=true`);
  expect([picture.headers.get('content-type'), await picture.text()]).toEqual(['image/png', 'PNG']);
  const html = await fetch(`${base}/raw/${commit.data.sha}/x.html`);
  expect(html.headers.get('content-type')).toBe('text/plain; charset=utf-8');
});

test('what a test lets go wrong goes wrong, as often as it said', async () => {
  const { faults } = set.sandbox.forge;
  faults.add({ path: '/pulls/1', times: 2, with: { kind: 'status', status: 503 } });
  faults.add({ path: /labels$/u, with: { kind: 'status', status: 429, headers: { 'retry-after': '1' } } });
  faults.add({ path: '/branches', with: { kind: 'reset' } });
  expect([
    (await ask('/pulls/1')).status,
    (await ask('/pulls/1')).status,
    (await ask('/pulls/1')).status,
  ]).toEqual([503, 503, 200]);
  expect((await ask('/labels')).status).toBe(429);
  await expect(ask('/branches')).rejects.toThrow('fetch failed');
  expect((await ask('/branches')).status).toBe(200);
});
