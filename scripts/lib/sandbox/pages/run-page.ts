import { stripVTControlCharacters } from 'node:util';
import type { Forge } from '../forge/forge.ts';
import type { Job, Repo, Run } from '../forge/tables.ts';
import { headOf, when } from './data.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { icon } from './icons.ts';
import { repoHead, served } from './layout.ts';
import { renderMarkdown } from './markdown.ts';
import { sign } from './pull-page.ts';

export function runList(forge: Forge, repo: Repo): string {
  const runs = forge.tables.runs.list((run) => run.repo === repo.slug).toReversed();
  const rows = runs.map(
    (run) =>
      html`<div class="row">
        ${sign(run.status, run.conclusion)}
        <div>
          <a href="/${repo.slug}/actions/runs/${run.id}"><b>${run.title}</b></a
          ><br /><span class="muted"
            >${run.name} #${run.number}: ${run.event}${run.action !== null && ` (${run.action})`} by
            ${run.actor}</span
          >
        </div>
        <span class="end"><span class="branch">${run.head_branch}</span> ${when(run.created_at)}</span>
      </div>`,
  );
  return served(
    `Workflow runs · ${repo.slug}`,
    html`${repoHead(headOf(forge, repo), 'Actions')}
      <main>
        <h1 class="title">All workflows</h1>
        <div class="box">${rows}</div>
      </main>`,
  );
}

export function runPage(forge: Forge, repo: Repo, run: Run): string {
  const jobs = forge.tables.jobs.list((job) => job.run === run.id);
  const artifacts = forge.tables.artifacts.list((artifact) => artifact.run === run.id);
  const place = { url: '', slug: repo.slug, breaks: false };
  const rows = jobs.map(
    (job) =>
      html`<div class="row">
        ${sign(job.status, job.conclusion)}
        <a href="/${repo.slug}/actions/runs/${run.id}/job/${job.id}"><b>${job.name}</b></a
        ><span class="end">${job.runner} ${job.seconds > 0 && `${job.seconds.toFixed(1)} s`}</span>
      </div>`,
  );
  const summaries = jobs
    .filter((job) => job.summary.trim() !== '')
    .map(
      (job) =>
        html`<div class="box">
          <header><b>${job.name} summary</b></header>
          <div class="markdown-body">${renderMarkdown(job.summary, place)}</div>
        </div>`,
    );
  const files = artifacts.map(
    (artifact) =>
      html`<div class="row">
        ${icon('package')} <a href="${forge.storageUrl('artifact', artifact.id)}"><b>${artifact.name}</b></a
        ><span class="end"
          >${artifact.size} bytes <span class="mono">sha256:${artifact.sha256.slice(0, 12)}</span></span
        >
      </div>`,
  );
  const body = html`<main>
    ${runHead(run)}
    <div class="stack">
      ${run.note !== null && html`<div class="box"><div class="row wrong">${icon('alert')} ${run.note}</div></div>`}
      <div class="box">
        <header><b>Jobs</b></header>
        ${rows}
      </div>
      ${annotations(jobs)}${summaries}${
        files.length > 0 &&
        html`<div class="box">
          <header><b>Artifacts</b></header>
          ${files}
        </div>`
      }
    </div>
  </main>`;
  return served(
    `${run.title} · ${run.name} · ${repo.slug}`,
    html`${repoHead(headOf(forge, repo), 'Actions')}${body}`,
  );
}

const runHead = (run: Run): Html =>
  html`<h1 class="title">
      ${sign(run.status, run.conclusion)} ${run.title} <span class="number">#${run.number}</span>
    </h1>
    <div class="meta">
      <span
        >${run.name} · ${run.event} by <b>${run.actor}</b> · <span class="branch">${run.head_branch}</span>
        <span class="mono">${run.head_sha.slice(0, 7)}</span> · ${run.conclusion ?? run.status}</span
      >
    </div>`;

function annotations(jobs: readonly Job[]): Html {
  const all = jobs.flatMap((job) =>
    job.annotations.filter(({ message }) => message !== '').map((row) => ({ job, row })),
  );
  if (all.length === 0) return html``;
  const rows = all.map(({ job, row }) => {
    const look = row.level === 'error' ? 'wrong' : row.level === 'warning' ? 'wait' : 'muted';
    return html`<div class="row">
      <span class="${look}">${icon(row.level === 'notice' ? 'info' : 'alert')}</span>
      <div>
        <b>${job.name}</b
        >${row.file !== null && html` <span class="mono muted">${row.file}${row.line !== null && `:${row.line}`}</span>`}<br />${row.title !== null && html`<b>${row.title}</b> `}${row.message}
      </div>
    </div>`;
  });
  return html`<div class="box">
    <header><b>Annotations</b> <span class="count">${all.length}</span></header>
    ${rows}
  </div>`;
}

export async function jobPage(forge: Forge, repo: Repo, run: Run, job: Job): Promise<string> {
  const log = await forge.readLog(job.id);
  const steps = job.steps.map(
    (step) =>
      html`<div class="row">
        ${sign(step.status, step.conclusion)} ${step.name}<span class="end"
          >${step.seconds.toFixed(1)} s</span
        >
      </div>`,
  );
  const grants = Object.entries(job.permissions).map(
    ([scope, level]) => html`<span class="pill">${scope}: ${level}</span> `,
  );
  const body = html`<main>
    ${runHead(run)}
    <div class="stack">
      <p><a href="/${repo.slug}/actions/runs/${run.id}">${icon('arrow-left')} ${run.name}</a></p>
      <div class="box">
        <header>
          ${sign(job.status, job.conclusion)} <b>${job.name}</b> <span class="end">${job.runner}</span>
        </header>
        ${steps}
        <div class="row">${icon('key')} ${grants}</div>
      </div>
      ${annotations([job])}
      <div class="log">${logLines(log)}</div>
    </div>
  </main>`;
  return served(
    `${job.name} · ${run.name} · ${repo.slug}`,
    html`${repoHead(headOf(forge, repo), 'Actions')}${body}`,
  );
}

/** A log with its groups folded; the last one open, where a failed job has its words. */
function logLines(text: string): Html[] {
  const blocks: { title: string | null; lines: Html[]; bad: boolean }[] = [
    { title: null, lines: [], bad: false },
  ];
  text
    .trimEnd()
    .split('\n')
    .forEach((line, at) => {
      if (line.startsWith('##[group]')) return blocks.push({ title: line.slice(9), lines: [], bad: false });
      if (line.startsWith('##[endgroup]')) return blocks.push({ title: null, lines: [], bad: false });
      const last = blocks.at(-1);
      const kind =
        /^##\[(error|warning|notice)\]/u.exec(line)?.[1] ??
        (line.startsWith('[command]') || line.startsWith('\u001b[36;1m') ? 'command' : '');
      if (last && kind === 'error') last.bad = true;
      const plain = stripVTControlCharacters(line).replace(
        /^(?:##\[(?:error|warning|notice)\]|\[command\])/u,
        '',
      );
      return last?.lines.push(html`<div class="line ${kind}" data-n="${at + 1}">${plain}</div>`);
    });
  return blocks
    .filter(({ title, lines }) => title !== null || lines.length > 0)
    .map(({ title, lines, bad }) =>
      title === null
        ? html`${lines}`
        : html`<details ${bad && html`open`}>
            <summary>${title}</summary>
            ${lines}
          </details>`,
    );
}
