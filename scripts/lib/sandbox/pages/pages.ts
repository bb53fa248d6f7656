import type { PageAnswer } from '../forge/files.ts';
import type { Forge } from '../forge/forge.ts';
import { accessOf } from '../forge/hub.ts';
import type { Release, Repo } from '../forge/tables.ts';
import { avatarSvg, commentPage } from './comment.ts';
import { headOf, here, pictureAt, pullHeadOf, stateOf, when } from './data.ts';
import { diffTable } from './diff.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { icon } from './icons.ts';
import { mermaidLibrary, repoHead, served, styles } from './layout.ts';
import { renderMarkdown } from './markdown.ts';
import { commitList, pullPage } from './pull-page.ts';
import { jobPage, runList, runPage } from './run-page.ts';

const page = (body: string): PageAnswer => ({ status: 200, type: 'text/html; charset=utf-8', body });

/** The forge for people: nothing here changes anything. `undefined` where there is no such page. */
export async function answerPage(forge: Forge, path: string): Promise<PageAnswer | undefined> {
  const avatar = /^\/_avatars\/(.+)$/u.exec(path)?.[1];
  if (avatar !== undefined)
    return { status: 200, type: 'image/svg+xml', body: avatarSvg(decodeURIComponent(avatar)) };
  if (path === '/_assets/style.css') return { status: 200, type: 'text/css', body: styles() };
  if (path === '/_assets/mermaid.js') return { status: 200, type: 'text/javascript', body: mermaidLibrary() };
  if (path === '/') return page(home(forge));
  const [, owner = '', name = '', ...rest] = path.split('/').map(decodeURIComponent);
  const repo = forge.tables.repos.list((row) => row.slug === `${owner}/${name}`)[0];
  if (!repo || accessOf(repo, null) === 'none') return undefined;
  const body = await repoPage(forge, repo, rest);
  return body === undefined ? undefined : page(body);
}

async function repoPage(forge: Forge, repo: Repo, rest: readonly string[]): Promise<string | undefined> {
  const [kind, id = '', ...more] = rest;
  switch (kind) {
    case undefined:
    case '':
      return code(forge, repo);
    case 'pulls':
      return pulls(forge, repo);
    case 'pull': {
      const pull = forge.tables.pulls.list((row) => row.repo === repo.slug && row.number === Number(id))[0];
      const tabs = { '': 'conversation', commits: 'commits', checks: 'checks', files: 'files' } as const;
      const tab = Object.entries(tabs).find(([tail]) => tail === (more[0] ?? ''))?.[1];
      return pull && tab && pullPage(forge, repo, pull, tab);
    }
    case 'actions': {
      if (id === '') return runList(forge, repo);
      const run = forge.tables.runs.get(Number(more[0]));
      if (id !== 'runs' || !run || run.repo !== repo.slug) return undefined;
      if (more[1] !== 'job') return runPage(forge, repo, run);
      const job = forge.tables.jobs.get(Number(more[2]));
      return job?.run === run.id ? jobPage(forge, repo, run, job) : undefined;
    }
    case 'runs': {
      const check = forge.tables.checks.get(Number(id));
      const pull =
        check &&
        forge.tables.pulls.list((row) => row.repo === repo.slug && row.head.sha === check.head_sha)[0];
      return pull && pullPage(forge, repo, pull, 'checks');
    }
    case 'releases':
      return releases(forge, repo, id === 'tag' ? more.join('/') : null);
    case 'commit':
      return commit(forge, repo, id);
    default:
      return undefined;
  }
}

function home(forge: Forge): string {
  const rows = forge.tables.repos
    .list((repo) => !repo.private)
    .map(
      (repo) =>
        html`<div class="row">
          ${icon('repo')} <a href="/${repo.slug}"><b>${repo.slug}</b></a
          >${repo.forkOf !== null && html`<span class="muted">forked from ${repo.forkOf}</span>`}
        </div>`,
    );
  return served(
    'Repositories',
    html`<main>
      <h1 class="title">Repositories</h1>
      <div class="box">${rows}</div>
    </main>`,
  );
}

async function code(forge: Forge, repo: Repo): Promise<string> {
  const git = forge.git(repo.slug);
  const head = repoHead(headOf(forge, repo), 'Code');
  const main = await git.ref('refs/heads/main');
  if (!main)
    return served(
      repo.slug,
      html`${head}
        <main><p class="muted">This repository is empty.</p></main>`,
    );
  const branches = await git.refs('refs/heads');
  const list = (await git.git(['ls-tree', '-z', main.sha])).split('\0').filter(Boolean);
  const entries = list.map((line) => {
    const [meta = '', path = ''] = line.split('\t', 2);
    const folder = meta.includes(' tree ');
    const shown = folder ? path : html`<a href="/${repo.slug}/blob/${main.sha}/${path}?raw=true">${path}</a>`;
    return html`<div class="row">${icon(folder ? 'file-directory-fill' : 'file')} ${shown}</div>`;
  });
  const readme = await git.file(main.sha, 'README.md');
  const text =
    readme &&
    renderMarkdown(Buffer.from(readme).toString('utf8'), { url: '', slug: repo.slug, breaks: false });
  const body = html`<main class="stack">
    <p>
      ${icon('git-branch')}
      ${branches.map(({ name }) => html`<span class="branch">${name.replace('refs/heads/', '')}</span> `)}
    </p>
    <div class="box">${entries}</div>
    ${
      text &&
      html`<div class="box">
        <header>${icon('book')} <b>README</b></header>
        <div class="markdown-body">${text}</div>
      </div>`
    }
    <h2>History of main</h2>
    ${await commitList(forge, repo, null, main.sha)}
  </main>`;
  return served(repo.slug, html`${head}${body}`);
}

function pulls(forge: Forge, repo: Repo): string {
  const signs = {
    open: ['git-pull-request', 'good'],
    draft: ['git-pull-request-draft', 'muted'],
    merged: ['git-merge', ''],
    closed: ['git-pull-request-closed', 'wrong'],
  } as const;
  const rows = forge.tables.pulls
    .list((row) => row.repo === repo.slug)
    .toReversed()
    .map((pull) => {
      const [name, colour] = signs[stateOf(pull)];
      return html`<div class="row">
        <span class="${colour}">${icon(name)}</span>
        <div>
          <a href="/${repo.slug}/pull/${pull.number}"><b>${pull.title}</b></a
          ><br /><span class="muted">#${pull.number} opened ${when(pull.created_at)} by ${pull.author}</span>
        </div>
      </div>`;
    });
  return served(
    `Pull requests · ${repo.slug}`,
    html`${repoHead(headOf(forge, repo), 'Pull requests')}
      <main>
        <h1 class="title">Pull requests</h1>
        <div class="box">${rows}</div>
      </main>`,
  );
}

function releases(forge: Forge, repo: Repo, tag: string | null): string | undefined {
  const rows = forge.tables.releases
    .list((row) => row.repo === repo.slug && !row.draft && (tag === null || row.tag_name === tag))
    .toReversed();
  if (tag !== null && rows.length === 0) return undefined;
  const head = repoHead(headOf(forge, repo), 'Releases');
  return served(
    `Releases · ${repo.slug}`,
    html`${head}
      <main class="stack">${rows.map((row) => releaseBox(forge, repo, row))}</main>`,
  );
}

function releaseBox(forge: Forge, repo: Repo, release: Release): Html {
  const assets = forge.tables.assets.list((row) => row.release === release.id);
  const rows = assets.map(
    (asset) =>
      html`<div class="row">
        ${icon('package')}
        <a href="/${repo.slug}/releases/download/${release.tag_name}/${encodeURIComponent(asset.name)}"
          ><b>${asset.name}</b></a
        ><span class="end mono" title="sha256:${asset.sha256}">sha256:${asset.sha256.slice(0, 16)}…</span
        ><span class="muted">${size(asset.size)}</span>
      </div>`,
  );
  const text = renderMarkdown(here(forge, release.body ?? ''), { url: '', slug: repo.slug, breaks: false });
  return html`<h1 class="title">
      <a href="/${repo.slug}/releases/tag/${release.tag_name}">${release.name ?? release.tag_name}</a>
      ${release.prerelease && html`<span class="pill wait">Pre-release</span>`}
      ${release.immutable && html`<span class="pill">${icon('lock')} Immutable</span>`}
    </h1>
    <p class="muted">
      <b>${release.author}</b> released this ${when(release.published_at ?? release.created_at)}
      ${icon('tag')} ${release.tag_name}
    </p>
    <div class="box"><div class="markdown-body">${text}</div></div>
    <div class="box">
      <header>${icon('package')} <b>Assets</b> <span class="count">${assets.length}</span></header>
      ${rows}
    </div>`;
}

function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} Bytes`;
  return bytes < 1024 ** 2 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

async function commit(forge: Forge, repo: Repo, id: string): Promise<string | undefined> {
  const git = forge.git(repo.slug);
  const sha = /^[0-9a-f]{7,40}$/u.test(id) ? await git.resolve(id) : undefined;
  if (sha === undefined) return undefined;
  const row = await git.commit(sha);
  const [subject = '', ...more] = row.message.split('\n');
  const parent = row.parents[0];
  const diff =
    parent === undefined
      ? html`<p class="muted">The first commit of its history.</p>`
      : await diffTable(forge, repo, parent, sha);
  const body = html`<main class="stack">
    <h1 class="title">${subject}</h1>
    <pre class="muted">${more.join('\n').trim()}</pre>
    <p class="muted">
      <b>${row.author.name}</b> committed ${when(row.committer.date)} <span class="mono">${sha}</span>
    </p>
    ${diff}
  </main>`;
  return served(`${subject} · ${repo.slug}`, html`${repoHead(headOf(forge, repo), 'Code')}${body}`);
}

/** One comment of a pull request as a page by itself: pictures, styles and diagrams inside. */
export async function commentPageOf(forge: Forge, id: number): Promise<string> {
  const comment = forge.tables.comments.get(id);
  const pull =
    comment &&
    forge.tables.pulls.list((row) => row.repo === comment.repo && row.number === comment.number)[0];
  if (!comment || !pull) throw new Error(`No comment ${id} on a pull request`);
  const body = here(forge, comment.body);
  const addresses = new Set(Array.from(body.matchAll(/https?:\/\/[^\s"')>]+/gu), ([address]) => address));
  const pictures = new Map<string, { readonly type: string; readonly bytes: Uint8Array }>();
  for (const address of addresses) {
    const picture = await pictureAt(forge, address.replaceAll('&amp;', '&'));
    if (picture) pictures.set(address.replaceAll('&amp;', '&'), picture);
  }
  return commentPage({
    body,
    author: { login: comment.author },
    pull: await pullHeadOf(forge, pull),
    when: when(comment.created_at),
    edited: comment.updated_at !== comment.created_at,
    url: forge.url,
    picture: (address) => pictures.get(address),
  });
}
