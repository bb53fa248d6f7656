import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { catalog } from '#engine/pipelines/catalog.ts';

const root = join(import.meta.dirname, '..', '..');
const DRIVERS = 'scripts/drivers/drivers.test.ts';
const ROW =
  /^\| (?<system>\S+) \| (?<does>[^|]+) \| (?<exit>[^|]+) \| (?:`(?<code>[a-z-]+)`|nothing[^|]*) \| (?<title>[^|]+) \| \[[^\]]+\]\(\.\.\/(?<file>[^)]+)\) \|$/gmu;
const read = (...path: readonly string[]): string => {
  const file = join(root, ...path);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};
const rows = [...read('docs/upstream-failures.md').matchAll(ROW)].map(({ groups }) => ({
  system: groups?.['system'] ?? '',
  says: /^`([^`]+)`$/u.exec(groups?.['does'] ?? '')?.[1],
  code: groups?.['code'],
  title: groups?.['title'] ?? '',
  file: groups?.['file'] ?? '',
}));

test('each way to fail that the table has is in the test that it names, by its words, with the code that it is told as', () => {
  expect(rows.length).toBeGreaterThan(60);
  for (const { says, code, title, file } of rows) {
    const text = read(file);
    expect(text.includes(`'${title}'`), `${title} in ${file}`).toBe(true);
    // A driver's own tests are about what it says; the code is the backend's.
    if (code !== undefined && file !== DRIVERS)
      expect(text.includes(`'${code}'`), `${title} in ${file}`).toBe(true);
    const stands = text + read(dirname(file), 'upstream.fixture.ts') + read('scripts/test/comfyui-server.ts');
    if (says !== undefined) expect(stands.includes(says), `${says} in ${file}`).toBe(true);
  }
});

test('every system that a model makes is in the table', () => {
  const listed = new Set(rows.map(({ system }) => system));
  const made = [...catalog.values()].filter(({ versions }) => versions.upstream !== undefined);
  for (const { name } of made) expect(listed).toContain(name);
});
