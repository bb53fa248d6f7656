import rehypeRaw from 'rehype-raw';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import { rehypeGithubAlerts } from 'rehype-github-alerts';
import remarkBreaks from 'remark-breaks';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import type { Element, Root, RootContent } from 'hast';
import type { Root as Text } from 'mdast';
import { Html } from './html.ts';

/** Where the text stands: what mentions and numbers link to. */
export interface MarkdownPlace {
  readonly url: string;
  /** `owner/repo` */
  readonly slug: string;
  /** Comments turn every line feed into a break; files and releases do not. */
  readonly breaks: boolean;
}

/**
 * Markdown as GitHub shows it: GFM, HTML of the schema that GitHub sanitises by (no `data:`, no style, no script), alerts,
 * mentions, and Mermaid left for the browser to draw.
 */
export function renderMarkdown(text: string, place: MarkdownPlace): Html {
  const tree = unified()
    .use(remarkParse)
    .use(remarkGfm)
    .use(() => (text: Text) => {
      if (place.breaks) remarkBreaks()(text);
    })
    .use(remarkRehype, { allowDangerousHtml: true })
    .use(rehypeRaw)
    .use(rehypeSanitize, SCHEMA)
    .use(() => loosenAlerts)
    .use(rehypeGithubAlerts, {})
    .use(() => (root: Root) => adorn(root, place))
    .use(rehypeStringify);
  return new Html(String(tree.processSync(text)));
}

/** The library's schema follows GitHub's; these are what GitHub lets through besides. */
const SCHEMA = {
  ...defaultSchema,
  tagNames: [...(defaultSchema.tagNames ?? []), 'picture', 'source'],
  attributes: {
    ...defaultSchema.attributes,
    source: ['media', 'srcSet', 'type'],
    img: [...(defaultSchema.attributes?.['img'] ?? []), 'align', 'width', 'height'],
  },
};

/** The plugin for alerts wants the line feed after a break as a text of its own, or it loses the text behind it. */
function loosenAlerts(parent: Root | Element): void {
  for (const node of parent.children) {
    if (node.type !== 'element') continue;
    const [, br, rest] = node.children;
    const afterBreak = br?.type === 'element' && br.tagName === 'br' && rest?.type === 'text';
    if (node.tagName === 'p' && afterBreak && rest.value.startsWith('\n')) {
      node.children.splice(2, 1, { type: 'text', value: '\n' }, { type: 'text', value: rest.value.slice(1) });
    } else loosenAlerts(node);
  }
}

const isElement = (node: RootContent): node is Element => node.type === 'element';

function adorn(parent: Root | Element, place: MarkdownPlace): void {
  const children: RootContent[] = [];
  for (const node of parent.children) {
    if (node.type === 'doctype') continue;
    if (node.type === 'text' && !('tagName' in parent && /^(?:a|code|pre)$/u.test(parent.tagName))) {
      children.push(...linked(node.value, place));
      continue;
    }
    children.push(isElement(node) ? (mermaid(node) ?? node) : node);
    if (isElement(node)) adorn(node, place);
    if (isElement(node)) showColour(node);
  }
  parent.children = children.filter((node) => node.type !== 'doctype');
}

/** A colour in a code span is shown beside its figure, as GitHub does in conversations. */
function showColour(node: Element): void {
  const [text] = node.children;
  if (node.tagName !== 'code' || text?.type !== 'text' || !/^#[0-9a-f]{6}$/iu.test(text.value)) return;
  const style = `background-color:${text.value}`;
  node.children.push({
    type: 'element',
    tagName: 'span',
    properties: { className: ['colour'], style },
    children: [],
  });
}

/** A fenced block of Mermaid becomes what the library in the page looks for. */
function mermaid(node: Element): Element | undefined {
  const [code] = node.children;
  if (node.tagName !== 'pre' || code?.type !== 'element' || code.tagName !== 'code') return undefined;
  const classes = code.properties['className'];
  if (!Array.isArray(classes) || !classes.includes('language-mermaid')) return undefined;
  return { type: 'element', tagName: 'pre', properties: { className: ['mermaid'] }, children: code.children };
}

const MENTION = /(?<![\w/])@([a-z0-9](?:[a-z0-9-]{0,37}[a-z0-9])?)(?![\w/-])|(?<![\w&])#(\d+)\b/giu;

function linked(text: string, { url, slug }: MarkdownPlace): RootContent[] {
  const parts: RootContent[] = [];
  let at = 0;
  for (const found of text.matchAll(MENTION)) {
    const [whole, login, number] = found;
    parts.push({ type: 'text', value: text.slice(at, found.index) });
    const href = login === undefined ? `${url}/${slug}/pull/${number ?? ''}` : `${url}/${login}`;
    const properties = { href, ...(login !== undefined && { className: ['user-mention'] }) };
    parts.push({ type: 'element', tagName: 'a', properties, children: [{ type: 'text', value: whole }] });
    at = found.index + whole.length;
  }
  return [...parts, { type: 'text', value: text.slice(at) }];
}
