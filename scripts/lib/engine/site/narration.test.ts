import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayInWords } from './day.ts';
import { paragraphs } from './narration.ts';
import { relative } from './paths.ts';

test('empty lines part paragraphs, line breaks do not', () => {
  expect(paragraphs('One\ntwo.\r\n \r\nThree.\n\n\n\nFour.\n')).toEqual(['One two.', 'Three.', 'Four.']);
  expect(paragraphs(' \n\n ')).toEqual([]);
});

test('any text has paragraphs without empty ones', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      for (const paragraph of paragraphs(text)) expect(paragraph).toMatch(/^\S/u);
    }),
  );
});

test('a day reads the same everywhere, and links climb out of their folder', () => {
  expect(dayInWords('2026-11-20')).toBe('20 November 2026');
  expect(relative('index.html', 'video/a.mp4')).toBe('video/a.mp4');
  expect(relative('episode/a.html', 'video/a.mp4')).toBe('../video/a.mp4');
});
