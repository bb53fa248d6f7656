import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Html, html } from './html.ts';
import { icon } from './icons.ts';

const cached = new Map<string, string>();
const textOf = (path: string): string => {
  const known = cached.get(path) ?? readFileSync(path, 'utf8');
  cached.set(path, known);
  return known;
};

/** GitHub's style sheet for Markdown, and ours for what stands around it. */
export const styles = (): string =>
  textOf(fileURLToPath(import.meta.resolve('github-markdown-css/github-markdown.css'))) +
  textOf(join(import.meta.dirname, 'style.css'));

/** The Mermaid library, whole, for a browser without a network. */
export const mermaidLibrary = (): string =>
  textOf(fileURLToPath(import.meta.resolve('mermaid/dist/mermaid.min.js')));

const START = `mermaid.initialize({ startOnLoad: true, securityLevel: 'strict', theme: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'default' });`;

/** A page by itself: styles inside, and Mermaid where a diagram waits for it. */
export function selfContained(title: string, body: Html): string {
  const script = body.text.includes('<pre class="mermaid">')
    ? `<script>${mermaidLibrary().replaceAll('</script', String.raw`<\/script`)}</script><script>${START}</script>`
    : '';
  return page(title, body, new Html(`<style>${styles()}</style>`), new Html(script));
}

/** A page of the forge: styles and Mermaid by address. */
export function served(title: string, body: Html): string {
  const script = body.text.includes('<pre class="mermaid">')
    ? `<script src="/_assets/mermaid.js"></script><script>${START}</script>`
    : '';
  return page(title, body, new Html('<link rel="stylesheet" href="/_assets/style.css">'), new Html(script));
}

const page = (title: string, body: Html, head: Html, tail: Html): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${head}
      </head>
      <body>
        ${body} ${tail}
      </body>
    </html> `.text;

export interface RepoHead {
  readonly url: string;
  readonly slug: string;
  readonly private: boolean;
  readonly pulls: number;
}

const TABS = [
  ['', 'code', 'Code'],
  ['/pulls', 'git-pull-request', 'Pull requests'],
  ['/actions', 'play', 'Actions'],
  ['/releases', 'tag', 'Releases'],
] as const;

/** The head of every page of a repository. */
export function repoHead(repo: RepoHead, current: (typeof TABS)[number][2]): Html {
  const [owner = '', name = ''] = repo.slug.split('/');
  const tabs = TABS.map(([tail, picture, title]) => {
    const here = title === current ? new Html('aria-current="page"') : '';
    const count = title === 'Pull requests' && html`<span class="count">${repo.pulls}</span>`;
    return html`<a href="${repo.url}/${repo.slug}${tail}" ${here}>${icon(picture)} ${title} ${count}</a>`;
  });
  return html`<div class="top">
    <div class="path">
      ${icon('repo')}<a href="${repo.url}/${repo.slug}">${owner}</a>/<b
        ><a href="${repo.url}/${repo.slug}">${name}</a></b
      >
      <span class="pill">${repo.private ? 'Private' : 'Public'}</span>
    </div>
    <nav class="tabs">${tabs}</nav>
  </div>`;
}
