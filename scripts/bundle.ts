/**
 * Writes actions/dist/: one bundle an action, shared parts once. `--check` builds into a scratch folder and compares bytes
 * with what is committed. Exit codes: 0 done or equal, 1 not equal.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { rolldown } from 'rolldown';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'actions', 'dist');

/** Native or very large: found in the repository's node_modules, so the actions that need them run after `npm ci`. */
const EXTERNAL =
  /^(?:sharp|playwright-core|rolldown|three|@sparkjsdev\/.+|@vladmandic\/.+|@tensorflow\/.+|@gltf-transform\/.+|gltf-validator)(?:\/.*)?$/u;

async function actionNames(): Promise<string[]> {
  const entries = await readdir(join(root, 'actions'), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && entry.name !== 'dist')
    .map(({ name }) => name)
    .toSorted();
}

/** @actions/core brings an HTTP client for OpenID tokens, which nobody here asks for: unused, it may go, with the 0.7 MB of undici. */
const UNUSED_CLIENT = [
  { test: /\/node_modules\/(?:undici|tunnel|@actions\/http-client)\//u, sideEffects: false },
];

/**
 * A module of ours that asks where it lies (to find a style sheet, a page's script, a process to start) is told its place in the
 * sources: bundles run inside the checkout, and `actions/dist/` has no folders.
 */
const SOURCE_PLACE = {
  name: 'source-place',
  transform(code: string, id: string) {
    const place = relative(root, id);
    if (!/^(?:scripts|actions)\//u.test(place) || !/\bimport\.meta\./u.test(code)) return undefined;
    return code
      .replaceAll(
        /\bimport\.meta\.url\b/gu,
        `new URL(${JSON.stringify(`../../${place}`)}, import.meta.url).href`,
      )
      .replaceAll(
        /\bimport\.meta\.dirname\b/gu,
        `(import.meta.dirname + ${JSON.stringify(`/../../${dirname(place)}`)})`,
      );
  },
};

async function bundle(folder: string): Promise<void> {
  const names = await actionNames();
  const build = await rolldown({
    cwd: root,
    input: Object.fromEntries(names.map((name) => [name, join(root, 'actions', name, 'main.ts')])),
    platform: 'node',
    external: (id) => EXTERNAL.test(id),
    treeshake: { moduleSideEffects: UNUSED_CLIENT },
    plugins: [SOURCE_PLACE],
  });
  await build.write({
    dir: folder,
    format: 'esm',
    minify: false,
    comments: { legal: false },
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    cleanDir: true,
  });
  await build.close();
}

async function filesOf(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  return new Map(
    await Promise.all(
      files.map(async (file) => [file.slice(folder.length + 1), await readFile(file, 'latin1')] as const),
    ),
  );
}

if (process.argv.includes('--check')) {
  const scratch = await mkdtemp(join(tmpdir(), 'alpha-bundle-'));
  try {
    await bundle(scratch);
    const [fresh, committed] = [await filesOf(scratch), await filesOf(dist)];
    const differ = [...new Set([...fresh.keys(), ...committed.keys()])].filter(
      (name) => fresh.get(name) !== committed.get(name),
    );
    if (differ.length > 0) {
      process.stderr.write(
        `actions/dist/ is not what the sources give: ${differ.join(', ')}\nRun \`npm run bundle\` and commit it.\n`,
      );
      process.exitCode = 1;
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
} else {
  await bundle(dist);
}
