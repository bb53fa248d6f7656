/** Writes docs/errors.md: every fault that a reader can mend, by its stable code, from the sources. `--check` only compares. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { byCodeUnit } from '#core/json.ts';

const root = join(import.meta.dirname, '..');
const THROWN =
  /(?:new UserError|outputFault|damaged|refused)\(\s*'(?<code>[a-z][a-z0-9]*(?:-[a-z0-9]+)+)',\s*(?<message>`[^`]*`|'[^']*')?/gu;

const found = new Map<string, { message: string; files: Set<string> }>();
const entries = await readdir(join(root, 'scripts'), { recursive: true, withFileTypes: true });
for (const entry of entries) {
  if (!entry.isFile() || !entry.name.endsWith('.ts') || entry.name.endsWith('.test.ts')) continue;
  const path = join(entry.parentPath, entry.name);
  for (const { groups } of (await readFile(path, 'utf8')).matchAll(THROWN)) {
    const { code = '', message = '' } = groups ?? {};
    const known = found.get(code) ?? { message: '', files: new Set<string>() };
    if (known.message === '') known.message = plain(message);
    found.set(code, { ...known, files: known.files.add(relative(root, path)) });
  }
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
