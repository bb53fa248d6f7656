import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ZERO } from '../bare.ts';
import type { Person } from '../git-values.ts';
import { bodyOf, created, NO_CONTENT, needs, ok, paged, param } from '../call.ts';
import type { Handler, RepoCall } from '../call.ts';
import { Refusal, notFound } from '../hub.ts';
import { lockedRefs, refsMoved } from '../refs.ts';
import type { RefChange } from '../refs.ts';
import { gitCommitShape } from '../shapes/commits.ts';
import { refShape } from '../shapes/repos.ts';
import { noreply } from '../shapes/users.ts';

const api = (call: RepoCall): string => `${call.hub.url}/api/v3/repos/${call.repo.slug}/git`;

/** Moves one ref under the repository's lock, then lets pull requests and events follow. */
async function move(call: RepoCall, change: Omit<RefChange, 'forced'>, forced: boolean): Promise<void> {
  guard(call, change.ref);
  await call.hub.locked(call.repo.slug, async () => {
    if (change.after === ZERO) await call.git.dropRef(change.ref);
    else await call.git.setRef(change.ref, change.after, change.before);
    await refsMoved(call.hub, call.repo.slug, [{ ...change, forced }], call.viewer);
  });
}

function guard(call: RepoCall, ref: string): void {
  const why = lockedRefs(call.hub, call.repo.slug).get(ref);
  if (why !== undefined) throw new Refusal(422, why);
}

const CreateRef = z.object({ ref: z.string(), sha: z.string() });

const createRef: Handler = async (call) => {
  needs(call, 'write');
  const { ref, sha } = bodyOf(call, CreateRef);
  if (
    !/^refs\/(?:heads|tags)\/.+/u.test(ref) ||
    (await call.git.ask(['check-ref-format', ref])) === undefined
  ) {
    throw new Refusal(422, 'Reference name must be a valid Git refname');
  }
  if (/^refs\/(?:heads|tags)\/refs\//u.test(ref)) {
    throw new Refusal(422, "Sorry, branch or tag names starting with 'refs/' are not allowed.");
  }
  const type = await call.git.ask(['cat-file', '-t', sha]);
  if (type === undefined) throw new Refusal(422, 'Object does not exist');
  if (await call.git.ref(ref)) throw new Refusal(422, 'Reference already exists');
  await move(call, { ref, before: ZERO, after: sha }, false);
  return created(refShape(call.hub, call.repo.slug, { name: ref, sha, type }));
};

const UpdateRef = z.object({ sha: z.string(), force: z.boolean().optional() });

const updateRef: Handler = async (call) => {
  needs(call, 'write');
  const name = `refs/${param(call, 'ref')}`;
  const { sha, force = false } = bodyOf(call, UpdateRef);
  const before = await call.git.ref(name);
  if (!before) throw new Refusal(422, 'Reference does not exist');
  if ((await call.git.resolve(sha)) !== sha) throw new Refusal(422, 'Object does not exist');
  const forward = await call.git.isAncestor(before.sha, sha);
  if (!forward && !force) throw new Refusal(422, 'Update is not a fast forward');
  await move(call, { ref: name, before: before.sha, after: sha }, !forward);
  return ok(refShape(call.hub, call.repo.slug, { name, sha, type: 'commit' }));
};

const deleteRef: Handler = async (call) => {
  needs(call, 'write');
  const name = `refs/${param(call, 'ref')}`;
  const before = await call.git.ref(name);
  if (!before) throw new Refusal(422, 'Reference does not exist');
  await move(call, { ref: name, before: before.sha, after: ZERO }, false);
  return NO_CONTENT;
};

const CreateBlob = z.object({ content: z.string(), encoding: z.string().default('utf-8') });

const createBlob: Handler = async (call) => {
  needs(call, 'write');
  const { content, encoding } = bodyOf(call, CreateBlob);
  const sha = await call.git.putBlob(Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8'));
  return created({ sha, url: `${api(call)}/blobs/${sha}` });
};

const getBlob: Handler = async (call) => {
  const sha = param(call, 'file_sha');
  const bytes = /^[0-9a-f]{40}$/u.test(sha) ? await call.git.blob(sha) : undefined;
  if (!bytes) throw notFound();
  if (call.headers.accept?.includes('raw')) {
    return { status: 200, raw: { bytes, type: 'application/octet-stream' } };
  }
  return ok({
    sha,
    node_id: sha,
    size: bytes.length,
    url: `${api(call)}/blobs/${sha}`,
    content: Buffer.from(bytes).toString('base64'),
    encoding: 'base64',
  });
};

const Entry = z.object({
  path: z.string(),
  mode: z.enum(['100644', '100755', '040000', '160000', '120000']),
  type: z.enum(['blob', 'tree', 'commit']).optional(),
  sha: z.string().nullish(),
  content: z.string().optional(),
});
const CreateTree = z.object({ base_tree: z.string().optional(), tree: z.array(Entry) });

const createTree: Handler = async (call) => {
  needs(call, 'write');
  const { base_tree: base, tree } = bodyOf(call, CreateTree);
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-index-'));
  const env = { GIT_INDEX_FILE: join(folder, 'index') };
  try {
    if (base === undefined) await call.git.git(['read-tree', '--empty'], { env });
    else if ((await call.git.ask(['read-tree', base], { env })) === undefined) throw notFound();
    for (const entry of tree) {
      if (entry.sha === null) {
        await call.git.git(['rm', '--cached', '-r', '-q', '--ignore-unmatch', '--', entry.path], { env });
        continue;
      }
      const sha = entry.sha ?? (await call.git.putBlob(Buffer.from(entry.content ?? '')));
      if (entry.type === 'tree' || entry.mode === '040000') {
        await call.git.git(['read-tree', `--prefix=${entry.path}/`, sha], { env });
      } else {
        const type = await call.git.ask(['cat-file', '-t', sha]);
        if (type === undefined) throw new Refusal(422, `tree.sha ${sha} is not a valid blob`);
        await call.git.git(['update-index', '--add', '--cacheinfo', `${entry.mode},${sha},${entry.path}`], {
          env,
        });
      }
    }
    return created(await treeBody(call, await call.git.git(['write-tree'], { env }), false));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

async function treeBody(call: RepoCall, sha: string, recursive: boolean) {
  const text = await call.git.git(['ls-tree', '-z', '-l', ...(recursive ? ['-r', '-t'] : []), sha]);
  const entries = text
    .split('\0')
    .filter(Boolean)
    .map((line) => {
      const [meta = '', path = ''] = line.split('\t', 2);
      const [mode = '', type = '', object = '', size = '-'] = meta.split(/ +/u);
      return {
        path,
        mode,
        type,
        sha: object,
        // Trees have no size.
        size: Number(size) || 0,
        url: `${api(call)}/${type}s/${object}`,
      };
    });
  return { sha, url: `${api(call)}/trees/${sha}`, tree: entries, truncated: false };
}

const getTree: Handler = async (call) => {
  const sha = await call.git.resolveTree(param(call, 'tree_sha'));
  if (sha === undefined) throw notFound();
  return ok(await treeBody(call, sha, call.query.has('recursive')));
};

const Signature = z.object({ name: z.string(), email: z.string(), date: z.string().optional() });
const CreateCommit = z.object({
  message: z.string(),
  tree: z.string(),
  parents: z.array(z.string()).default([]),
  author: Signature.optional(),
  committer: Signature.optional(),
});

const createCommit: Handler = async (call) => {
  needs(call, 'write');
  const wanted = bodyOf(call, CreateCommit);
  const { hub, actor } = call;
  if ((await call.git.ask(['cat-file', '-t', wanted.tree])) !== 'tree') {
    throw new Refusal(422, 'Tree SHA does not exist');
  }
  for (const parent of wanted.parents) {
    if ((await call.git.resolve(parent)) === undefined) throw new Refusal(422, 'Parent SHA does not exist');
  }
  const signed = (who: z.infer<typeof Signature> | undefined): Person | undefined =>
    who && { name: who.name, email: who.email, date: who.date ?? hub.now() };
  const author = signed(wanted.author) ?? { name: actor.login, email: noreply(actor), date: hub.now() };
  const sha = await call.git.commitTree({
    tree: wanted.tree,
    parents: wanted.parents,
    message: wanted.message,
    author,
    committer: signed(wanted.committer) ?? author,
  });
  return created(await gitCommitShape(hub, call.repo.slug, sha));
};

const CreateTag = z.object({
  tag: z.string(),
  message: z.string(),
  object: z.string(),
  type: z.enum(['commit', 'tree', 'blob']),
  tagger: Signature.optional(),
});

const createTag: Handler = async (call) => {
  needs(call, 'write');
  const { tag, message, object, type, tagger } = bodyOf(call, CreateTag);
  const { hub, actor } = call;
  const who = { name: tagger?.name ?? actor.login, email: tagger?.email ?? noreply(actor) };
  const seconds = Math.floor(Date.parse(tagger?.date ?? hub.now()) / 1000);
  const text = `object ${object}\ntype ${type}\ntag ${tag}\ntagger ${who.name} <${who.email}> ${seconds} +0000\n\n${message}\n`;
  const sha = await call.git.ask(['hash-object', '-t', 'tag', '-w', '--stdin'], { input: text });
  if (sha === undefined) throw new Refusal(422, 'Tag object is not valid');
  return created(await tagBody(call, sha));
};

async function tagBody(call: RepoCall, sha: string) {
  const text = await call.git.ask(['cat-file', 'tag', sha]);
  if (text === undefined) throw notFound();
  const field = (name: string) => new RegExp(`^${name} (.*)$`, 'mu').exec(text)?.[1] ?? '';
  const [, name = '', email = '', seconds = '0'] = /^(.*) <(.*)> (\d+)/u.exec(field('tagger')) ?? [];
  return {
    node_id: sha,
    tag: field('tag'),
    sha,
    url: `${api(call)}/tags/${sha}`,
    message: text.slice(text.indexOf('\n\n') + 2),
    tagger: { name, email, date: new Date(Number(seconds) * 1000).toISOString() },
    object: {
      type: field('type'),
      sha: field('object'),
      url: `${api(call)}/${field('type')}s/${field('object')}`,
    },
  };
}

export const gitRoutes = {
  'git/create-ref': createRef,
  'git/update-ref': updateRef,
  'git/delete-ref': deleteRef,
  'git/get-ref': async (call) => {
    const ref = await call.git.ref(`refs/${param(call, 'ref')}`);
    if (!ref) throw notFound();
    return ok(refShape(call.hub, call.repo.slug, ref));
  },
  'git/list-matching-refs': async (call) => {
    const prefix = `refs/${param(call, 'ref')}`;
    const refs = (await call.git.refs()).filter((ref) => ref.name.startsWith(prefix));
    const { page, headers } = paged(call, refs);
    return { status: 200, headers, body: page.map((ref) => refShape(call.hub, call.repo.slug, ref)) };
  },
  'git/create-blob': createBlob,
  'git/get-blob': getBlob,
  'git/create-tree': createTree,
  'git/get-tree': getTree,
  'git/create-commit': createCommit,
  'git/get-commit': async (call) => {
    const sha = param(call, 'commit_sha');
    if ((await call.git.resolve(sha)) !== sha) throw notFound();
    return ok(await gitCommitShape(call.hub, call.repo.slug, sha));
  },
  'git/create-tag': createTag,
  'git/get-tag': async (call) => ok(await tagBody(call, param(call, 'tag_sha'))),
} as const satisfies Partial<Record<string, Handler>>;
