import { expect, test } from 'vitest';
import { wordDiff } from './words.ts';

test('what went is struck out and what came is underlined, and both are text', () => {
  const shown = wordDiff('a violet <b>head', 'a red <i>head')?.text ?? '';
  expect(shown).toContain('<del>violet</del>');
  expect(shown).toContain('<ins>red</ins>');
  expect(shown).not.toMatch(/<(?:b|i)>/u);
});

test('words of every script are words', () => {
  const shown = wordDiff('Меня зовут Альфа.', 'Меня зовут Алфа.')?.text ?? '';
  expect(shown).toContain('<del>Альфа</del><ins>Алфа</ins>');
});

test('long stretches without a change are shortened, a text too long to compare is not', () => {
  const long = 'word '.repeat(2000);
  const shown = wordDiff(`one ${long}two`, `uno ${long}due`)?.text ?? '';
  expect(shown.length).toBeLessThan(2000);
  expect(shown).toContain('…');
  expect(wordDiff('x'.repeat(100_000), 'y')).toBeNull();
});
