import { expect, test } from 'vitest';
import { evaluate, holds, interpolate, parts, truthy } from './expression.ts';

const contexts = {
  github: { ref: 'refs/heads/main', n: 2, event: { title: "it's" } },
  needs: { a: { result: 'failure' } },
};

test('a text that is one expression keeps its type, any other becomes text', () => {
  expect(interpolate('${{ github.n }}', { contexts })).toBe(2);
  expect(interpolate('v${{ github.n }}-${{ github.missing }}.', { contexts })).toBe('v2-.');
  expect(interpolate("${{ format('{0}}}', github.n) }}", { contexts })).toBe('2}');
  expect(evaluate('fromJSON(\'[1,{"a":true}]\')[1].a', { contexts })).toBe(true);
  expect(interpolate('no expression', { contexts })).toBe('no expression');
});

test('braces inside of quotes do not end an expression', () => {
  expect(parts("a ${{ '}}' }} b")).toEqual([
    { kind: 'text', text: 'a ' },
    { kind: 'expression', text: "'}}'" },
    { kind: 'text', text: ' b' },
  ]);
});

test('an if without a status function means success() and the rest', () => {
  const failed = { success: false, failure: true, cancelled: false };
  expect(holds("github.ref == 'refs/heads/main'", { contexts })).toBe(true);
  expect(holds("github.ref == 'refs/heads/main'", { contexts, status: failed })).toBe(false);
  expect(holds("${{ always() && needs.a.result == 'failure' }}", { contexts, status: failed })).toBe(true);
  expect(holds(undefined, { contexts, status: failed })).toBe(false);
  expect(holds('failure()', { contexts, status: failed })).toBe(true);
  expect(holds(false, { contexts })).toBe(false);
});

test('an expression with text around it is a text, and that is true: GitHub’s trap is kept', () => {
  expect(holds('${{ false }} && true', { contexts })).toBe(true);
  expect(holds('${{ false && true }}', { contexts })).toBe(false);
});

test('only false, 0, the empty text and null are false', () => {
  expect([false, 0, '', null].map((value) => truthy(value))).toEqual([false, false, false, false]);
  expect([true, 1, 'false', [], {}].map((value) => truthy(value))).toEqual([true, true, true, true, true]);
});
