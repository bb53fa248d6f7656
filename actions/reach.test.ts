import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const IMPORTED = /(?:from|import)\s*\(?\s*'(?<name>[^']+)'/gu;

/** Every module of ours that an entry can reach by its imports, also by those that are made only when they are needed. */
function reach(entry: string): Set<string> {
  const seen = new Set<string>();
  const open = [join(root, entry)];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const { groups } of readFileSync(file, 'utf8').matchAll(IMPORTED)) {
      const name = groups?.['name'] ?? '';
      const target = name.startsWith('#')
        ? join(root, 'scripts/lib', name.slice(1))
        : name.startsWith('.')
          ? join(dirname(file), name)
          : undefined;
      if (target?.endsWith('.ts') === true && existsSync(target)) open.push(target);
    }
  }
  return new Set([...seen].map((file) => relative(root, file)));
}

/** What runs a model, or starts what runs one. */
const BUILDS =
  /^scripts\/lib\/engine\/(?:build\/|backends\/(?:child|upstream|comfyui)|pipelines\/[^/]+\/(?:pipeline|preview|upstream|comfyui)\.ts)/u;

test.for([
  'publish-episode',
  'ship-episode',
  'detect-changes',
  'answer-command',
  'sweep-store',
  'keep-house',
])('I7: %s cannot reach anything that builds', (name) => {
  const modules = [...reach(`actions/${name}/main.ts`)];
  expect(modules.length).toBeGreaterThan(20);
  expect(modules.filter((module) => BUILDS.test(module))).toEqual([]);
});

test('I7: sweeping cannot reach anything that builds', () => {
  const modules = [...reach('scripts/lib/engine/store/sweep.ts')];
  expect(modules).toContain('scripts/lib/engine/store/sweep.ts');
  expect(modules.filter((module) => BUILDS.test(module))).toEqual([]);
});

test('alpha sweep cannot reach anything that builds', () => {
  expect([...reach('scripts/commands/sweep.ts')].filter((module) => BUILDS.test(module))).toEqual([]);
});

test('the same search finds the builders behind the action that builds', () => {
  expect([...reach('actions/rebuild-artifacts/main.ts')].some((module) => BUILDS.test(module))).toBe(true);
});

test.for(['detect-changes', 'answer-command', 'sweep-store', 'keep-house'])(
  '%s is bundled whole: it needs no package of the checkout',
  (name) => {
    const natives = [...reach(`actions/${name}/main.ts`)].filter((module) =>
      /from '(?:sharp|playwright-core|three|@vladmandic\/[^']+)'/u.test(
        readFileSync(join(root, module), 'utf8'),
      ),
    );
    expect(natives).toEqual([]);
  },
);
