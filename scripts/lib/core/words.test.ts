import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldPrompt } from './ambient-prompt.ts';
import { byCodeUnit, canonicalJson, inOrder, readJson } from './json.ts';
import { RepoPath } from './repo-path.ts';

const anyText = fc.string({ unit: 'binary' });

test.each([
  ['Design  studio, QUIET', 'design studio quiet'],
  ['rain\non\ta roof!', 'Rain — on a roof'],
  ['cafe\u0301', 'CAFÉ'],
  ['ﬁre', 'FIRE'],
  ['Straße', 'STRASSE'],
  ['ΟΔΟΣ.Α', 'οδος α'],
  ['ｒａｉｎ', 'rain'],
  ['ra\u200bin', 'rain'],
  ['so\u00adft', 'soft'],
  ['Тишина', 'тишина'],
])('I16: %j and %j are one prompt', (a, b) => {
  expect(foldPrompt(a)).toBe(foldPrompt(b));
});

test.each([
  ['rain', 'ráin'],
  ['a roof', 'aroof'],
  ['1 drop', '2 drops'],
])('%j and %j are two prompts', (a, b) => {
  expect(foldPrompt(a)).not.toBe(foldPrompt(b));
});

test('I16: what is folded stays so, and neither case nor spacing nor Unicode form changes it', () => {
  fc.assert(
    fc.property(anyText, (prompt) => {
      const folded = foldPrompt(prompt);
      expect(foldPrompt(folded)).toBe(folded);
      for (const same of [
        prompt.normalize('NFD'),
        prompt.normalize('NFKC'),
        ` ${prompt}\u3000`,
        prompt.toUpperCase(),
      ])
        expect(foldPrompt(same)).toBe(folded);
    }),
    { numRuns: 1000 },
  );
});

test('a path that may be joined to a folder stays in it', () => {
  const parts = fc.constantFrom('a', '..', '.', '', '.git', 'b.png', '...', 'C:', '\\', '\0', '~', ' ', 'ё');
  fc.assert(
    fc.property(
      fc.oneof(
        anyText,
        fc.array(parts).map((all) => all.join('/')),
      ),
      (text) => {
        if (!RepoPath.safeParse(text).success) return;
        const { pathname } = new URL(text.split('/').map(encodeURIComponent).join('/'), 'file:///base/');
        expect(pathname.startsWith('/base/')).toBe(true);
        expect(pathname.split('/').slice(2).map(decodeURIComponent).join('/')).toBe(text);
        expect(text.toLowerCase().startsWith('.git/')).toBe(false);
      },
    ),
    { numRuns: 1000 },
  );
  for (const bad of [
    '',
    '/',
    '/a',
    'a/',
    'a//b',
    '../a',
    'a/..',
    './a',
    '.git/config',
    '.GIT',
    'a\\b',
    'a\nb',
    '\ud800',
    'a'.repeat(1025),
  ])
    expect(RepoPath.safeParse(bad).success).toBe(false);
  for (const good of ['a', '.gitattributes', 'a/.git', '...', 'a b/ё.png', 'a'.repeat(1024)])
    expect(RepoPath.safeParse(good).success).toBe(true);
});

test('canonical JSON has one text a value, and reads back as it', () => {
  const turned = (value: unknown): unknown =>
    value === null || typeof value !== 'object'
      ? value
      : Array.isArray(value)
        ? value.map(turned)
        : Object.fromEntries(
            Object.entries(value)
              .toReversed()
              .map(([name, inner]) => [name, turned(inner)]),
          );
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(JSON.parse(JSON.stringify(value)));
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(JSON.parse(JSON.stringify(turned(JSON.parse(text)))))).toBe(text);
    }),
  );
  expect(canonicalJson({ b: 1, a: [true, null, 'ё\n'], 10: 1e21, 9: -0 })).toBe(
    '{"10":1e+21,"9":0,"a":[true,null,"ё\\n"],"b":1}',
  );
  expect(() => canonicalJson(Number.NaN)).toThrow(RangeError);
});

test('names are in order of their code units, in no locale', () => {
  const names = ['y', 'j', 'iz', 'z', 't', 'aa', 'B', 'a', 'ä', '10', '9', '_', '-'];
  const right = ['-', '10', '9', 'B', '_', 'a', 'aa', 'iz', 'j', 't', 'y', 'z', 'ä'];
  expect(names.toSorted(byCodeUnit)).toEqual(right);
  expect(inOrder(new Map(names.map((name) => [name, 0]))).map(([name]) => name)).toEqual(right);
});

test('JSON that is deeper than anything needs is none', () => {
  expect(readJson(nested(60))).toBeDefined();
  for (const text of [nested(70), nested(200_000), '{"a":'.repeat(500), '', '{'])
    expect(readJson(text)).toBeUndefined();
});

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
