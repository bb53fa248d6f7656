import { html } from './html.ts';
import type { Html } from './html.ts';
import { icon } from './icons.ts';
import { renderMarkdown } from './markdown.ts';
import { repoHead, selfContained } from './layout.ts';

export interface Author {
  readonly login: string;
  readonly bot: boolean;
  /** An address, or a `data:` URI. */
  readonly avatar: string;
}

/** One comment as it stands in a conversation. `when` is shown as it is. */
export function commentBox(comment: {
  readonly id: string;
  readonly author: Author;
  readonly when: string;
  readonly verb: string;
  readonly edited: boolean;
  readonly label: string | null;
  readonly body: Html;
}): Html {
  const { author } = comment;
  const name = author.login.replace(/\[bot\]$/u, '');
  return html`<div class="item" id="${comment.id}">
    <img
      class="avatar ${author.bot ? 'app' : ''}"
      src="${author.avatar}"
      alt="@${name}"
      width="40"
      height="40"
    />
    <article class="box">
      <header>
        <b>${name}</b>${author.bot && html`<span class="pill">bot</span>`} ${comment.verb}
        <span>${comment.when}</span>${comment.edited && html`<span>• edited</span>`}
        <span class="end"
          >${comment.label !== null && html`<span class="pill">${comment.label}</span>`}${icon('kebab-horizontal')}</span
        >
      </header>
      <div class="markdown-body">${comment.body}</div>
      <div class="reactions muted">${icon('smiley')}</div>
    </article>
  </div>`;
}

const STATES = {
  open: ['git-pull-request', 'Open'],
  merged: ['git-merge', 'Merged'],
  closed: ['git-pull-request-closed', 'Closed'],
  draft: ['git-pull-request-draft', 'Draft'],
} as const;
export type PullState = keyof typeof STATES;

export interface PullHead {
  readonly slug: string;
  readonly number: number;
  readonly title: string;
  readonly state: PullState;
  readonly author: string;
  readonly base: string;
  readonly head: string;
  readonly commits: number;
}

/** Title, state and branches: the head of a pull request's page. */
export function pullHead(pull: PullHead): Html {
  const [picture, word] = STATES[pull.state];
  const verb = pull.state === 'merged' ? 'merged' : 'wants to merge';
  return html`<h1 class="title">${pull.title} <span class="number">#${pull.number}</span></h1>
    <div class="meta">
      <span class="state ${pull.state}">${icon(picture)} ${word}</span>
      <span
        ><b>${pull.author}</b> ${verb} ${pull.commits} commit${pull.commits !== 1 && 's'} into
        <span class="branch">${pull.base}</span> from <span class="branch">${pull.head}</span></span
      >
    </div>`;
}

const EMPTY: readonly (readonly [string, string])[] = [
  ['Reviewers', 'No reviews'],
  ['Assignees', 'No one assigned'],
  ['Labels', 'None yet'],
  ['Projects', 'None yet'],
  ['Milestone', 'No milestone'],
];

/** What stands beside a conversation; `known` takes the place of what is empty. */
export function side(known: readonly (readonly [string, Html])[]): Html {
  const sections = EMPTY.map(([title, nothing]) => {
    const given = known.find(([name]) => name === title)?.[1];
    return html`<section><b>${title}</b>${given ?? nothing}</section>`;
  });
  return html`<aside class="side">${sections}</aside>`;
}

export interface CommentPage {
  /** The comment's Markdown. */
  readonly body: string;
  readonly author?: Partial<Author>;
  readonly pull?: Partial<PullHead>;
  /** Shown as it is: `now`, a date. */
  readonly when?: string;
  readonly edited?: boolean;
  /** The address that links and mentions begin with. */
  readonly url?: string;
  /** Bytes of a picture by the address that the Markdown names; a picture without bytes keeps its address. */
  readonly picture?: (address: string) => { readonly type: string; readonly bytes: Uint8Array } | undefined;
}

/**
 * One comment of a pull request as a page by itself, as it looks on GitHub: pictures, styles and Mermaid inside, so that
 * it opens from a file and offline.
 */
export function commentPage(comment: CommentPage): string {
  const slug = comment.pull?.slug ?? 'alpha/alpha-ref';
  const url = comment.url ?? 'https://github.com';
  const login = comment.author?.login ?? 'github-actions[bot]';
  const pull: PullHead = {
    slug,
    number: 1,
    title: 'Redraw the reference',
    state: 'open',
    author: slug.split('/')[0] ?? '',
    base: 'main',
    head: 'redraw',
    commits: 1,
    ...comment.pull,
  };
  const body = renderMarkdown(comment.body, { url, slug, breaks: true });
  const box = commentBox({
    id: 'comment',
    author: { bot: login.endsWith('[bot]'), avatar: avatarUri(login), ...comment.author, login },
    when: comment.when ?? 'now',
    verb: 'commented',
    edited: comment.edited ?? false,
    label: null,
    body,
  });
  const whole = html`${repoHead({ url, slug, private: false, pulls: 1 }, 'Pull requests')}
    <main>
      ${pullHead(pull)}
      <div class="columns">
        <div>${box}</div>
        ${side([])}
      </div>
    </main>`;
  const text = selfContained(`${pull.title} · Pull Request #${pull.number} · ${slug}`, whole);
  return inlined(text, comment.picture ?? (() => undefined));
}

/** Puts the bytes of pictures where their addresses were: `src` of pictures, and links to the same file stay links. */
function inlined(text: string, picture: NonNullable<CommentPage['picture']>): string {
  return text.replaceAll(/<img ([^>]*?)src="([^"]*)"/gu, (whole: string, before: string, address: string) => {
    const found = picture(address.replaceAll('&amp;', '&').replaceAll('&#x26;', '&'));
    if (!found) return whole;
    return `<img ${before}src="data:${found.type};base64,${Buffer.from(found.bytes).toString('base64')}"`;
  });
}

const HUES = [212, 142, 28, 266, 340, 190] as const;

/** A plain sign for a login: apps get a gear, people their first letter. */
export function avatarSvg(login: string): string {
  const sum = Array.from(login, (character) => character.codePointAt(0) ?? 0).reduce((a, b) => a + b, 0);
  const hue = HUES[sum % HUES.length] ?? 212;
  const app = login.endsWith('[bot]');
  const sign = app
    ? '<circle cx="20" cy="20" r="9" fill="none" stroke="#fff" stroke-width="3"/><path d="M20 5v6M20 29v6M5 20h6M29 20h6" stroke="#fff" stroke-width="3" stroke-linecap="round"/><circle cx="20" cy="20" r="3" fill="#fff"/>'
    : `<text x="20" y="27" font-family="sans-serif" font-size="20" font-weight="600" fill="#fff" text-anchor="middle">${(login[0] ?? '?').toUpperCase().replaceAll(/[<&]/gu, '?')}</text>`;
  const fill = app ? '#24292f' : `hsl(${hue} 55% 45%)`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="${fill}"/>${sign}</svg>`;
}

const avatarUri = (login: string): string =>
  `data:image/svg+xml;base64,${Buffer.from(avatarSvg(login)).toString('base64')}`;
