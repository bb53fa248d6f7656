import { z } from 'zod';
import type { Json } from '#core/json.ts';
import { bodyOf, needs, NO_CONTENT, ok, paged, param } from '../call.ts';
import type { Handler, RepoCall } from '../call.ts';
import { dispatchEvent } from '../events.ts';
import { Refusal, accessOf, invalid, notFound } from '../hub.ts';
import { commitShape } from '../shapes/commits.ts';
import { simplePullShape } from '../shapes/pulls.ts';
import { repoShape } from '../shapes/repos.ts';
import { userShape } from '../shapes/users.ts';
import { Json as JsonShape } from '#core/json.ts';

/** GitHub leaves the content out of larger files; only the raw media type has them. */
const CONTENT_LIMIT = 1024 * 1024;

const escapePath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

async function commitOf(call: RepoCall, name: string): Promise<string> {
  const text = param(call, name);
  const sha = await call.git.resolve(text);
  if (sha === undefined) throw new Refusal(422, `No commit found for SHA: ${text}`);
  return sha;
}

const content: Handler = async (call) => {
  const { git, hub, repo } = call;
  const ref = call.query.get('ref') ?? 'main';
  const path = param(call, 'path').replace(/\/+$/u, '');
  const commit = await git.resolve(ref);
  if (commit === undefined) throw new Refusal(404, `No commit found for the ref ${ref}`);
  const sha = await git.objectAt(commit, path);
  const object = sha === undefined ? undefined : await git.object(sha);
  if (sha === undefined || object === undefined) throw notFound();
  const shape = (entry: string, type: string, object: string, size: number) => {
    const self = `${hub.url}/api/v3/repos/${repo.slug}/contents/${escapePath(entry)}?ref=${encodeURIComponent(ref)}`;
    const html = `${hub.url}/${repo.slug}/blob/${encodeURIComponent(ref)}/${escapePath(entry)}`;
    const gitUrl = `${hub.url}/api/v3/repos/${repo.slug}/git/${type === 'dir' ? 'trees' : 'blobs'}/${object}`;
    return {
      type,
      size,
      name: entry.split('/').at(-1) ?? '',
      path: entry,
      sha: object,
      url: self,
      git_url: gitUrl,
      html_url: html,
      download_url: type === 'dir' ? null : `${hub.url}/${repo.slug}/raw/${commit}/${escapePath(entry)}`,
      _links: { self, git: gitUrl, html },
    };
  };
  if (object.type === 'tree') {
    const list = await git.git(['ls-tree', '-z', '-l', sha]);
    const entries: Json[] = list
      .split('\0')
      .filter(Boolean)
      .map((line) => {
        const [meta = '', name = ''] = line.split('\t', 2);
        const [mode = '', type = '', object = '', size = '0'] = meta.split(/ +/u);
        const kind =
          type === 'tree' ? 'dir' : mode === '120000' ? 'symlink' : type === 'commit' ? 'submodule' : 'file';
        return shape(path === '' ? name : `${path}/${name}`, kind, object, Number(size) || 0);
      });
    return ok(entries);
  }
  const { bytes } = object;
  if (call.headers.accept?.includes('raw')) {
    return { status: 200, raw: { bytes, type: 'application/octet-stream' } };
  }
  const small = bytes.length <= CONTENT_LIMIT;
  return ok({
    ...shape(path, 'file', sha, bytes.length),
    content: small ? Buffer.from(bytes).toString('base64') : '',
    encoding: small ? 'base64' : 'none',
  });
};

const compare: Handler = async (call) => {
  const { git, hub, repo } = call;
  const [from = '', to = ''] = param(call, 'basehead').split('...', 2);
  const [base, head] = [await git.resolve(from), await git.resolve(to)];
  const fork = base === undefined || head === undefined ? undefined : await git.mergeBase(base, head);
  if (base === undefined || head === undefined || fork === undefined) throw notFound();
  const [ahead, behind] = [await git.count(`${base}..${head}`), await git.count(`${head}..${base}`)];
  const list = (await git.log(`${base}..${head}`)).toReversed();
  const self = `${hub.url}/api/v3/repos/${repo.slug}/compare/${from}...${to}`;
  const html = `${hub.url}/${repo.slug}/compare/${from}...${to}`;
  const files = await git.rawDiff(fork, head);
  const words: Readonly<Record<string, string>> = { A: 'added', D: 'removed', M: 'modified', T: 'changed' };
  return ok({
    url: self,
    html_url: html,
    permalink_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: await commitShape(hub, repo.slug, base),
    merge_base_commit: await commitShape(hub, repo.slug, fork),
    status: ahead > 0 ? (behind > 0 ? 'diverged' : 'ahead') : behind > 0 ? 'behind' : 'identical',
    ahead_by: ahead,
    behind_by: behind,
    total_commits: list.length,
    commits: await Promise.all(list.map((sha) => commitShape(hub, repo.slug, sha))),
    files: files.slice(0, 300).map((change) => ({
      sha: change.status === 'D' ? change.oldBlob : change.newBlob,
      filename: change.path,
      status: words[change.status] ?? 'changed',
      additions: 0,
      deletions: 0,
      changes: 0,
      blob_url: `${hub.url}/${repo.slug}/blob/${head}/${escapePath(change.path)}`,
      raw_url: `${hub.url}/${repo.slug}/raw/${head}/${escapePath(change.path)}`,
      contents_url: `${hub.url}/api/v3/repos/${repo.slug}/contents/${escapePath(change.path)}?ref=${head}`,
    })),
  });
};

const permission: Handler = (call) => {
  const { hub, repo } = call;
  const login = param(call, 'username');
  const user = hub.tables.users.list((row) => row.login === login)[0];
  if (!user) throw notFound();
  const access = accessOf(repo, login);
  // The older field knows four words: maintain counts as write, triage as read.
  const word = {
    admin: 'admin',
    maintain: 'write',
    write: 'write',
    triage: 'read',
    read: 'read',
    none: 'none',
  }[access];
  return ok({ permission: word, role_name: access, user: { ...userShape(hub, user), role_name: access } });
};

const Dispatch = z.object({
  event_type: z.string().min(1).max(100),
  client_payload: z.record(z.string(), JsonShape).default({}),
});

const dispatch: Handler = async (call) => {
  needs(call, 'write');
  const { event_type: type, client_payload: payload } = bodyOf(call, Dispatch);
  if (Object.keys(payload).length > 10) {
    throw invalid('RepositoryDispatch', 'client_payload', 'custom', 'No more than 10 properties are allowed');
  }
  call.hub.emit(await dispatchEvent(call.hub, call.repo, { kind: 'repository', type, payload }, call.viewer));
  return NO_CONTENT;
};

const fork: Handler = async (call) => {
  const { hub, repo, actor } = call;
  const slug = `${actor.login}/${repo.slug.split('/')[1] ?? ''}`;
  if (slug === repo.slug) throw new Refusal(403, 'You cannot fork your own repository');
  const known = hub.tables.repos.list((row) => row.slug === slug)[0];
  const copy =
    known ??
    (await hub.createRepo({
      slug,
      private: repo.private,
      forkOf: repo.slug,
      description: repo.description,
      access: { [actor.login]: 'admin' },
    }));
  if (!known) {
    await hub
      .git(slug)
      .git(['fetch', '--quiet', call.git.path, 'refs/heads/*:refs/heads/*', 'refs/tags/*:refs/tags/*']);
  }
  return { status: 202, body: repoShape(hub, copy) };
};

const branch: Handler = async (call) => {
  const { hub, repo } = call;
  const name = param(call, 'branch');
  const ref = await call.git.ref(`refs/heads/${name}`);
  if (!ref) throw notFound();
  const self = `${hub.url}/api/v3/repos/${repo.slug}/branches/${encodeURIComponent(name)}`;
  return ok({
    name,
    commit: await commitShape(hub, repo.slug, ref.sha),
    protected: hub.settings.protection[name] !== undefined,
    protection: {},
    protection_url: `${self}/protection`,
    _links: { self, html: `${hub.url}/${repo.slug}/tree/${encodeURIComponent(name)}` },
  });
};

const commits: Handler = async (call) => {
  const from = call.query.get('sha') ?? 'main';
  const sha = await call.git.resolve(from);
  if (sha === undefined) throw notFound();
  const path = call.query.get('path');
  const text = await call.git.git([
    'rev-list',
    '--max-count=1000',
    sha,
    '--',
    ...(path === null ? [] : [path]),
  ]);
  const { page, headers } = paged(call, text === '' ? [] : text.split('\n'));
  return {
    status: 200,
    headers,
    body: await Promise.all(page.map((id) => commitShape(call.hub, call.repo.slug, id))),
  };
};

export const repoRoutes = {
  'repos/get': (call) => ok(repoShape(call.hub, call.repo)),
  'repos/get-content': content,
  'repos/compare-commits-with-basehead': compare,
  'repos/get-collaborator-permission-level': permission,
  'repos/create-dispatch-event': dispatch,
  'repos/create-fork': fork,
  'repos/get-branch': branch,
  'repos/list-branches': async (call) => {
    const { page, headers } = paged(call, await call.git.refs('refs/heads'));
    const url = `${call.hub.url}/api/v3/repos/${call.repo.slug}/commits`;
    return {
      status: 200,
      headers,
      body: page.map(({ name, sha }) => ({
        name: name.replace('refs/heads/', ''),
        commit: { sha, url: `${url}/${sha}` },
        protected: call.hub.settings.protection[name.replace('refs/heads/', '')] !== undefined,
      })),
    };
  },
  'repos/list-tags': async (call) => {
    const { page, headers } = paged(call, await call.git.refs('refs/tags'));
    const self = `${call.hub.url}/api/v3/repos/${call.repo.slug}`;
    return {
      status: 200,
      headers,
      body: await Promise.all(
        page.map(async ({ name }) => {
          const tag = name.replace('refs/tags/', '');
          const sha = (await call.git.resolve(name)) ?? '';
          return {
            name: tag,
            node_id: name,
            commit: { sha, url: `${self}/commits/${sha}` },
            zipball_url: `${self}/zipball/${name}`,
            tarball_url: `${self}/tarball/${name}`,
          };
        }),
      ),
    };
  },
  'repos/list-commits': commits,
  'repos/get-commit': async (call) =>
    ok(await commitShape(call.hub, call.repo.slug, await commitOf(call, 'ref'))),
  'repos/list-pull-requests-associated-with-commit': async (call) => {
    const sha = await commitOf(call, 'commit_sha');
    const found = [];
    for (const pull of call.hub.tables.pulls.list((row) => row.repo === call.repo.slug)) {
      const own = pull.merge_commit_sha === sha && pull.merged_at !== null;
      const inHead =
        (await call.git.isAncestor(sha, pull.head.sha)) && !(await call.git.isAncestor(sha, pull.base.sha));
      if (own || inHead) found.push(simplePullShape(call.hub, pull));
    }
    const { page, headers } = paged(call, found);
    return { status: 200, headers, body: page };
  },
} as const satisfies Partial<Record<string, Handler>>;
