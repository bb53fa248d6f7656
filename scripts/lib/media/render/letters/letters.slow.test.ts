import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { buildLetters } from './build.ts';

test('the committed letters are what the outlines give', async () => {
  expect(await buildLetters()).toBe(await readFile(new URL('letters.ts', import.meta.url), 'utf8'));
});
