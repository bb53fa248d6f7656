import { diffArrays } from 'diff';
import { html, type Markup } from './markup.ts';

/** Longer texts take seconds to compare word by word. */
const LONGEST = 60_000;
/** Unchanged words kept on each side of a change. */
const CONTEXT = 240;

/** Texts with more edits than this have nothing in common that a reader would look for. */
const MOST_EDITS = 4000;

/** A text before and after as one text with what went struck out and what came underlined; `null` when too long or too different. */
export function wordDiff(before: string, after: string): Markup | null {
  if (before.length > LONGEST || after.length > LONGEST) return null;
  const changes = diffArrays(partsOf(before), partsOf(after), { maxEditLength: MOST_EDITS });
  if (changes === undefined) return null;
  const runs = changes.map(({ added, removed, value: parts }, index) => {
    const value = parts.join('');
    if (added) return html`<ins>${value}</ins>`;
    if (removed) return html`<del>${value}</del>`;
    return html`<span>${shortened(value, index === 0, index === changes.length - 1)}</span>`;
  });
  return html`<pre class="words">${runs}</pre>`;
}

/** Words of every script, and what lies between them (UAX 29), the same whatever the machine's language is. */
const WORDS = new Intl.Segmenter('en', { granularity: 'word' });
const partsOf = (text: string): string[] => Array.from(WORDS.segment(text), ({ segment }) => segment);

function shortened(text: string, first: boolean, last: boolean): string {
  const head = first ? '' : text.slice(0, CONTEXT);
  const tail = last ? '' : text.slice(-CONTEXT);
  return head.length + tail.length >= text.length || (first && last) ? text : `${head} … ${tail}`;
}
