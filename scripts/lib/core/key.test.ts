import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentKey, Recipe } from './key.ts';
import { oidOf } from './oid.ts';

const recipe = (part: Partial<Recipe> = {}): Recipe => ({
  system: 'weave',
  backend: 'preview',
  version: '1',
  pins: {},
  params: {},
  seed: 0,
  inputs: {},
  ...part,
});

const text = fc.string({ unit: 'binary', maxLength: 6 });
const value = fc.jsonValue({ maxDepth: 2 });
const oid = text.map(oidOf);
const recipes = fc.record({
  system: fc.constantFrom('weave', 'speak'),
  backend: fc.constantFrom('preview' as const, 'upstream' as const),
  version: fc.constantFrom('1', '2', '1,1:2'),
  pins: fc.dictionary(
    text,
    text.map((pin) => `${pin}.`),
    { maxKeys: 3 },
  ),
  params: fc.dictionary(text, value, { maxKeys: 3 }),
  seed: fc.nat(3),
  inputs: fc.dictionary(text, oid, { maxKeys: 3 }),
});
/** As JSON reads it back, so that −0 is 0. */
const read = (made: object): Recipe => Recipe.parse(JSON.parse(JSON.stringify(made)));

test('the order in which fields are said changes nothing', () => {
  fc.assert(
    fc.property(recipes, (made) => {
      const { pins, params, inputs } = made;
      const other = { ...made, pins: turned(pins), params: turned(params), inputs: turned(inputs) };
      expect(contentKey(read(other))).toBe(contentKey(read(made)));
    }),
  );
});

test('two recipes share a key only if they are equal', () => {
  fc.assert(
    fc.property(recipes, recipes, (a, b) => {
      const [left, right] = [read(a), read(b)];
      const equal = JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
      expect(contentKey(left) === contentKey(right)).toBe(equal);
    }),
    { numRuns: 300 },
  );
});

test('every field of a recipe is in its key', () => {
  const other: Partial<Recipe>[] = [
    { system: 'speak' },
    { backend: 'upstream' },
    { version: '2' },
    { pins: { commit: 'x' } },
    { params: { steps: 1 } },
    { seed: 1 },
    { inputs: { 'from/text': oidOf('x') } },
  ];
  expect(new Set([recipe(), ...other.map(recipe)].map(contentKey)).size).toBe(other.length + 1);
});

test('a name that looks like the end of another is another', () => {
  expect(contentKey(recipe({ pins: { 'a=b': 'c' } }))).not.toBe(contentKey(recipe({ pins: { a: 'b=c' } })));
  expect(contentKey(recipe({ pins: { a: '\ud800' } }))).not.toBe(
    contentKey(recipe({ pins: { a: '\ud801' } })),
  );
});

test('a key does not change from one version of this program to the next', () => {
  const made = recipe({
    pins: { commit: 'abc' },
    params: { steps: 20, words: 'ё', list: [1.5, null] },
    inputs: { 'from/text': oidOf('one') },
  });
  expect(contentKey(made)).toMatchInlineSnapshot(
    `"8897032cb8cd15b5528ffdb357fcb78ea7e6f4e368ba2a751184f2c86701e929"`,
  );
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => [name, sorted(inner)]);
}

const turned = <T>(record: Readonly<Record<string, T>>) =>
  Object.fromEntries(Object.entries(record).toReversed());
