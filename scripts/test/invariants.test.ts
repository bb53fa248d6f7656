import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const ROW =
  /^\| (?<id>I\d+)? *\| (?<what>[^|]*?) *\| (?<title>[^|]+?) +\| \[[^\]]+\]\(\.\.\/(?<file>[^)]+)\) +\|$/gmu;
/** A test's title, in quotes of either kind, right behind the call. */
const TITLE = /\btest(?:\.(?:for|each)\([^]*?\))?\(\s*(?<quote>['`])(?<title>[^]*?)\k<quote>,/gu;

interface Row {
  readonly id: string;
  readonly what: string;
  readonly title: string;
  readonly file: string;
}

function rows(): Row[] {
  const table: Row[] = [];
  let [id, what] = ['', ''];
  for (const { groups } of readFileSync(join(root, 'docs/invariants.md'), 'utf8').matchAll(ROW)) {
    if (groups?.['id'] !== undefined) ({ id = '', what = '' } = groups);
    table.push({ id, what, title: groups?.['title'] ?? '', file: groups?.['file'] ?? '' });
  }
  return table;
}

const testFiles = ['scripts', 'actions']
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)));

const titlesIn = (file: string): string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(TITLE)].map(({ groups }) => groups?.['title'] ?? '');

test('each of the 25 invariants is in the table, with what it says, in order', () => {
  const ids = [...new Set(rows().map(({ id }) => id))];
  expect(ids).toEqual(Array.from({ length: 25 }, (_, at) => `I${at + 1}`));
  for (const { what } of rows()) expect(what).toMatch(/\w{3}/u);
});

test('each test that the table names is there', () => {
  for (const { id, title, file } of rows())
    expect({ id, file, titles: titlesIn(file) }).toEqual({
      id,
      file,
      titles: expect.arrayContaining([title]),
    });
});

test('each test that names an invariant names one of these', () => {
  const known = new Set(rows().map(({ id }) => id));
  const named = testFiles.flatMap((file) =>
    titlesIn(file).flatMap((title) =>
      (/^(?<ids>I\d+(?:, I\d+)*): /u.exec(title)?.groups?.['ids'] ?? '').split(', '),
    ),
  );
  const ids = new Set(named.filter((id) => id !== ''));
  expect(ids.size).toBe(known.size);
  for (const id of ids) expect(known).toContain(id);
});
