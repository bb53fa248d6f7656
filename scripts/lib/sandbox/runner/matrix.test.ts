import { expect, test } from 'vitest';
import { combinations, suffix } from './matrix.ts';

test('the example of GitHub’s documentation for include gives its six combinations', () => {
  const rows = combinations({
    fruit: ['apple', 'pear'],
    animal: ['cat', 'dog'],
    include: [
      { color: 'green' },
      { color: 'pink', animal: 'cat' },
      { fruit: 'apple', shape: 'circle' },
      { fruit: 'banana' },
      { fruit: 'banana', animal: 'cat' },
    ],
  });
  expect(rows).toEqual([
    { fruit: 'apple', animal: 'cat', color: 'pink', shape: 'circle' },
    { fruit: 'apple', animal: 'dog', color: 'green', shape: 'circle' },
    { fruit: 'pear', animal: 'cat', color: 'pink' },
    { fruit: 'pear', animal: 'dog', color: 'green' },
    { fruit: 'banana' },
    { fruit: 'banana', animal: 'cat' },
  ]);
});

test('exclude takes every combination that fits, and include alone makes one job an entry', () => {
  expect(combinations({ a: [1, 2], b: ['x', 'y'], exclude: [{ a: 1 }, { a: 2, b: 'y' }] })).toEqual([
    { a: 2, b: 'x' },
  ]);
  expect(combinations({ include: [{ n: 1 }, { n: 2 }] })).toEqual([{ n: 1 }, { n: 2 }]);
  expect(suffix({ os: 'linux', n: 1, deep: { x: 1 } })).toBe(' (linux, 1)');
});

const vector = (length: number) => Array.from({ length }, (_, at) => at);

test('256 jobs are let in and 257 are not; an empty vector is an error', () => {
  expect(combinations({ n: vector(256) })).toHaveLength(256);
  expect(() => combinations({ n: vector(257) })).toThrow('limit of 256');
  expect(() => combinations({ n: vector(100), m: vector(100) })).toThrow('limit of 256');
  expect(() => combinations({ n: [] })).toThrow('does not contain any values');
  expect(() => combinations('text')).toThrow('must be a mapping');
});
