/** Writes the tables of inputs and outputs into each action's README.md from its action.yml. `--check` only compares. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const Action = z.object({
  name: z.string(),
  description: z.string(),
  inputs: z.record(
    z.string(),
    z.object({ description: z.string(), required: z.boolean(), default: z.string().optional() }),
  ),
  outputs: z.record(z.string(), z.object({ description: z.string() })).default({}),
});
const BEGIN = '<!-- written by `npm run readme` from action.yml -->';
const END = '<!-- end -->';

const folder = join(import.meta.dirname, '..', 'actions');
const check = process.argv.includes('--check');
for (const entry of await readdir(folder, { withFileTypes: true })) {
  if (!entry.isDirectory() || entry.name === 'dist') continue;
  const { inputs, outputs } = Action.parse(
    parse(await readFile(join(folder, entry.name, 'action.yml'), 'utf8')),
  );
  const tables = [
    '| input | what | needed |\n|:---|:---|:---|',
    ...Object.entries(inputs).map(
      ([name, input]) =>
        `| \`${name}\` | ${input.description} | ${input.required ? 'yes' : input.default === undefined ? 'no' : `no: \`${input.default}\``} |`,
    ),
    '',
    '| output | what |\n|:---|:---|',
    ...Object.entries(outputs).map(([name, output]) => `| \`${name}\` | ${output.description} |`),
  ].join('\n');
  const file = join(folder, entry.name, 'README.md');
  const text = await readFile(file, 'utf8');
  const [before = '', rest = ''] = text.split(BEGIN);
  const after = rest.split(END)[1] ?? '\n';
  const wanted = `${before}${BEGIN}\n\n${tables}\n\n${END}${after}`;
  if (text === wanted) continue;
  if (!check) await writeFile(file, wanted);
  else {
    process.stderr.write(
      `actions/${entry.name}/README.md does not say what its action.yml says: run \`npm run readme\` and commit it.\n`,
    );
    process.exitCode = 1;
  }
}
