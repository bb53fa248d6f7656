/** Writes docs/errors.md: every fault that a reader can mend, by its stable code, from the sources. `--check` only compares. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { byCodeUnit } from '#core/json.ts';

const root = join(import.meta.dirname, '..');
const THROWN =
  /(?:new UserError|damaged|refused)\(\s*'(?<code>[a-z][a-z0-9]*(?:-[a-z0-9]+)+)',\s*\[?\s*(?<message>`[^`]*`|'[^']*')?/gu;

/** What is wrong with a file stands behind the file's name. */
const OF_A_FILE =
  /\boutputFault\(\s*'(?<code>[a-z]+-[a-z]+)',[^;]*?(?<message>`(?!\$\{\w+\}`)[^`]*`|'(?=[^']* )[^']*')/gu;
/** A row of a table of what upstream programs say when they fail: its code, and what that means. */
const IN_TABLE =
  /\bcode: '(?<code>[a-z][a-z0-9]*(?:-[a-z0-9]+)+)',\s*meaning:\s*(?<message>`[^`]*`|'(?:[^'\\]|\\.)*'|"[^"]*")/gu;
/** A YAML file of ours that does not fit its schema; every such message names all wrong fields. */
const PARSED = /parseYamlAs\([^;]*?'(?<code>[a-z]+-invalid)'/gu;
const NOT_ITS_SCHEMA = '`…: each field that does not fit, by its line`';

const found = new Map<string, { message: string; files: Set<string> }>();
const entries = await readdir(join(root, 'scripts'), { recursive: true, withFileTypes: true });
for (const entry of entries) {
  if (!entry.isFile() || !entry.name.endsWith('.ts') || /\.(?:test|fixture)\.ts$/u.test(entry.name)) continue;
  const path = join(entry.parentPath, entry.name);
  const source = await readFile(path, 'utf8');
  for (const [form, otherwise] of [
    [THROWN, ''],
    [OF_A_FILE, ''],
    [IN_TABLE, ''],
    [PARSED, NOT_ITS_SCHEMA],
  ] as const) {
    for (const { groups } of source.matchAll(form))
      note(path, groups?.['code'] ?? '', groups?.['message'] || otherwise);
  }
}

function note(path: string, code: string, message: string): void {
  const known = found.get(code) ?? { message: '', files: new Set<string>() };
  if (known.message === '') known.message = plain(message);
  found.set(code, { ...known, files: known.files.add(relative(root, path)) });
}

/** A message's text with `…` where a value stands. */
function plain(literal: string): string {
  return literal
    .slice(1, -1)
    .replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/gu, '…')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll('|', '\\|')
    .replaceAll('\\n', ' ')
    .trim();
}

const rows = [...found]
  .toSorted(([a], [b]) => byCodeUnit(a, b))
  .map(
    ([code, { message, files }]) =>
      `| \`${code}\` | ${message} | ${[...files]
        .toSorted(byCodeUnit)
        .map((file) => `[${file.split('/').at(-1)}](../${file})`)
        .join(', ')} |`,
  );
const text = `# Errors that you can mend

Written by \`npm run errors\` from the sources. Each ends the command with exit code 2, or the step of a workflow with its message and
what to do about it. The code is stable: scripts may hold on to it. Whatever is not in this list is a bug of ours and ends with 70.

| code | says | where |
|:---|:---|:---|
${rows.join('\n')}
`;
const file = join(root, 'docs', 'errors.md');
if (!process.argv.includes('--check')) await writeFile(file, text);
else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
  process.stderr.write(
    'docs/errors.md does not list the errors of the sources: run `npm run errors` and commit it.\n',
  );
  process.exitCode = 1;
}
