import { readFile, stat } from 'node:fs/promises';
import { diffWords } from 'diff';
import type { Measure } from '#core/verdict.ts';
import { type Comparator, SideUnreadable } from './request.ts';
import { grouped, sayCount } from './say.ts';

const MOST_BYTES = 4 << 20;
/** Past so many edits two texts count as two different ones. */
const MOST_EDITS = 20_000;
const LONGEST_QUOTE = 60;
/** Words of every script (UAX 29), the same whatever the machine's language is. */
const WORDS = new Intl.Segmenter('en', { granularity: 'word' });

/** Text (UTF-8, at most 4 MiB): words that came, words that went, and the first change in full. */
export const textComparator: Comparator = {
  pair: async (before, after) => {
    const [a, b] = [await textOf('before', before), await textOf('after', after)];
    const changes = diffWords(a, b, { maxEditLength: MOST_EDITS, intlSegmenter: WORDS });
    const count = { added: 0, removed: 0 };
    for (const { value, added, removed } of changes ?? []) {
      if (added) count.added += wordsIn(value);
      if (removed) count.removed += wordsIn(value);
    }
    if (changes === undefined) [count.removed, count.added] = [wordsIn(a), wordsIn(b)];
    const total = Math.max(1, wordsIn(a), wordsIn(b));
    const words = Math.max(count.added, count.removed);
    if (words === 0) {
      const finding = 'Every word is equal; only spaces or line ends differ.';
      return {
        kind: 'equal',
        by: 'content',
        medium: 'text',
        finding,
        visibility: 0,
        measures: [],
        panels: [],
      };
    }
    const first = changes === undefined ? '' : firstChange(changes);
    return {
      kind: 'changed',
      medium: 'text',
      finding: `${sayCount(count.added, 'word')} came and ${grouped(count.removed)} went${first}.`,
      visibility: Math.cbrt(Math.min(1, words / total)),
      measures: [
        measure('words added', count.added),
        measure('words removed', count.removed),
        measure('words in all', wordsIn(b)),
      ],
      panels: [],
    };
  },
  single: async (kind, path) => {
    const text = await textOf(kind === 'added' ? 'after' : 'before', path);
    const finding = `${kind === 'added' ? 'A new' : 'A removed'} text of ${sayCount(wordsIn(text), 'word')}.`;
    return {
      kind,
      medium: 'text',
      finding,
      visibility: 1,
      measures: [measure('words in all', wordsIn(text))],
      panels: [],
    };
  },
};

const measure = (label: string, value: number): Measure => ({
  metric: 'words/diff@8+uax29',
  label,
  value,
  unit: 'count',
});

const wordsIn = (text: string) => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;

interface Change {
  readonly value: string;
  readonly added: boolean;
  readonly removed: boolean;
}

/** `: “purple hair” became “blue hair”`. */
function firstChange(changes: readonly Change[]): string {
  const index = changes.findIndex(({ value, added, removed }) => (added || removed) && wordsIn(value) > 0);
  const [one, two] = [changes[index], changes[index + 1]];
  if (one === undefined) return '';
  if (one.removed && two?.added === true)
    return `, first “${quoted(one.value)}” became “${quoted(two.value)}”`;
  return one.added ? `, first “${quoted(one.value)}” came` : `, first “${quoted(one.value)}” went`;
}

function quoted(text: string): string {
  const flat = text.replaceAll(/\s+/gu, ' ').trim();
  const characters = Array.from(flat);
  return characters.length <= LONGEST_QUOTE ? flat : `${characters.slice(0, LONGEST_QUOTE - 1).join('')}…`;
}

async function textOf(side: 'before' | 'after', path: string): Promise<string> {
  const { size } = await stat(path);
  if (size > MOST_BYTES)
    throw new SideUnreadable(side, `it has ${size} bytes; the limit is ${MOST_BYTES}`, undefined);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (cause) {
    if (cause instanceof TypeError) throw new SideUnreadable(side, 'it is no UTF-8 text', cause);
    throw cause;
  }
}
