import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { STAND_INS } from './runner/stand-ins/table.ts';

const here = import.meta.dirname;
const readme = await readFile(join(here, 'README.md'), 'utf8');

test('every rule of the README has a test that carries its name, and every such test a rule', async () => {
  const table = readme.split('## Rules of the platform')[1]?.split('\n## ')[0] ?? '';
  const rules = Array.from(table.matchAll(/^\| ([a-z0-9-]+) \|/gmu), ([, name]) => name ?? '').filter(
    (name) => name !== 'rule' && !/^-+$/u.test(name),
  );
  const named = new Set<string>();
  for (const file of await readdir(here, { recursive: true })) {
    if (!file.endsWith('.test.ts')) continue;
    const text = await readFile(join(here, file), 'utf8');
    for (const [, names = ''] of text.matchAll(/\btest\([^\n]*?\[([a-z0-9, -]+)\]/gu)) {
      for (const name of names.split(', ')) named.add(name);
    }
  }
  expect([...named].toSorted()).toEqual(rules.toSorted());
});

test('the README lists the stand-ins that there are, at their commits', () => {
  const listed = Array.from(
    readme.matchAll(/^\| (actions\/[\w-]+) \| (v[\d.]+) \| `([0-9a-f]{40})` \|/gmu),
    ([, action, version, sha]) => [action, version, sha],
  );
  expect(listed).toEqual(STAND_INS.map(({ action, version, sha }) => [action, version, sha]));
});
