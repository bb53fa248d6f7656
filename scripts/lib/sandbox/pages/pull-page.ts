import type { Forge } from '../forge/forge.ts';
import type { Check, Pull, Repo } from '../forge/tables.ts';
import { commentBox, pullHead, side } from './comment.ts';
import { authorOf, baseOf, headOf, here, pullHeadOf, when } from './data.ts';
import { diffTable } from './diff.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { icon } from './icons.ts';
import { repoHead, served } from './layout.ts';
import { renderMarkdown } from './markdown.ts';

type Tab = 'conversation' | 'commits' | 'checks' | 'files';

export async function pullPage(forge: Forge, repo: Repo, pull: Pull, tab: Tab): Promise<string> {
  const head = await pullHeadOf(forge, pull);
  const self = `/${repo.slug}/pull/${pull.number}`;
  const base = await baseOf(forge, pull);
  const files = await forge.git(repo.slug).rawDiff(base, pull.head.sha);
  const checks = newestChecks(forge, repo, pull.head.sha);
  const tabs = [
    ['conversation', '', 'comment-discussion', 'Conversation', commentsOf(forge, pull).length],
    ['commits', '/commits', 'git-commit', 'Commits', head.commits],
    ['checks', '/checks', 'checklist', 'Checks', checks.length],
    ['files', '/files', 'file-diff', 'Files changed', files.length],
  ] as const;
  const bar = html`<nav class="tabs" style="margin-bottom:24px;border-bottom:1px solid var(--border)">
    ${tabs.map(
      ([id, tail, picture, title, count]) =>
        html`<a href="${self}${tail}" ${id === tab && html`aria-current="page"`}
          >${icon(picture)} ${title} <span class="count">${count}</span></a
        >`,
    )}
  </nav>`;
  const body = {
    conversation: () => conversation(forge, repo, pull, base, checks),
    commits: () => commitList(forge, repo, base, pull.head.sha),
    checks: () => Promise.resolve(checkList(checks)),
    files: () => diffTable(forge, repo, base, pull.head.sha),
  }[tab];
  const whole = html`${repoHead(headOf(forge, repo), 'Pull requests')}
    <main>${pullHead(head)}${bar}${await body()}</main>`;
  return served(`${pull.title} · Pull Request #${pull.number} · ${repo.slug}`, whole);
}

const commentsOf = (forge: Forge, pull: Pull) =>
  forge.tables.comments.list((row) => row.repo === pull.repo && row.number === pull.number);

function newestChecks(forge: Forge, repo: Repo, sha: string): Check[] {
  const rows = forge.tables.checks.list((row) => row.repo === repo.slug && row.head_sha === sha);
  return [...new Map(rows.map((row) => [row.name, row])).values()];
}

interface Entry {
  readonly at: string;
  readonly shown: Html;
}

async function conversation(
  forge: Forge,
  repo: Repo,
  pull: Pull,
  base: string,
  checks: readonly Check[],
): Promise<Html> {
  const place = { url: '', slug: repo.slug, breaks: true };
  const git = forge.git(repo.slug);
  const first = commentBox({
    id: `issue-${pull.number}`,
    author: authorOf(pull.author),
    when: when(pull.created_at),
    verb: 'commented',
    edited: false,
    label: null,
    body:
      (pull.body ?? '') === ''
        ? html`<p class="muted"><em>No description provided.</em></p>`
        : renderMarkdown(pull.body ?? '', place),
  });
  const commits = await Promise.all(
    (await git.log(`${base}..${pull.head.sha}`)).toReversed().map(async (sha): Promise<Entry> => {
      const commit = await git.commit(sha);
      const shown = html`<div class="event">
        <span class="badge">${icon('git-commit')}</span
        ><img
          class="avatar small"
          src="/_avatars/${encodeURIComponent(commit.author.name)}"
          alt=""
          width="20"
          height="20"
        /><a href="/${repo.slug}/commit/${sha}">${commit.message.split('\n')[0]}</a
        ><a class="sha mono muted" href="/${repo.slug}/commit/${sha}">${sha.slice(0, 7)}</a>
      </div>`;
      return { at: commit.committer.date, shown };
    }),
  );
  const comments = commentsOf(forge, pull).map((row): Entry => ({
    at: row.created_at,
    shown: commentBox({
      id: `issuecomment-${row.id}`,
      author: authorOf(row.author),
      when: when(row.created_at),
      verb: 'commented',
      edited: row.updated_at !== row.created_at,
      label: null,
      body: renderMarkdown(here(forge, row.body), place),
    }),
  }));
  const reviews = forge.tables.reviews
    .list((row) => row.repo === repo.slug && row.number === pull.number)
    .map((row): Entry => {
      const approved = row.state === 'APPROVED';
      const words = {
        APPROVED: 'approved these changes',
        CHANGES_REQUESTED: 'requested changes',
        COMMENTED: 'reviewed',
        DISMISSED: 'left a review that was dismissed',
        PENDING: 'is reviewing',
      }[row.state];
      const badge = approved ? 'ok' : row.state === 'CHANGES_REQUESTED' ? 'bad' : '';
      const text =
        row.body === ''
          ? ''
          : commentBox({
              id: `review-${row.id}`,
              author: authorOf(row.author),
              when: when(row.submitted_at),
              verb: 'left a comment',
              edited: false,
              label: null,
              body: renderMarkdown(here(forge, row.body), place),
            });
      return {
        at: row.submitted_at,
        shown: html`<div class="event">
            <span class="badge ${badge}">${icon(approved ? 'check' : 'eye')}</span
            ><b>${row.author}</b> ${words} ${when(row.submitted_at)}
            <span class="sha mono">${row.commit_id.slice(0, 7)}</span>
          </div>
          ${text}`,
      };
    });
  const end: Entry[] =
    pull.closed_at === null
      ? []
      : [
          {
            at: pull.closed_at,
            shown:
              pull.merged_at === null
                ? html`<div class="event">
                    <span class="badge bad">${icon('git-pull-request-closed')}</span><b>closed</b> this
                    ${when(pull.closed_at)}
                  </div>`
                : html`<div class="event">
                    <span class="badge merged">${icon('git-merge')}</span><b>${pull.merged_by}</b> merged
                    commit
                    <a class="mono" href="/${repo.slug}/commit/${pull.merge_commit_sha}"
                      >${pull.merge_commit_sha?.slice(0, 7)}</a
                    >
                    into <span class="branch">${pull.base.ref}</span> ${when(pull.merged_at)}
                  </div>`,
          },
        ];
  const entries = [...commits, ...comments, ...reviews, ...end].toSorted((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
  );
  const reviewers = forge.tables.reviews
    .list((row) => row.repo === repo.slug && row.number === pull.number)
    .map((row) => row.author);
  return html`<div class="columns">
    <div>${first}${entries.map(({ shown }) => shown)}${mergeBox(pull, checks)}</div>
    ${side([
      ...(reviewers.length > 0 ? [['Reviewers', html`${[...new Set(reviewers)].join(', ')}`] as const] : []),
      ...(pull.labels.length > 0
        ? [
            [
              'Labels',
              html`${pull.labels.map((label) => html`<span class="pill">${label}</span> `)}`,
            ] as const,
          ]
        : []),
    ])}
  </div>`;
}

const SIGNS: Readonly<Record<string, readonly [string, string]>> = {
  success: ['check-circle-fill', 'good'],
  neutral: ['square-fill', 'muted'],
  skipped: ['skip', 'muted'],
  cancelled: ['stop', 'muted'],
  failure: ['x-circle-fill', 'wrong'],
  timed_out: ['x-circle-fill', 'wrong'],
  action_required: ['alert-fill', 'wait'],
};

/** The round sign of a check, a job or a run. */
export function sign(status: string, conclusion: string | null): Html {
  const [name, colour] = (status === 'completed' ? SIGNS[conclusion ?? ''] : undefined) ?? [
    'dot-fill',
    status === 'completed' ? 'wrong' : 'wait',
  ];
  return html`<span class="${colour}">${icon(name)}</span>`;
}

function checkRows(checks: readonly Check[]): Html[] {
  return checks.map(
    (check) =>
      html`<div class="row">
        ${sign(check.status, check.conclusion)} <a href="${check.details_url}"><b>${check.name}</b></a>
        <span class="muted">${check.title ?? check.conclusion ?? check.status}</span
        ><span class="end"><a href="${check.details_url}">Details</a></span>
      </div>`,
  );
}

function mergeBox(pull: Pull, checks: readonly Check[]): Html {
  if (pull.merged_at !== null) return html``;
  const bad = checks.filter(
    ({ conclusion }) => conclusion === 'failure' || conclusion === 'timed_out',
  ).length;
  const open = checks.filter(({ status }) => status !== 'completed').length;
  const words =
    bad > 0
      ? 'Some checks were not successful'
      : open > 0
        ? 'Some checks haven’t completed yet'
        : 'All checks have passed';
  const merge =
    pull.mergeable === true
      ? 'This branch has no conflicts with the base branch'
      : 'This branch has conflicts that must be resolved';
  return html`<div class="item">
    <div class="box">
      <header>
        ${sign('completed', bad > 0 ? 'failure' : open > 0 ? 'action_required' : 'success')} <b>${words}</b>
        <span>${checks.length} checks</span>
      </header>
      ${checkRows(checks)}
      <div class="row">
        ${sign('completed', pull.mergeable === true ? 'success' : 'failure')} <b>${merge}</b>
      </div>
    </div>
  </div>`;
}

function checkList(checks: readonly Check[]): Html {
  const reports = checks
    .filter(({ summary }) => summary !== null)
    .map((check) => {
      const place = { url: '', slug: check.repo, breaks: false };
      return html`<div class="box">
        <header>${sign(check.status, check.conclusion)} <b>${check.name}</b> ${check.title}</header>
        <div class="markdown-body">
          ${renderMarkdown(`${check.summary ?? ''}\n\n${check.text ?? ''}`, place)}
        </div>
      </div>`;
    });
  return html`<div class="stack">
    <div class="box">${checkRows(checks)}</div>
    ${reports}
  </div>`;
}

export async function commitList(forge: Forge, repo: Repo, base: string | null, head: string): Promise<Html> {
  const git = forge.git(repo.slug);
  const shas = await git.log(base === null ? head : `${base}..${head}`, 50);
  const rows = await Promise.all(
    shas.map(async (sha) => {
      const commit = await git.commit(sha);
      return html`<div class="row">
        <a href="/${repo.slug}/commit/${sha}"><b>${commit.message.split('\n')[0]}</b></a>
        <span class="muted">${commit.author.name} ${when(commit.committer.date)}</span
        ><a class="end mono" href="/${repo.slug}/commit/${sha}">${sha.slice(0, 7)}</a>
      </div>`;
    }),
  );
  return html`<div class="box">${rows}</div>`;
}
