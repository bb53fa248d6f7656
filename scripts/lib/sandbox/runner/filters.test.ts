import fc from 'fast-check';
import { expect, test } from 'vitest';
import { included, passes, pathsPass, patternToExpression } from './filters.ts';

/** docs.github.com, "Workflow syntax", "Filter pattern cheat sheet": pattern, names that fit, names that do not. */
const SHEET: readonly [string, readonly string[], readonly string[]][] = [
  ['feature/*', ['feature/my-branch', 'feature/your-branch'], ['feature/beta/a', 'feature']],
  ['feature/**', ['feature/beta-a/my-branch', 'feature/your-branch'], ['features/x']],
  ['ep/**', ['ep/alpha/v1.2.3', 'ep/x'], ['epoch/x', 'x/ep/y']],
  ['main', ['main'], ['main2', 'releases/main']],
  ['*', ['main', 'releases'], ['all/the/branches']],
  ['**', ['all/the/branches', 'every/tag'], []],
  ['*feature', ['mona-feature', 'feature', 'ver-10-feature'], ['feature/x']],
  ['v2*', ['v2', 'v2.0', 'v2.9'], ['v1']],
  ['v[12].[0-9]+.[0-9]+', ['v1.10.1', 'v2.0.0'], ['v3.0.0', 'v1.x.0']],
  ['*.jsx?', ['page.js', 'page.jsx'], ['page.jsxx', 'a/page.js']],
  ['**.js', ['index.js', 'js/index.js', 'src/js/app.js'], ['a.jsx']],
  ['docs/*', ['docs/README.md', 'docs/file.txt'], ['docs/a/b.md']],
  ['docs/**', ['docs/README.md', 'docs/mona/octocat.txt'], ['a/docs/x']],
  ['**/docs/**', ['docs/hello.md', 'dir/docs/my-file.txt', 'space/docs/plan/space.doc'], ['adocs/x']],
  ['**/README.md', ['README.md', 'js/README.md'], ['README.mdx']],
  ['**/*-post.md', ['my-post.md', 'path/their-post.md'], ['post.md']],
];

test.each(SHEET)('%s fits what the cheat sheet says', (pattern, fitting, others) => {
  expect(fitting.filter((name) => !patternToExpression(pattern).test(name))).toEqual([]);
  expect(others.filter((name) => patternToExpression(pattern).test(name))).toEqual([]);
});

test('the last pattern that fits decides, and a list of negatives alone lets nothing in', () => {
  expect(included('releases/beta/1', ['releases/**', '!releases/**-alpha'])).toBe(true);
  expect(included('releases/beta/1-alpha', ['releases/**', '!releases/**-alpha'])).toBe(false);
  expect(included('a.md', ['!docs/**'])).toBe(false);
  expect(passes('main', undefined, ['main'])).toBe(false);
  expect(passes('topic', undefined, ['main'])).toBe(true);
});

test('one changed path is enough for paths, and paths-ignore wants one that is not ignored', () => {
  expect(pathsPass(['a.md', 'src/x.ts'], ['src/**'], undefined)).toBe(true);
  expect(pathsPass(['a.md'], ['src/**'], undefined)).toBe(false);
  expect(pathsPass(['a.md'], undefined, ['**.md'])).toBe(false);
  expect(pathsPass(['a.md', 'x.ts'], undefined, ['**.md'])).toBe(true);
});

test('any text becomes an expression, and a name without magic fits itself alone', () => {
  const name = fc.stringMatching(/^[a-z0-9/_.-]{1,30}$/u);
  fc.assert(
    fc.property(name, name, (pattern, other) => {
      expect(patternToExpression(pattern).test(other)).toBe(pattern === other);
    }),
  );
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z*/.?+!-]{0,12}$/u), (pattern) => {
      expect(typeof included('x', [pattern])).toBe('boolean');
    }),
  );
});
