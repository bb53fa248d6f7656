import type { Forge } from '../forge/forge.ts';
import type { Repo } from '../forge/tables.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

/** Longer than this nobody reads, and no page should be. */
const LINES_A_FILE = 400;

/** What changed between two commits, a box a file, as Git says it. */
export async function diffTable(forge: Forge, repo: Repo, from: string, to: string): Promise<Html> {
  const git = forge.git(repo.slug);
  const text = await git.git(['diff', '--no-color', '--no-renames', '--stat-width=100', '-U3', from, to]);
  const files = text.split(/^(?=diff --git )/mu).filter((part) => part.startsWith('diff --git '));
  return html`<div class="stack">${files.map((file) => fileBox(repo, to, file))}</div>`;
}

function fileBox(repo: Repo, commit: string, text: string): Html {
  const lines = text.split('\n');
  const name =
    /^(?:\+\+\+ b|--- a)\/(.*)$/mu.exec(text)?.[1] ?? /^diff --git a\/(.*) b\//u.exec(text)?.[1] ?? '';
  const body = lines.filter((line) => /^[ +@-]/u.test(line) && !/^(?:---|\+\+\+) /u.test(line));
  const shown = body.slice(0, LINES_A_FILE).map((line) => {
    const kind = line.startsWith('+')
      ? 'add'
      : line.startsWith('-')
        ? 'del'
        : line.startsWith('@')
          ? 'hunk'
          : '';
    return html`<tr>
      <td class="${kind}">${line}</td>
    </tr>`;
  });
  const rest =
    body.length > LINES_A_FILE && html`<div class="row muted">${body.length - LINES_A_FILE} more lines</div>`;
  const binary =
    text.includes('\nBinary files ') && html`<div class="row muted">Binary file not shown.</div>`;
  return html`<div class="box">
    <header><a class="mono" href="/${repo.slug}/blob/${commit}/${name}?raw=true">${name}</a></header>
    <table class="diff">
      ${shown}
    </table>
    ${binary}${rest}
  </div>`;
}
